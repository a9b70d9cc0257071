//! Reads the certificate chain and private key (PEM). Error texts never quote the files' contents.

use std::path::Path;

use rustls::crypto::ring;
use rustls::pki_types::pem::PemObject as _;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use rustls::sign::CertifiedKey;
use sha2::{Digest as _, Sha256};
use x509_cert::Certificate;
use x509_cert::der::Decode as _;

/// A fingerprint of the files as they are now, and the certified key they make, if they make one.
pub(crate) fn read(cert: &Path, key: &Path) -> ([u8; 32], Result<CertifiedKey, String>) {
    let (certs, key) = (read_file("STUFFY_TLS_CERT", cert), read_file("STUFFY_TLS_KEY", key));
    let mut fingerprint = Sha256::new();
    for file in [&certs, &key] {
        let bytes = file.as_ref().map_or_else(String::as_bytes, |bytes| &bytes[..]);
        fingerprint.update(bytes.len().to_be_bytes());
        fingerprint.update(bytes);
    }
    let certified = certs.and_then(|certs| key.and_then(|key| certified_key(&certs, &key)));
    (fingerprint.finalize().into(), certified)
}

/// In seconds since 1970; `None` where the certificate cannot be parsed.
pub(crate) fn expiry(certified: &CertifiedKey) -> Option<u64> {
    let cert = Certificate::from_der(certified.cert.first()?).ok()?;
    Some(cert.tbs_certificate.validity.not_after.to_unix_duration().as_secs())
}

fn read_file(setting: &str, file: &Path) -> Result<Vec<u8>, String> {
    std::fs::read(file).map_err(|error| format!("{setting}: {}: {error}", file.display()))
}

fn certified_key(certs: &[u8], key: &[u8]) -> Result<CertifiedKey, String> {
    let certs: Vec<_> =
        CertificateDer::pem_slice_iter(certs).collect::<Result<_, _>>().unwrap_or_default();
    let leaf = certs.first().map(|cert| Certificate::from_der(cert));
    if !matches!(leaf, Some(Ok(_))) {
        return Err("STUFFY_TLS_CERT: the file contains no PEM certificate".to_owned());
    }
    let key = PrivateKeyDer::from_pem_slice(key)
        .map_err(|_| "STUFFY_TLS_KEY: the file contains no PEM private key".to_owned())?;
    CertifiedKey::from_der(certs, key, &ring::default_provider())
        .map_err(|_| "STUFFY_TLS_KEY: the key does not belong to STUFFY_TLS_CERT".to_owned())
}
