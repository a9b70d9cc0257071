//! Self-signed certificates and their files.

use std::path::PathBuf;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use rcgen::{CertificateParams, KeyPair, date_time_ymd};
use rustls::pki_types::CertificateDer;
use tempfile::TempDir;

/// A self-signed certificate for localhost and its key.
pub(crate) struct TestCertificate {
    pub(crate) cert: CertificateDer<'static>,
    key: Vec<u8>,
}

impl TestCertificate {
    /// Expires on the first of January of the year.
    pub(crate) fn expiring(year: i32) -> Self {
        let mut params = CertificateParams::new(vec!["localhost".to_owned()]).expect("a name");
        params.not_after = date_time_ymd(year, 1, 1);
        let key = KeyPair::generate().expect("a key");
        let cert = params.self_signed(&key).expect("a certificate");
        Self { cert: cert.der().clone(), key: key.serialize_der() }
    }

    pub(crate) fn cert(&self) -> String {
        pem("CERTIFICATE", &self.cert)
    }

    pub(crate) fn key(&self) -> String {
        pem("PRIVATE KEY", &self.key)
    }
}

fn pem(what: &str, der: &[u8]) -> String {
    let text = STANDARD.encode(der);
    let lines: Vec<_> =
        text.as_bytes().chunks(64).map(|line| String::from_utf8_lossy(line)).collect();
    format!("-----BEGIN {what}-----\n{}\n-----END {what}-----\n", lines.join("\n"))
}

/// The PEM files of a site.
pub(crate) struct CertificateFiles(TempDir);

impl CertificateFiles {
    pub(crate) fn with(pair: &TestCertificate) -> Self {
        let files = Self(TempDir::new().expect("a folder"));
        files.write(pair);
        files
    }

    pub(crate) fn cert(&self) -> PathBuf {
        self.0.path().join("cert.pem")
    }

    pub(crate) fn key(&self) -> PathBuf {
        self.0.path().join("key.pem")
    }

    pub(crate) fn write(&self, pair: &TestCertificate) {
        std::fs::write(self.cert(), pair.cert()).expect("a file");
        std::fs::write(self.key(), pair.key()).expect("a file");
    }
    /// Arguments of the server.
    pub(crate) fn args(&self) -> [String; 4] {
        let at = |file: PathBuf| file.display().to_string();
        ["--tls-cert".to_owned(), at(self.cert()), "--tls-key".to_owned(), at(self.key())]
    }
}
