//! `stuffy purge`: deletes identifying data past its retention period.

use super::error::{CommandResult, error_message};
use super::open;
use crate::config::Settings;
use crate::use_cases::AppContext;
use crate::use_cases::audit::{self, AuditContext};
use crate::use_cases::privacy::retention::{self, RetentionRun};

pub(super) async fn run(settings: &Settings) -> CommandResult {
    let app = open::open(settings)?;
    let run = audit::with_context(AuditContext::system("stuffy purge"), purge(&app)).await;
    app.store.close().await;
    let RetentionRun { purged, blocked_by_open_visits, failed } = run?;
    println!("{purged} children: identifying data deleted, statistics kept");
    if blocked_by_open_visits > 0 {
        println!(
            "{blocked_by_open_visits} visits are still open after the retention period; close those that are over"
        );
    }
    if failed > 0 {
        return Err(format!(
            "data of {failed} children was not deleted because some of it cannot be read; see the log"
        ));
    }
    Ok(())
}

async fn purge(app: &AppContext) -> Result<RetentionRun, String> {
    app.store.check_privacy_key().await.map_err(|error| error.to_string())?;
    retention::run_once(app).await.map_err(|error| error_message(&error))
}
