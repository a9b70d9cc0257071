//! Sets up the log on standard error.

use std::io::IsTerminal as _;

use tracing_subscriber::EnvFilter;

use super::error::CommandResult;

pub(crate) fn start(filter: &str, json: bool) -> CommandResult {
    let filter: EnvFilter =
        filter.parse().map_err(|_| "STUFFY_LOG is not a valid log filter".to_owned())?;
    let log = tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr);
    if json {
        log.json().init();
    } else {
        log.with_ansi(std::io::stderr().is_terminal()).init();
    }
    Ok(())
}
