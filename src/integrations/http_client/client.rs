//! Opens connections: checks the URL, resolves the name, connects, negotiates TLS.

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use hyper::header::HeaderValue;
use hyper::http::uri::{Authority, Scheme, Uri};
use rustls::pki_types::{CertificateDer, ServerName};
use rustls::{ClientConfig, RootCertStore};
use tokio::net::TcpStream;
use tokio_rustls::TlsConnector;

use super::connection::{Connection, handshake};
use super::error::DeliveryError;
use super::public_address::is_public;

/// For name resolution, TCP and TLS together.
const CONNECT_TIMEOUT: Duration = Duration::from_secs(5);

const NO_HOST: DeliveryError = DeliveryError::Refused("URL has no host");

/// Where a URL comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AddressTrust {
    /// From outside: only https and public addresses.
    Untrusted,
    /// From the settings: may be in the hospital's own network and without TLS.
    Configured,
}

/// Clones share the TLS configuration.
#[derive(Clone)]
pub struct OutboundHttpClient {
    tls: TlsConnector,
    /// Tests connect to this address instead of any other.
    address_override: Option<SocketAddr>,
}

impl OutboundHttpClient {
    /// A client with the trusted root certificates of this machine; `SSL_CERT_FILE` overrides them.
    pub fn with_system_roots() -> Result<Self, String> {
        Self::with_roots(rustls_native_certs::load_native_certs().certs, None)
    }

    /// A client for tests: every connection goes to `address`, and only `root` is trusted.
    pub fn to(address: SocketAddr, root: CertificateDer<'static>) -> Result<Self, String> {
        Self::with_roots(vec![root], Some(address))
    }

    fn with_roots(
        certificates: Vec<CertificateDer<'static>>,
        address_override: Option<SocketAddr>,
    ) -> Result<Self, String> {
        let mut roots = RootCertStore::empty();
        roots.add_parsable_certificates(certificates);
        let provider = Arc::new(rustls::crypto::ring::default_provider());
        let config = ClientConfig::builder_with_provider(provider)
            .with_safe_default_protocol_versions()
            .map_err(|error| format!("cannot set up TLS: {error}"))?
            .with_root_certificates(roots)
            .with_no_client_auth();
        Ok(Self { tls: Arc::new(config).into(), address_override })
    }

    /// Opens a connection without sending anything of a request.
    pub async fn connect(
        &self,
        url: &Uri,
        trust: AddressTrust,
    ) -> Result<Connection, DeliveryError> {
        let connecting = self.connect_without_timeout(url, trust);
        tokio::time::timeout(CONNECT_TIMEOUT, connecting)
            .await
            .unwrap_or(Err(DeliveryError::Unavailable("connecting timed out")))
    }

    async fn connect_without_timeout(
        &self,
        url: &Uri,
        trust: AddressTrust,
    ) -> Result<Connection, DeliveryError> {
        let https = url.scheme() == Some(&Scheme::HTTPS);
        if !https && (trust == AddressTrust::Untrusted || url.scheme() != Some(&Scheme::HTTP)) {
            return Err(DeliveryError::Refused("URL is not https"));
        }
        let authority = url.authority().ok_or(NO_HOST)?;
        let name = authority.host().trim_start_matches('[').trim_end_matches(']').to_owned();
        let port = authority.port_u16().unwrap_or(if https { 443 } else { 80 });
        let host = host_header(authority)?;
        let socket = self.connect_tcp(&name, port, trust).await?;
        if !https {
            return handshake(socket, host).await;
        }
        let name = ServerName::try_from(name).map_err(|_| NO_HOST)?;
        let failed = |_| DeliveryError::Unavailable("TLS handshake failed");
        handshake(self.tls.connect(name, socket).await.map_err(failed)?, host).await
    }

    async fn connect_tcp(
        &self,
        name: &str,
        port: u16,
        trust: AddressTrust,
    ) -> Result<TcpStream, DeliveryError> {
        let addresses: Vec<_> = match self.address_override {
            Some(address) => vec![address],
            None => tokio::net::lookup_host((name, port))
                .await
                .map_err(|_| DeliveryError::Unavailable("host name cannot be resolved"))?
                .filter(|address| trust == AddressTrust::Configured || is_public(address.ip()))
                .collect(),
        };
        if addresses.is_empty() {
            return Err(DeliveryError::Refused("address is not public"));
        }
        TcpStream::connect(&addresses[..])
            .await
            .map_err(|_| DeliveryError::Unavailable("connection failed"))
    }
}

fn host_header(authority: &Authority) -> Result<HeaderValue, DeliveryError> {
    let host = match authority.port() {
        Some(port) => format!("{}:{port}", authority.host()),
        None => authority.host().to_owned(),
    };
    HeaderValue::try_from(host).map_err(|_| NO_HOST)
}
