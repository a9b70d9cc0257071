//! Settings of the database connection. Their defaults are defined only in [`Options::default`].

use std::num::{NonZeroU32, NonZeroUsize};

use clap::Args;

use super::units::{at_least_one, whole_seconds};
use crate::db::Options;

/// Which database, and how many connections and how much time it gets.
#[derive(Args, Clone)]
#[command(next_help_heading = "Database")]
pub struct DatabaseSettings {
    /// Database URL: `sqlite://FILE` or `postgres://USER:PASSWORD@HOST/NAME`
    #[arg(
        long = "database-url",
        env = "STUFFY_DATABASE_URL",
        default_value = "sqlite://stuffy.db",
        hide_env_values = true
    )]
    pub url: String,
    /// Number of connections to PostgreSQL
    #[arg(
        long = "database-connections",
        env = "STUFFY_DATABASE_CONNECTIONS",
        default_value_t = default_connections(),
        value_parser = at_least_one::<NonZeroUsize>
    )]
    pub connections: NonZeroUsize,
    /// Database timeout in seconds, including time in the queue; then the request fails with 503
    #[arg(
        long = "database-timeout-seconds",
        env = "STUFFY_DATABASE_TIMEOUT_SECONDS",
        default_value_t = whole_seconds(Options::default().timeout),
        value_parser = at_least_one::<NonZeroU32>
    )]
    pub timeout_seconds: NonZeroU32,
}

fn default_connections() -> NonZeroUsize {
    NonZeroUsize::new(Options::default().connections).unwrap_or(NonZeroUsize::MIN)
}
