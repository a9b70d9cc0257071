//! Login throttle: failed attempts are counted before the password is checked, for each origin, so
//! that an attacker does not lock out others.
//!
//! Attempts are counted by user and network. Enrolled phones and known browsers have counters of
//! their own: attempts from elsewhere do not block them, even behind an address that a whole ward
//! shares.

use std::net::{IpAddr, Ipv6Addr};

use crate::db::Tx;
use crate::db::models::Staff;
use crate::domain::error::DomainError;
use crate::domain::id::{PhoneId, StaffId};
use crate::domain::session_policy::SessionPolicy;
use crate::domain::time::Time;
use crate::use_cases::sign_in::known_device::KnownDeviceCookie;
use crate::use_cases::{AppContext, UseCaseError, UseCaseResult, audit};

/// Attempts on one user from this many addresses block the user everywhere except on known devices.
const MAX_ADDRESSES_PER_USER: i32 = 10;

/// Throttling identity of a sign-in.
#[derive(Clone, Debug)]
pub enum LoginOrigin {
    Phone(PhoneId),
    /// Somebody who is signed in and confirms the password.
    Session(StaffId),
    /// An IP address, and the known-device cookie if there is one.
    Browser(String, Option<KnownDeviceCookie>),
}

/// The counters of an attempt: which to reset and which to decrement if it succeeds.
#[derive(Clone, Debug, Default)]
pub(crate) struct CountedAttempts {
    pub(crate) to_reset: Vec<String>,
    pub(crate) to_decrement: Vec<String>,
}

struct Bucket {
    name: String,
    allowed: i32,
    /// Whether it counts the attempts on this user only.
    per_user: bool,
}

impl LoginOrigin {
    /// The enrolled phone if there is one, else the browser.
    #[must_use]
    pub fn from_request(
        phone: Option<PhoneId>,
        address: String,
        known: Option<KnownDeviceCookie>,
    ) -> Self {
        phone.map_or(Self::Browser(address, known), Self::Phone)
    }

    fn buckets(&self, username: &str, staff: Option<&Staff>, limits: SessionPolicy) -> Vec<Bucket> {
        let own = |name: String| Bucket { name, allowed: limits.failures_per_user, per_user: true };
        let shared = |name: String, allowed| Bucket { name, allowed, per_user: false };
        match self {
            Self::Session(id) => vec![own(format!("session:{id}"))],
            Self::Phone(phone) => vec![
                own(format!("phone:{phone}:{username}")),
                shared(format!("phone:{phone}"), limits.failures_per_address),
            ],
            Self::Browser(_, Some(known)) if staff.is_some_and(|staff| known.matches(staff)) => {
                vec![own(format!("known:{}:{username}", known.browser()))]
            }
            Self::Browser(address, _) => {
                let everywhere = limits.failures_per_user.saturating_mul(MAX_ADDRESSES_PER_USER);
                vec![
                    own(format!("user:{username}@{}", network(address))),
                    shared(address_bucket(address), limits.failures_per_address),
                    shared(format!("user:{username}"), everywhere),
                ]
            }
        }
    }
}

/// Counts an attempt, unless it is throttled: throttled attempts are not counted.
pub(crate) async fn count_attempt(
    app: &AppContext,
    username: String,
    origin: LoginOrigin,
) -> UseCaseResult<(Option<Staff>, CountedAttempts)> {
    let (now, limits) = (app.clock.now(), app.session_policy);
    let since = now.minus(limits.failure_window);
    app.store
        .write(move |tx| {
            let staff = tx.staff_by_username(&username)?;
            let mut counted = CountedAttempts::default();
            for Bucket { name, allowed, per_user: own } in
                origin.buckets(&username, staff.as_ref(), limits)
            {
                if tx.record_login_failure(&name, now, since)? > allowed {
                    let began = tx.login_attempts(&name)?.map_or(now, |attempts| attempts.since);
                    return Err(throttled(limits, began, now));
                }
                if own { counted.to_reset.push(name) } else { counted.to_decrement.push(name) }
            }
            Ok((staff, counted))
        })
        .await
}

/// Throttles OIDC sign-ins by phone or network. Wrong passwords do not count here.
pub(crate) async fn check_allowed(
    app: &AppContext,
    phone: Option<PhoneId>,
    address: &str,
) -> UseCaseResult<()> {
    let (now, limits, bucket) = (app.clock.now(), app.session_policy, oidc_bucket(phone, address));
    let since = now.minus(limits.failure_window);
    let attempts =
        app.store.read(move |tx| -> UseCaseResult<_> { Ok(tx.login_attempts(&bucket)?) }).await?;
    match attempts.filter(|attempts| {
        attempts.since >= since && attempts.failures >= limits.failures_per_address
    }) {
        None => Ok(()),
        Some(attempts) => Err(throttled(limits, attempts.since, now)),
    }
}

/// Audits and counts a denied OIDC sign-in.
pub(crate) async fn record_oidc_denied(
    app: &AppContext,
    phone: Option<PhoneId>,
    address: &str,
) -> UseCaseResult<()> {
    let (now, bucket) = (app.clock.now(), oidc_bucket(phone, address));
    let (since, entry) = (now.minus(app.session_policy.failure_window), audit::denied_login(now));
    app.store
        .write(move |tx| -> UseCaseResult<()> {
            tx.add_audit_records(std::slice::from_ref(&entry));
            tx.record_login_failure(&bucket, now, since)?;
            Ok(())
        })
        .await
}

/// The counter of denied OIDC sign-ins.
fn oidc_bucket(phone: Option<PhoneId>, address: &str) -> String {
    phone.map_or_else(
        || format!("hospital:{}", network(address)),
        |phone| format!("hospital-phone:{phone}"),
    )
}

fn address_bucket(address: &str) -> String {
    format!("address:{}", network(address))
}

/// The error for a throttled attempt, with the seconds until the window ends.
fn throttled(limits: SessionPolicy, began: Time, now: Time) -> UseCaseError {
    let left = limits.failure_window.saturating_sub(now.since(began));
    DomainError::TooManyRequests(left.as_secs() + 1).into()
}

/// Undoes the counts of a successful attempt.
pub(crate) fn undo_attempts(tx: &mut Tx<'_>, counted: &CountedAttempts) -> UseCaseResult<()> {
    counted.to_reset.iter().try_for_each(|bucket| tx.delete_attempts(bucket))?;
    Ok(counted.to_decrement.iter().try_for_each(|bucket| tx.undo_login_failure(bucket))?)
}

/// The network counted as one origin: an IPv4 address or an IPv6 /64.
fn network(address: &str) -> String {
    match address.parse().map(|address: IpAddr| address.to_canonical()) {
        Ok(IpAddr::V6(address)) => {
            let prefix = address.to_bits() & !u128::from(u64::MAX);
            format!("{}/64", Ipv6Addr::from_bits(prefix))
        }
        Ok(IpAddr::V4(address)) => address.to_string(),
        Err(_) => address.to_owned(),
    }
}

/// The counter of a user's wrong PINs on a phone.
pub(crate) fn pin_bucket(phone: PhoneId, username: &str) -> String {
    format!("pin:{phone}:{username}")
}
