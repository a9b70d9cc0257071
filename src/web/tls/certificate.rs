//! The certificate in use, and the TLS configuration of the server.

use std::fmt;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use rustls::ServerConfig;
use rustls::crypto::ring;
use rustls::server::{ClientHello, ResolvesServerCert};
use rustls::sign::CertifiedKey;
use rustls::version::{TLS12, TLS13};
use x509_cert::Certificate;
use x509_cert::der::Decode as _;

use super::key_pair;
use crate::config::Settings;

/// Clones share the certificate in use.
#[derive(Clone)]
pub struct Tls(pub(super) Arc<CertifiedPair>);

pub(super) struct CertifiedPair {
    pub(super) cert: PathBuf,
    pub(super) key: PathBuf,
    state: Mutex<State>,
}

pub(super) struct State {
    /// What new connections use.
    pub(super) in_use: Arc<CertifiedKey>,
    /// Hash of the files when they were last read, even if they were invalid.
    pub(super) files_hash: [u8; 32],
}

impl Tls {
    /// None if the settings name no certificate.
    pub(crate) fn from_settings(settings: &Settings) -> Result<Option<Self>, String> {
        let server = &settings.server;
        match (&server.tls_cert, &server.tls_key) {
            (None, None) => Ok(None),
            (Some(_), Some(_)) if server.public_url.as_ref().is_some_and(|url| !url.is_https()) => {
                Err("STUFFY_PUBLIC_URL must begin with https:// if STUFFY_TLS_CERT is set"
                    .to_owned())
            }
            (Some(cert), Some(key)) => Self::open(cert, key).map(Some),
            _ => {
                Err("STUFFY_TLS_CERT and STUFFY_TLS_KEY go together: set both or neither"
                    .to_owned())
            }
        }
    }

    /// Reads the files. Errors quote nothing of their contents.
    pub fn open(cert: &Path, key: &Path) -> Result<Self, String> {
        let (files_hash, pair) = key_pair::read(cert, key);
        let state = Mutex::new(State { in_use: Arc::new(pair?), files_hash });
        let (cert, key) = (cert.to_owned(), key.to_owned());
        Ok(Self(Arc::new(CertifiedPair { cert, key, state })))
    }

    /// # Panics
    /// If ring supported neither TLS 1.2 nor 1.3.
    #[must_use]
    pub fn config(&self) -> ServerConfig {
        ServerConfig::builder_with_provider(Arc::new(ring::default_provider()))
            .with_protocol_versions(&[&TLS13, &TLS12])
            .expect("ring supports both versions")
            .with_no_client_auth()
            .with_cert_resolver(self.0.clone())
    }

    /// When the certificate in use expires, in seconds since 1970.
    #[must_use]
    pub fn not_after(&self) -> Option<u64> {
        let in_use = self.0.state().in_use.clone();
        let cert = Certificate::from_der(in_use.cert.first()?).ok()?;
        Some(cert.tbs_certificate.validity.not_after.to_unix_duration().as_secs())
    }
}

impl CertifiedPair {
    pub(super) fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl ResolvesServerCert for CertifiedPair {
    fn resolve(&self, _: ClientHello<'_>) -> Option<Arc<CertifiedKey>> {
        Some(self.state().in_use.clone())
    }
}

impl fmt::Debug for CertifiedPair {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("CertifiedPair").field("cert", &self.cert).finish_non_exhaustive()
    }
}
