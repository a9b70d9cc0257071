//! Deletes identifying data past its retention period, and re-encrypts data after a change of keys.

use std::time::Duration;

use crate::use_cases::audit::{self, AuditContext};
use crate::use_cases::privacy::reencrypt;
use crate::use_cases::privacy::retention::{self, RetentionRun};
use crate::use_cases::{AppContext, UseCaseResult};

const INTERVAL: Duration = Duration::from_hours(24);
const RETRY_DELAY: Duration = Duration::from_mins(5);

/// Runs at once and then daily.
pub(crate) async fn run(app: AppContext) {
    loop {
        let round = audit::with_context(AuditContext::system("retention job"), run_once(&app));
        let pause = match round.await {
            Ok(()) => INTERVAL,
            Err(error) => {
                tracing::error!(?error, "Retention job failed; retrying in 5 minutes");
                RETRY_DELAY
            }
        };
        tokio::time::sleep(pause).await;
    }
}

/// Re-encrypts even if the deletion failed.
async fn run_once(app: &AppContext) -> UseCaseResult<()> {
    let deleted = delete_expired(app).await;
    let fields = reencrypt::reencrypt_all(app).await?;
    if fields > 0 {
        tracing::info!(fields, "Re-encrypted fields with the current privacy key");
    }
    deleted
}

async fn delete_expired(app: &AppContext) -> UseCaseResult<()> {
    let RetentionRun { purged: removed, blocked_by_open_visits: waiting, .. } =
        retention::run_once(app).await?;
    if removed > 0 {
        tracing::info!(children = removed, "Deleted identifying data past its retention period");
    }
    if waiting > 0 {
        tracing::warn!(
            visits = waiting,
            "Visits are still open after the retention period, so their data is kept; end those that are over"
        );
    }
    Ok(())
}
