//! Guessing at passwords: counted before any is compared, and where the guesser stands, so that nobody else waits.
//!
//! Whoever guesses at one name from one address is stopped there. An enrolled phone counts for itself, and so does a
//! browser that its user signed in on before: neither waits for what somebody else does elsewhere, not even behind
//! the same address, which a whole ward may share.

use std::net::{IpAddr, Ipv6Addr};

use super::known_device::KnownDeviceCookie;
use crate::db::Tx;
use crate::db::models::Staff;
use crate::domain::error::DomainError;
use crate::domain::id::{PhoneId, StaffId};
use crate::domain::site_rules::SessionPolicy;
use crate::domain::time::Time;
use crate::use_cases::{AppContext, UseCaseError, UseCaseResult, audit};

/// How many addresses may guess at one name until it waits everywhere but where it is known.
const ADDRESSES: i32 = 10;

/// Where somebody stands who says who they are.
#[derive(Clone, Debug)]
pub enum LoginOrigin {
    /// At an enrolled phone.
    Phone(PhoneId),
    /// In a session of their own.
    Session(StaffId),
    /// At a browser of this address, which may bring along that its user is known there.
    Browser(String, Option<KnownDeviceCookie>),
}

/// Where a try was counted: what to forget and what to take back when it turns out to be right.
#[derive(Clone, Debug, Default)]
pub(crate) struct CountedAttempts {
    pub(crate) forget: Vec<String>,
    pub(crate) take_back: Vec<String>,
}

/// A place where tries are counted.
struct Bucket {
    name: String,
    allowed: i32,
    /// Whether it is this user's alone.
    own: bool,
}

impl LoginOrigin {
    /// An enrolled phone, else a browser.
    #[must_use]
    pub fn of(phone: Option<PhoneId>, address: String, known: Option<KnownDeviceCookie>) -> Self {
        phone.map_or(Self::Browser(address, known), Self::Phone)
    }

    fn buckets(&self, username: &str, staff: Option<&Staff>, limits: SessionPolicy) -> Vec<Bucket> {
        let own = |name: String| Bucket { name, allowed: limits.failures_per_user, own: true };
        let shared = |name: String, allowed| Bucket { name, allowed, own: false };
        match self {
            Self::Session(id) => vec![own(format!("session:{id}"))],
            Self::Phone(phone) => vec![
                own(format!("phone:{phone}:{username}")),
                shared(format!("phone:{phone}"), limits.failures_per_address),
            ],
            Self::Browser(_, Some(known)) if staff.is_some_and(|staff| known.is_of(staff)) => {
                vec![own(format!("known:{}:{username}", known.browser()))]
            }
            Self::Browser(address, _) => {
                let everywhere = limits.failures_per_user.saturating_mul(ADDRESSES);
                vec![
                    own(format!("user:{username}@{}", network(address))),
                    shared(of_address(address), limits.failures_per_address),
                    shared(format!("user:{username}"), everywhere),
                ]
            }
        }
    }
}

/// Counts a try of somebody who goes by this name, if they may try at all: who must wait is counted nowhere.
///
/// # Errors
/// [`Refusal::TooManyRequests`].
pub(crate) async fn count_attempt(
    app: &AppContext,
    username: String,
    stand: LoginOrigin,
) -> UseCaseResult<(Option<Staff>, CountedAttempts)> {
    let (now, limits) = (app.clock.now(), app.signing_in);
    let since = now.minus(limits.window);
    app.store
        .write(move |tx| {
            let staff = tx.staff_by_username(&username)?;
            let mut counted = CountedAttempts::default();
            for Bucket { name, allowed, own } in stand.buckets(&username, staff.as_ref(), limits) {
                if tx.note_failure(&name, now, since)? > allowed {
                    let began = tx.attempts(&name)?.map_or(now, |attempts| attempts.since);
                    return Err(wait(limits, began, now));
                }
                if own { counted.forget.push(name) } else { counted.take_back.push(name) }
            }
            Ok((staff, counted))
        })
        .await
}

/// Whether somebody may try who comes back from the hospital's sign-in: at an enrolled phone whatever goes on
/// elsewhere, and nobody waits for wrong passwords.
///
/// # Errors
/// [`Refusal::TooManyRequests`].
pub async fn check_allowed(
    app: &AppContext,
    phone: Option<PhoneId>,
    address: &str,
) -> UseCaseResult<()> {
    let (now, limits, bucket) = (app.clock.now(), app.signing_in, of_arrival(phone, address));
    let since = now.minus(limits.window);
    let tried = app.store.read(move |tx| -> UseCaseResult<_> { Ok(tx.attempts(&bucket)?) }).await?;
    match tried
        .filter(|tried| tried.since >= since && tried.failures >= limits.failures_per_address)
    {
        None => Ok(()),
        Some(tried) => Err(wait(limits, tried.since, now)),
    }
}

/// Writes down that somebody was not let in who came back from there, and counts it.
///
/// # Errors
/// Only the store's.
pub async fn refuse(app: &AppContext, phone: Option<PhoneId>, address: &str) -> UseCaseResult<()> {
    let (now, bucket) = (app.clock.now(), of_arrival(phone, address));
    let (since, refused) = (now.minus(app.signing_in.window), audit::refusal(now));
    app.store
        .write(move |tx| -> UseCaseResult<()> {
            tx.record_reads(std::slice::from_ref(&refused));
            tx.note_failure(&bucket, now, since)?;
            Ok(())
        })
        .await
}

/// Where it is counted that somebody came back from the hospital's sign-in and was not let in.
fn of_arrival(phone: Option<PhoneId>, address: &str) -> String {
    phone.map_or_else(
        || format!("hospital:{}", network(address)),
        |phone| format!("hospital-phone:{phone}"),
    )
}

/// Where tries of an address are counted.
fn of_address(address: &str) -> String {
    format!("address:{}", network(address))
}

/// Whoever tried too often since then waits until the count is over.
fn wait(limits: SessionPolicy, began: Time, now: Time) -> UseCaseError {
    let left = limits.window.saturating_sub(now.since(began));
    DomainError::TooManyRequests(left.as_secs() + 1).into()
}

/// Takes back what was counted of somebody who was right.
pub(crate) fn forgive(tx: &mut Tx<'_>, counted: &CountedAttempts) -> UseCaseResult<()> {
    counted.forget.iter().try_for_each(|bucket| tx.forget_attempts(bucket))?;
    Ok(counted.take_back.iter().try_for_each(|bucket| tx.take_back_failure(bucket))?)
}

/// What one guesser has to themselves of an address: of the sixth version, a whole network.
fn network(address: &str) -> String {
    match address.parse().map(|address: IpAddr| address.to_canonical()) {
        Ok(IpAddr::V6(address)) => {
            let kept = address.to_bits() & !u128::from(u64::MAX);
            format!("{}/64", Ipv6Addr::from_bits(kept))
        }
        Ok(IpAddr::V4(address)) => address.to_string(),
        Err(_) => address.to_owned(),
    }
}
