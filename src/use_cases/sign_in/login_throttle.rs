//! Login throttle: failed attempts are counted before the password is checked, for each origin, so
//! that an attacker does not lock out others.
//!
//! Attempts are counted by user and network. Enrolled phones and known browsers have counters of
//! their own: attempts from elsewhere do not block them, even behind an address that a whole ward
//! shares.

use crate::db::Tx;
use crate::db::models::Staff;
use crate::domain::error::DomainError;
use crate::domain::id::{PhoneId, StaffId};
use crate::domain::session_policy::SessionPolicy;
use crate::domain::time::Time;
use crate::use_cases::network::Network;
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
    /// The browser's network, and the known-device cookies that it sends.
    Browser(Network, Vec<KnownDeviceCookie>),
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
        network: Network,
        known: Vec<KnownDeviceCookie>,
    ) -> Self {
        phone.map_or(Self::Browser(network, known), Self::Phone)
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
            Self::Browser(network, known) => {
                let matches =
                    |cookie: &&KnownDeviceCookie| staff.is_some_and(|s| cookie.matches(s));
                if let Some(known) = known.iter().find(matches) {
                    return vec![own(format!("known:{}:{username}", known.browser()))];
                }
                // The limit of a user over all addresses is as high as one for a site would be.
                let everywhere = limits.failures_per_user.saturating_mul(MAX_ADDRESSES_PER_USER);
                let mut buckets = vec![
                    own(format!("user:{username}@{network}")),
                    shared(format!("user:{username}"), everywhere),
                ];
                buckets.extend(network_buckets("address", *network, limits));
                buckets
            }
        }
    }
}

/// The counters that a network shares with its site.
fn network_buckets(
    kind: &str,
    network: Network,
    limits: SessionPolicy,
) -> impl Iterator<Item = Bucket> {
    network.budgets().map(move |(network, factor)| Bucket {
        name: format!("{kind}:{network}"),
        allowed: limits
            .failures_per_address
            .saturating_mul(i32::try_from(factor).unwrap_or(i32::MAX)),
        per_user: false,
    })
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
    network: Network,
) -> UseCaseResult<()> {
    let (now, limits) = (app.clock.now(), app.session_policy);
    let since = now.minus(limits.failure_window);
    app.store
        .read(move |tx| -> UseCaseResult<()> {
            for bucket in oidc_buckets(phone, network, limits) {
                let attempts = tx.login_attempts(&bucket.name)?.filter(|attempts| {
                    attempts.since >= since && attempts.failures >= bucket.allowed
                });
                if let Some(attempts) = attempts {
                    return Err(throttled(limits, attempts.since, now));
                }
            }
            Ok(())
        })
        .await
}

/// Audits and counts a denied OIDC sign-in.
pub(crate) async fn record_oidc_denied(
    app: &AppContext,
    phone: Option<PhoneId>,
    network: Network,
) -> UseCaseResult<()> {
    let (now, limits) = (app.clock.now(), app.session_policy);
    let (since, entry) = (now.minus(limits.failure_window), audit::denied_login(now));
    app.store
        .write(move |tx| -> UseCaseResult<()> {
            tx.add_audit_records(std::slice::from_ref(&entry));
            for bucket in oidc_buckets(phone, network, limits) {
                tx.record_login_failure(&bucket.name, now, since)?;
            }
            Ok(())
        })
        .await
}

/// The counters of denied OIDC sign-ins.
fn oidc_buckets(phone: Option<PhoneId>, network: Network, limits: SessionPolicy) -> Vec<Bucket> {
    let allowed = limits.failures_per_address;
    match phone {
        Some(phone) => {
            vec![Bucket { name: format!("hospital-phone:{phone}"), allowed, per_user: false }]
        }
        None => network_buckets("hospital", network, limits).collect(),
    }
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

/// The counter of a user's wrong PINs on a phone.
pub(crate) fn pin_bucket(phone: PhoneId, username: &str) -> String {
    format!("pin:{phone}:{username}")
}
