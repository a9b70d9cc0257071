//! Reloads the certificate when its files change or on SIGHUP.

use std::sync::Arc;
use std::time::Duration;

use tokio::signal::unix::{Signal, SignalKind, signal};

use super::certificate::Tls;
use super::key_pair;

/// How often the files are checked; SIGHUP checks them at once.
pub const RELOAD_INTERVAL: Duration = Duration::from_secs(30);

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ReloadResult {
    Unchanged,
    Reloaded,
    /// The new files are invalid; the current certificate stays in use.
    Invalid,
}

impl Tls {
    /// Checks the files at every interval and on SIGHUP, forever.
    pub async fn run_reload(self, interval: Duration) {
        let mut due = tokio::time::interval(interval);
        let mut hangup = signal(SignalKind::hangup()).ok();
        metrics::gauge!("stuffy_tls_refused").set(0.0);
        self.report_expiry();
        loop {
            tokio::select! {
                _ = due.tick() => {}
                () = received(hangup.as_mut()) => {}
            }
            let tls = self.clone();
            // Reading may block, for example on a network drive.
            let _ = tokio::task::spawn_blocking(move || tls.reload_if_changed()).await;
        }
    }

    pub fn reload_if_changed(&self) -> ReloadResult {
        let (files_hash, pair) = key_pair::read(&self.0.cert, &self.0.key);
        let mut state = self.0.state();
        if state.files_hash == files_hash {
            return ReloadResult::Unchanged;
        }
        state.files_hash = files_hash;
        let result = match pair {
            Ok(pair) => {
                state.in_use = Arc::new(pair);
                ReloadResult::Reloaded
            }
            Err(error) => {
                tracing::error!(
                    error,
                    "New TLS certificate is invalid; the current one stays in use"
                );
                ReloadResult::Invalid
            }
        };
        drop(state);
        metrics::gauge!("stuffy_tls_refused").set(f64::from(result == ReloadResult::Invalid));
        if result == ReloadResult::Reloaded {
            self.report_expiry();
        }
        result
    }

    fn report_expiry(&self) {
        let not_after = self.not_after();
        #[expect(clippy::cast_precision_loss, reason = "seconds since 1970 fit for a long time")]
        metrics::gauge!("stuffy_tls_not_after_seconds").set(not_after.unwrap_or_default() as f64);
        tracing::info!(not_after, "TLS certificate in use");
    }
}

async fn received(signal: Option<&mut Signal>) {
    let Some(signal) = signal else { return std::future::pending().await };
    if signal.recv().await.is_none() {
        std::future::pending::<()>().await;
    }
}
