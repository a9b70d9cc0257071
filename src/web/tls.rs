//! TLS: serves with the configured certificate, and reloads it when its files change without dropping connections.
//!
//! Each connection gets the certificate that is current when it starts. Only HTTP/1.1 is offered: actix does not tell
//! HTTP/2 clients that it is shutting down, so removing a node would cause errors that users see.

use std::fmt;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use rustls::ServerConfig;
use rustls::crypto::ring;
use rustls::server::{ClientHello, ResolvesServerCert};
use rustls::sign::CertifiedKey;
use rustls::version::{TLS12, TLS13};
use tokio::signal::unix::{Signal, SignalKind, signal};

use super::tls_files;
use crate::config::Settings;

/// How often the files are checked; SIGHUP has them checked at once.
pub(crate) const RELOAD_INTERVAL: Duration = Duration::from_secs(30);

#[derive(Clone)]
pub struct Tls(Arc<ReloadingCertificate>);

struct ReloadingCertificate {
    cert: PathBuf,
    key: PathBuf,
    state: Mutex<State>,
}

struct State {
    /// Given to new connections.
    current: Arc<CertifiedKey>,
    /// Of the files when they were last read, whether or not they could be used.
    fingerprint: [u8; 32],
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ReloadResult {
    Unchanged,
    Reloaded,
    /// The new files cannot be used; the current certificate stays in use.
    Invalid,
}

impl Tls {
    /// `None` where the settings name no certificate.
    pub(crate) fn from_settings(settings: &Settings) -> Result<Option<Self>, String> {
        match (&settings.tls_cert, &settings.tls_key) {
            (None, None) => Ok(None),
            (Some(_), Some(_))
                if settings.public_url.as_ref().is_some_and(|url| !url.is_https()) =>
            {
                Err("STUFFY_PUBLIC_URL must start with https:// when STUFFY_TLS_CERT is set"
                    .to_owned())
            }
            (Some(cert), Some(key)) => Self::open(cert, key).map(Some),
            _ => Err("set both STUFFY_TLS_CERT and STUFFY_TLS_KEY, or neither".to_owned()),
        }
    }

    pub fn open(cert: &Path, key: &Path) -> Result<Self, String> {
        let (fingerprint, certified) = tls_files::read(cert, key);
        let state = Mutex::new(State { current: Arc::new(certified?), fingerprint });
        let (cert, key) = (cert.to_owned(), key.to_owned());
        Ok(Self(Arc::new(ReloadingCertificate { cert, key, state })))
    }

    /// # Panics
    /// If ring supports neither TLS 1.2 nor 1.3.
    #[must_use]
    pub fn server_config(&self) -> ServerConfig {
        ServerConfig::builder_with_provider(Arc::new(ring::default_provider()))
            .with_protocol_versions(&[&TLS13, &TLS12])
            .expect("ring supports both")
            .with_no_client_auth()
            .with_cert_resolver(self.0.clone())
    }

    /// When the current certificate expires, in seconds since 1970.
    #[must_use]
    pub fn not_after(&self) -> Option<u64> {
        let current = self.0.state().current.clone();
        tls_files::expiry(&current)
    }

    /// Checks the files at this interval and on SIGHUP; never ends.
    pub async fn run_reload(self, interval: Duration) {
        let mut interval = tokio::time::interval(interval);
        let mut hangup = signal(SignalKind::hangup()).ok();
        metrics::gauge!("stuffy_tls_refused").set(0.0);
        self.report_expiry();
        loop {
            tokio::select! {
                _ = interval.tick() => {}
                () = next_signal(hangup.as_mut()) => {}
            }
            let tls = self.clone();
            // The files may be on a disk that is slow or unavailable.
            let _ = tokio::task::spawn_blocking(move || tls.reload_if_changed()).await;
        }
    }

    #[must_use]
    pub fn reload_if_changed(&self) -> ReloadResult {
        let (fingerprint, certified) = tls_files::read(&self.0.cert, &self.0.key);
        let mut state = self.0.state();
        if state.fingerprint == fingerprint {
            return ReloadResult::Unchanged;
        }
        state.fingerprint = fingerprint;
        let result = match certified {
            Ok(certified) => {
                state.current = Arc::new(certified);
                ReloadResult::Reloaded
            }
            Err(error) => {
                tracing::error!(error, "New TLS certificate is invalid; keeping the current one");
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
        #[expect(clippy::cast_precision_loss, reason = "seconds of this millennium fit")]
        metrics::gauge!("stuffy_tls_not_after_seconds").set(not_after.unwrap_or_default() as f64);
        tracing::info!(not_after, "TLS certificate loaded");
    }
}

/// Waits for ever where the signal cannot be received.
async fn next_signal(signal: Option<&mut Signal>) {
    let Some(signal) = signal else { return std::future::pending().await };
    if signal.recv().await.is_none() {
        std::future::pending::<()>().await;
    }
}

impl ReloadingCertificate {
    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl ResolvesServerCert for ReloadingCertificate {
    fn resolve(&self, _: ClientHello<'_>) -> Option<Arc<CertifiedKey>> {
        Some(self.state().current.clone())
    }
}

impl fmt::Debug for ReloadingCertificate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ReloadingCertificate").field("cert", &self.cert).finish_non_exhaustive()
    }
}

/// Validates the TLS settings before the server starts.
pub(crate) fn check_settings(settings: &Settings) -> Result<(), String> {
    Tls::from_settings(settings).map(drop)
}
