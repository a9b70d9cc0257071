//! Settings of sessions and failed sign-ins, with their defaults.

use std::num::NonZeroU32;
use std::time::Duration;

use clap::Args;

use super::units::{at_least_one, whole_hours, whole_seconds};
use crate::domain::session_policy::SessionPolicy;
use crate::domain::time::{hours, minutes};

/// The default of each setting below, and what is not a setting.
impl Default for SessionPolicy {
    fn default() -> Self {
        Self {
            max_age: hours(12),
            idle_lock: minutes(2),
            failures_per_user: 10,
            failures_per_address: 100,
            failure_window: minutes(15),
            tls: false,
        }
    }
}

#[derive(Args, Clone)]
#[command(next_help_heading = "Sign-in")]
pub struct SignInSettings {
    /// Seconds without use after which a session locks (R31)
    #[arg(long, env = "STUFFY_IDLE_LOCK_SECONDS", default_value_t = whole_seconds(SessionPolicy::default().idle_lock), value_parser = at_least_one::<NonZeroU32>)]
    pub idle_lock_seconds: NonZeroU32,
    /// Maximum length of a session in hours
    #[arg(long, env = "STUFFY_SESSION_HOURS", default_value_t = whole_hours(SessionPolicy::default().max_age), value_parser = at_least_one::<NonZeroU32>)]
    pub session_hours: NonZeroU32,
    /// Failed sign-ins of one user within 15 minutes, from one address or one phone, after which that user must wait there
    #[arg(long, env = "STUFFY_SIGN_IN_FAILURES_PER_USER", default_value_t = limit(SessionPolicy::default().failures_per_user))]
    pub sign_in_failures_per_user: u32,
    /// Failed sign-ins from one address within 15 minutes, after which unknown browsers at that address must wait
    #[arg(long, env = "STUFFY_SIGN_IN_FAILURES_PER_ADDRESS", default_value_t = limit(SessionPolicy::default().failures_per_address))]
    pub sign_in_failures_per_address: u32,
}

impl SignInSettings {
    pub(super) fn session_policy(&self, tls: bool) -> SessionPolicy {
        let count = |n: u32| i32::try_from(n).unwrap_or(i32::MAX);
        SessionPolicy {
            max_age: hours(self.session_hours.get().into()),
            idle_lock: Duration::from_secs(self.idle_lock_seconds.get().into()),
            failures_per_user: count(self.sign_in_failures_per_user),
            failures_per_address: count(self.sign_in_failures_per_address),
            tls,
            ..SessionPolicy::default()
        }
    }
}

fn limit(failures: i32) -> u32 {
    failures.unsigned_abs()
}
