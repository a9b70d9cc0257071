//! Raises and resolves the alerts that depend on time alone, and deletes expired rows.

use std::time::Duration;

use tokio::time::interval;

use crate::use_cases::AppContext;
use crate::use_cases::alerts::monitor;
use crate::use_cases::audit::{self, AuditContext};

const INTERVAL: Duration = Duration::from_secs(15);

pub(crate) async fn run(app: AppContext) {
    let mut due = interval(INTERVAL);
    loop {
        due.tick().await;
        let round =
            audit::with_context(AuditContext::system("alert monitor"), monitor::run_once(&app));
        if let Err(error) = round.await {
            tracing::warn!(?error, "Alert monitor failed; retrying in 15 seconds");
        }
    }
}
