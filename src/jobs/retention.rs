//! What the command line and the day's round do for privacy: names past their time go, and what rests under another
//! key than the one in use is sealed anew.

use std::time::Duration;

use crate::cli::{CommandResult, open, told};
use crate::config::Settings;
use crate::use_cases::audit::{self, AuditContext};
use crate::use_cases::privacy::reencrypt;
use crate::use_cases::privacy::retention::{self, RetentionRun};
use crate::use_cases::{AppContext, UseCaseResult};

/// How often the house goes its round.
const INTERVAL: Duration = Duration::from_hours(24);
/// When it tries again where the database was away.
const RETRY_DELAY: Duration = Duration::from_mins(5);

/// Whether the keys are here that the database was written under.
///
/// # Errors
/// Which is not.
pub(crate) async fn check_keys(app: &AppContext) -> CommandResult {
    app.store.check_audit_key().await.map_err(|error| error.to_string())?;
    app.store.check_privacy_key().await.map_err(|error| error.to_string())
}

/// Goes the round at once and then daily, for as long as the house is open.
pub(crate) async fn run(app: AppContext) {
    loop {
        let pause = match audit::on(AuditContext::system("daily round"), run_once(&app)).await {
            Ok(()) => INTERVAL,
            Err(error) => {
                tracing::error!(?error, "the daily round could not be gone; it is tried again");
                RETRY_DELAY
            }
        };
        tokio::time::sleep(pause).await;
    }
}

/// Each half is gone whatever came of the other.
async fn run_once(app: &AppContext) -> UseCaseResult<()> {
    let removed = remove(app).await;
    let sealed = reencrypt::reencrypt_all(app).await?;
    if sealed > 0 {
        tracing::info!(sealed, "texts were sealed anew under the key in use");
    }
    removed
}

async fn remove(app: &AppContext) -> UseCaseResult<()> {
    let RetentionRun { purged: removed, blocked_by_open_visits: waiting, .. } =
        retention::run_once(app).await?;
    if removed > 0 {
        tracing::info!(removed, "what names children was removed, for its time was over");
    }
    if waiting > 0 {
        tracing::warn!(
            waiting,
            "visits began so long ago that what names their children would have gone, and go on still: end those that are over"
        );
    }
    Ok(())
}

/// Removes what names children whose time is over, and says of how many.
///
/// # Errors
/// Why it could not be done.
pub async fn purge(settings: &Settings) -> CommandResult {
    let app = open(settings)?;
    let round = audit::on(AuditContext::system("stuffy purge"), run_removal(&app)).await;
    app.store.close().await;
    let RetentionRun { purged: removed, blocked_by_open_visits: waiting, failed } = round?;
    println!("{removed} children: what names them was removed, what counts stays");
    if waiting > 0 {
        println!("{waiting} visits began that long ago and go on still: end those that are over");
    }
    if failed > 0 {
        return Err(format!(
            "{failed} children keep their names, for something of theirs cannot be read: see the log"
        ));
    }
    Ok(())
}

async fn run_removal(app: &AppContext) -> Result<RetentionRun, String> {
    app.store.check_privacy_key().await.map_err(|error| error.to_string())?;
    retention::run_once(app).await.map_err(|error| told(&error))
}
