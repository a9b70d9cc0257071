//! Sets up the log on standard error.

use std::io::IsTerminal as _;

use tracing_subscriber::EnvFilter;

use super::error::CommandResult;

/// actix logs at ERROR what clients send; the server counts it and logs it once a minute.
const QUIET: &str = "actix_http::h1=off";

pub(crate) fn start(filter: &str, json: bool) -> CommandResult {
    let invalid = |_| "STUFFY_LOG is not a valid log filter".to_owned();
    let names_actix = filter.contains("actix_http");
    let mut filter: EnvFilter = filter.parse().map_err(invalid)?;
    if !names_actix {
        filter = filter.add_directive(QUIET.parse().map_err(invalid)?);
    }
    let log = tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr);
    if json {
        log.json().init();
    } else {
        log.with_ansi(std::io::stderr().is_terminal()).init();
    }
    log_panics();
    Ok(())
}

/// A panic in the work of a request is the cause of its 500, so its line carries the id too.
fn log_panics() {
    std::panic::set_hook(Box::new(|panic| {
        let place = panic.location().map(tracing::field::display);
        tracing::error!(place, cause = panic.payload_as_str(), "Panic");
    }));
}
