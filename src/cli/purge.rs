//! `stuffy purge`: deletes identifying data past its retention period.

use super::count::count;
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
    let purged = count(purged, "child", "children");
    println!("deleted the identifying data of {purged}; statistics were kept");
    if blocked_by_open_visits > 0 {
        let visits = count(blocked_by_open_visits, "visit is", "visits are");
        println!("{visits} still open after the retention period; end those that are over");
    }
    if failed > 0 {
        let children = count(failed, "child", "children");
        return Err(format!(
            "data of {children} was not deleted because some of it cannot be decrypted; see the log"
        ));
    }
    Ok(())
}

async fn purge(app: &AppContext) -> Result<RetentionRun, String> {
    app.store.check_privacy_key().await.map_err(|error| error.to_string())?;
    retention::run_once(app).await.map_err(|error| error_message(&error))
}
