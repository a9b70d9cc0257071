//! How long sessions last, when they lock, and how often a sign-in may fail.

use std::time::Duration;

/// How long a session lasts, and how often a sign-in may fail.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SessionPolicy {
    /// The longest life of a session token: a shift.
    pub max_age: Duration,
    /// Time without use until a session is locked (R31).
    pub idle_lock: Duration,
    /// Failed sign-ins of one username from one origin until that pair must wait.
    pub failures_per_user: i32,
    /// Failed sign-ins from one address, or on one phone, until unknown devices there must wait. It is high because the
    /// phones of a ward share an address.
    pub failures_per_address: i32,
    /// How long a failure counts.
    pub failure_window: Duration,
    /// Whether this server is reached by TLS, so that cookies are sent over nothing else.
    pub tls: bool,
}
