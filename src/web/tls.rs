//! Being spoken to by TLS: a certificate and its key, read again when their files change while nobody is cut off.
//!
//! Each connection is given the pair that is there when it begins. HTTP/1.1 alone is spoken: actix does not tell a
//! client of HTTP/2 that it is going, so that a node could not be taken away without an error that somebody sees.

use std::fmt;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use rustls::ServerConfig;
use rustls::crypto::ring;
use rustls::pki_types::pem::PemObject as _;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use rustls::server::{ClientHello, ResolvesServerCert};
use rustls::sign::CertifiedKey;
use rustls::version::{TLS12, TLS13};
use sha2::{Digest as _, Sha256};
use tokio::signal::unix::{Signal, SignalKind, signal};
use x509_cert::Certificate;
use x509_cert::der::Decode as _;

use crate::cli::CommandResult;
use crate::config::Settings;

/// How often the files are looked at; a signal (SIGHUP) has them looked at at once.
pub const RELOAD_INTERVAL: Duration = Duration::from_secs(30);

/// The pair that this program is known by.
#[derive(Clone)]
pub struct Tls(Arc<CertifiedPair>);

/// The files, and what of them is in use.
struct CertifiedPair {
    cert: PathBuf,
    key: PathBuf,
    state: Mutex<State>,
}

struct State {
    /// What new connections are given.
    used: Arc<CertifiedKey>,
    /// What the files held when they were read last, be it of use or not.
    seen: [u8; 32],
}

/// What came of a look at the files.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ReloadResult {
    /// They are as they were.
    Same,
    /// Another pair is in use from now on.
    Changed,
    /// They hold no pair that can be used; the one before stays.
    Refused,
}

impl Tls {
    /// The pair of the settings, where they name one.
    ///
    /// # Errors
    /// What is wrong with it.
    pub fn of(settings: &Settings) -> Result<Option<Self>, String> {
        match (&settings.tls_cert, &settings.tls_key) {
            (None, None) => Ok(None),
            (Some(_), Some(_))
                if settings.public_url.as_ref().is_some_and(|url| !url.is_https()) =>
            {
                Err("STUFFY_PUBLIC_URL is to begin with https:// where STUFFY_TLS_CERT is set"
                    .to_owned())
            }
            (Some(cert), Some(key)) => Self::open(cert, key).map(Some),
            _ => {
                Err("STUFFY_TLS_CERT and STUFFY_TLS_KEY go together: set both or neither"
                    .to_owned())
            }
        }
    }

    /// Reads the files.
    ///
    /// # Errors
    /// What is wrong with them; nothing of what they hold.
    pub fn open(cert: &Path, key: &Path) -> Result<Self, String> {
        let (seen, used) = read(cert, key);
        let (cert, key) = (cert.to_owned(), key.to_owned());
        let state = Mutex::new(State { used: Arc::new(used?), seen });
        Ok(Self(Arc::new(CertifiedPair { cert, key, state })))
    }

    /// How connections are taken: by TLS 1.2 or 1.3, each with the pair of its hour.
    ///
    /// # Panics
    /// Where ring could speak neither.
    #[must_use]
    pub fn config(&self) -> ServerConfig {
        ServerConfig::builder_with_provider(Arc::new(ring::default_provider()))
            .with_protocol_versions(&[&TLS13, &TLS12])
            .expect("ring speaks both")
            .with_no_client_auth()
            .with_cert_resolver(self.0.clone())
    }

    /// When the certificate in use ends, in seconds since 1970; none where it does not say so.
    #[must_use]
    pub fn not_after(&self) -> Option<u64> {
        let used = self.0.state().used.clone();
        let cert = Certificate::from_der(used.cert.first()?).ok()?;
        Some(cert.tbs_certificate.validity.not_after.to_unix_duration().as_secs())
    }

    /// Looks at the files every so often, and whenever this process is told to (SIGHUP); for ever.
    pub async fn run_reload(self, every: Duration) {
        let mut due = tokio::time::interval(every);
        let mut told = signal(SignalKind::hangup()).ok();
        metrics::gauge!("stuffy_tls_refused").set(0.0);
        self.tell_how_long();
        loop {
            tokio::select! {
                _ = due.tick() => {}
                () = hung_up(told.as_mut()) => {}
            }
            let tls = self.clone();
            // The files may lie on a disk that is slow or away.
            let _ = tokio::task::spawn_blocking(move || tls.reload_if_changed()).await;
        }
    }

    /// Looks at the files once.
    #[must_use]
    pub fn reload_if_changed(&self) -> ReloadResult {
        let (seen, used) = read(&self.0.cert, &self.0.key);
        let mut state = self.0.state();
        if state.seen == seen {
            return ReloadResult::Same;
        }
        state.seen = seen;
        let looked = match used {
            Ok(used) => {
                state.used = Arc::new(used);
                ReloadResult::Changed
            }
            Err(why) => {
                tracing::error!(why, "the new certificate cannot be used; the one before stays");
                ReloadResult::Refused
            }
        };
        drop(state);
        metrics::gauge!("stuffy_tls_refused").set(f64::from(looked == ReloadResult::Refused));
        if looked == ReloadResult::Changed {
            self.tell_how_long();
        }
        looked
    }

    fn tell_how_long(&self) {
        let not_after = self.not_after();
        #[expect(clippy::cast_precision_loss, reason = "seconds of this millennium fit")]
        metrics::gauge!("stuffy_tls_not_after_seconds").set(not_after.unwrap_or_default() as f64);
        tracing::info!(not_after, "a certificate is in use");
    }
}

async fn hung_up(told: Option<&mut Signal>) {
    let Some(told) = told else { return std::future::pending().await };
    if told.recv().await.is_none() {
        std::future::pending::<()>().await;
    }
}

impl CertifiedPair {
    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl ResolvesServerCert for CertifiedPair {
    fn resolve(&self, _: ClientHello<'_>) -> Option<Arc<CertifiedKey>> {
        Some(self.state().used.clone())
    }
}

impl fmt::Debug for CertifiedPair {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Pair").field("cert", &self.cert).finish_non_exhaustive()
    }
}

/// A fingerprint of what the files hold, and the pair that they make. What is told of a fault quotes nothing of them.
fn read(cert: &Path, key: &Path) -> ([u8; 32], Result<CertifiedKey, String>) {
    let (certs, keys) = (contents("STUFFY_TLS_CERT", cert), contents("STUFFY_TLS_KEY", key));
    let mut seen = Sha256::new();
    for part in [&certs, &keys] {
        let part = part.as_ref().map_or_else(String::as_bytes, |bytes| &bytes[..]);
        seen.update(part.len().to_be_bytes());
        seen.update(part);
    }
    (seen.finalize().into(), certs.and_then(|certs| keys.and_then(|key| pair(&certs, &key))))
}

fn contents(setting: &str, file: &Path) -> Result<Vec<u8>, String> {
    std::fs::read(file).map_err(|error| format!("{setting}: {}: {error}", file.display()))
}

fn pair(certs: &[u8], key: &[u8]) -> Result<CertifiedKey, String> {
    let certs: Vec<_> =
        CertificateDer::pem_slice_iter(certs).collect::<Result<_, _>>().unwrap_or_default();
    let end = certs.first().map(|cert| Certificate::from_der(cert));
    if !matches!(end, Some(Ok(_))) {
        return Err("STUFFY_TLS_CERT: the file holds no certificate in PEM".to_owned());
    }
    let key = PrivateKeyDer::from_pem_slice(key);
    let key = key.map_err(|_| "STUFFY_TLS_KEY: the file holds no private key in PEM".to_owned())?;
    let pair = CertifiedKey::from_der(certs, key, &ring::default_provider());
    pair.map_err(|_| "STUFFY_TLS_KEY: this is not the key of STUFFY_TLS_CERT".to_owned())
}

/// Says what is wrong with the settings, before anything is touched.
///
/// # Errors
/// As [`Tls::of`].
pub fn check(settings: &Settings) -> CommandResult {
    Tls::of(settings).map(drop)
}
