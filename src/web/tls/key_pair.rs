//! Reads a certificate chain and its private key from PEM files. Error messages quote nothing of their contents.

use std::path::Path;

use rustls::crypto::ring;
use rustls::pki_types::pem::PemObject as _;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use rustls::sign::CertifiedKey;
use sha2::{Digest as _, Sha256};
use x509_cert::Certificate;
use x509_cert::der::Decode as _;

/// A hash of both files, and the pair in them.
pub(super) fn read(cert: &Path, key: &Path) -> ([u8; 32], Result<CertifiedKey, String>) {
    let cert = read_file("STUFFY_TLS_CERT", cert);
    let key = read_file("STUFFY_TLS_KEY", key);
    let mut hash = Sha256::new();
    for file in [&cert, &key] {
        let bytes = file.as_ref().map_or_else(String::as_bytes, |bytes| &bytes[..]);
        hash.update(bytes.len().to_be_bytes());
        hash.update(bytes);
    }
    let pair = cert.and_then(|cert| key.and_then(|key| parse(&cert, &key)));
    (hash.finalize().into(), pair)
}

fn read_file(setting: &str, path: &Path) -> Result<Vec<u8>, String> {
    std::fs::read(path).map_err(|error| format!("{setting}: {}: {error}", path.display()))
}

fn parse(cert: &[u8], key: &[u8]) -> Result<CertifiedKey, String> {
    let chain: Vec<_> =
        CertificateDer::pem_slice_iter(cert).collect::<Result<_, _>>().unwrap_or_default();
    let first = chain.first().map(|cert| Certificate::from_der(cert));
    if !matches!(first, Some(Ok(_))) {
        return Err("STUFFY_TLS_CERT: the file contains no certificate in PEM".to_owned());
    }
    let key = PrivateKeyDer::from_pem_slice(key)
        .map_err(|_| "STUFFY_TLS_KEY: the file contains no private key in PEM".to_owned())?;
    CertifiedKey::from_der(chain, key, &ring::default_provider()).map_err(|_| {
        "STUFFY_TLS_KEY: the private key does not belong to STUFFY_TLS_CERT".to_owned()
    })
}
