//! Writes the buffered audit entries of read accesses to the database.

use std::time::Duration;

use crate::use_cases::AppContext;
use crate::use_cases::audit;

/// How long entries are collected, so that one transaction writes many.
const COLLECT: Duration = Duration::from_secs(1);
const RETRY_DELAY: Duration = Duration::from_secs(5);

pub(crate) async fn run(app: AppContext) {
    loop {
        audit::wait_for_reads(&app).await;
        tokio::time::sleep(COLLECT).await;
        while let Err(error) = audit::flush(&app).await {
            tracing::error!(?error, "Writing audit entries failed; retrying in 5 seconds");
            tokio::time::sleep(RETRY_DELAY).await;
        }
    }
}
