//! `stuffy purge`: deletes identifying data past its retention period.

use super::error::{CommandResult, error_message};
use super::open;
use crate::config::Settings;
use crate::use_cases::AppContext;
use crate::use_cases::audit::{self, AuditContext};
use crate::use_cases::privacy::retention::{self, RetentionRun};

pub(super) async fn run(settings: &Settings) -> CommandResult {
    let app = open::open(settings)?;
    let purged = audit::on(AuditContext::system("stuffy purge"), purge(&app)).await;
    app.store.close().await;
    let RetentionRun { removed, waiting, failed } = purged?;
    println!("{removed} children: identifying data deleted, statistics kept");
    if waiting > 0 {
        println!(
            "{waiting} visits are still open after the retention period; close those that are over"
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
