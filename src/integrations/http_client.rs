//! The courier: carries one request to one address, and is wary of where it is sent.
//!
//! It is the only way out of the house: notices go by it, and questions to the hospital's sign-in. A browser names
//! the address of its push service, and so may anybody who holds a family's link. So such an address is reached by
//! https alone and at a public address alone, which is looked up once and then dialled as it was found; no redirect
//! is followed, no body is read unless it was asked for, and everything has its time.

use std::fmt;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
use std::sync::Arc;
use std::time::Duration;

use http_body_util::{BodyExt as _, Full, Limited};
use hyper::body::{Bytes, Incoming};
use hyper::client::conn::http1::{self, SendRequest};
use hyper::header::{HOST, HeaderValue, RETRY_AFTER, USER_AGENT};
use hyper::http::uri::{Scheme, Uri};
use hyper::rt::{Read, Write};
use hyper::{Request, Response, StatusCode};
use hyper_util::rt::TokioIo;
use rustls::pki_types::{CertificateDer, ServerName};
use rustls::{ClientConfig, RootCertStore};
use tokio::net::TcpStream;
use tokio::task::AbortHandle;
use tokio_rustls::TlsConnector;

/// How long a line may take to come about: a name looked up, a connection, TLS.
const DIALLING: Duration = Duration::from_secs(5);
/// How long the answer may take.
const ANSWERING: Duration = Duration::from_secs(10);
/// The largest head of an answer, in bytes.
const HEAD: usize = 16 * 1024;

/// Who named the address.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AddressTrust {
    /// Anybody: https and public addresses alone.
    Untrusted,
    /// Whoever runs the house, who may mean a machine of the house, and may do without TLS there.
    Configured,
}

/// The courier. Clones share it.
#[derive(Clone)]
pub struct OutboundHttpClient {
    tls: TlsConnector,
    /// Where every line ends, whatever it was meant for; only tests have such a place.
    instead: Option<SocketAddr>,
}

/// Why something could not be carried; it names no address.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DeliveryError {
    /// The address is none to send to.
    Refused(&'static str),
    /// Nobody was reached, or nobody answered.
    Away(&'static str),
}

impl fmt::Display for DeliveryError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (Self::Refused(why) | Self::Away(why)) = self;
        f.write_str(why)
    }
}

impl std::error::Error for DeliveryError {}

/// What was answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DeliveryResponse {
    /// The status.
    pub status: StatusCode,
    /// How long to wait before asking again, where it was said.
    pub retry_after: Option<Duration>,
}

/// A line to an address, over which one request may be sent.
pub struct Connection {
    sender: SendRequest<Full<Bytes>>,
    host: HeaderValue,
    connection: AbortHandle,
}

impl OutboundHttpClient {
    /// One that trusts whom this machine trusts (`SSL_CERT_FILE` names others).
    ///
    /// # Errors
    /// That TLS cannot be set up.
    pub fn with_system_roots() -> Result<Self, String> {
        Self::trusting(rustls_native_certs::load_native_certs().certs, None)
    }

    /// One that carries everything to one address, whose certificate alone it trusts: for tests.
    ///
    /// # Errors
    /// That TLS cannot be set up.
    pub fn to(instead: SocketAddr, root: CertificateDer<'static>) -> Result<Self, String> {
        Self::trusting(vec![root], Some(instead))
    }

    fn trusting(
        certificates: Vec<CertificateDer<'static>>,
        instead: Option<SocketAddr>,
    ) -> Result<Self, String> {
        let mut roots = RootCertStore::empty();
        roots.add_parsable_certificates(certificates);
        let provider = Arc::new(rustls::crypto::ring::default_provider());
        let config = ClientConfig::builder_with_provider(provider)
            .with_safe_default_protocol_versions()
            .map_err(|cause| format!("TLS cannot be set up: {cause}"))?
            .with_root_certificates(roots)
            .with_no_client_auth();
        Ok(Self { tls: Arc::new(config).into(), instead })
    }

    /// Calls an address and waits until the line stands; nothing of the request has gone out then.
    ///
    /// # Errors
    /// Why there is no line.
    pub async fn connect(
        &self,
        to: &Uri,
        named_by: AddressTrust,
    ) -> Result<Connection, DeliveryError> {
        let dialled = tokio::time::timeout(DIALLING, self.open_connection(to, named_by)).await;
        dialled.unwrap_or(Err(DeliveryError::Away("it took too long to reach")))
    }

    async fn open_connection(
        &self,
        to: &Uri,
        named_by: AddressTrust,
    ) -> Result<Connection, DeliveryError> {
        let secret = to.scheme() == Some(&Scheme::HTTPS);
        if !secret && (named_by == AddressTrust::Untrusted || to.scheme() != Some(&Scheme::HTTP)) {
            return Err(DeliveryError::Refused("the address is not https"));
        }
        let refused = DeliveryError::Refused("the address has no host");
        let authority = to.authority().ok_or(refused)?;
        let name = authority.host().trim_start_matches('[').trim_end_matches(']').to_owned();
        let port = authority.port_u16().unwrap_or(if secret { 443 } else { 80 });
        let host = match authority.port() {
            Some(port) => format!("{}:{port}", authority.host()),
            None => authority.host().to_owned(),
        };
        let host = HeaderValue::try_from(host).map_err(|_| refused)?;
        let socket = self.reach(&name, port, named_by).await?;
        if !secret {
            return handshake(socket, host).await;
        }
        let name = ServerName::try_from(name).map_err(|_| refused)?;
        let away = |_| DeliveryError::Away("TLS did not come about");
        handshake(self.tls.connect(name, socket).await.map_err(away)?, host).await
    }

    /// Looks a name up and connects to what was found, once all of it was looked at.
    async fn reach(
        &self,
        name: &str,
        port: u16,
        named_by: AddressTrust,
    ) -> Result<TcpStream, DeliveryError> {
        let found: Vec<_> = match self.instead {
            Some(instead) => vec![instead],
            None => tokio::net::lookup_host((name, port))
                .await
                .map_err(|_| DeliveryError::Away("its name is not known"))?
                .filter(|at| named_by == AddressTrust::Configured || is_public(at.ip()))
                .collect(),
        };
        if found.is_empty() {
            return Err(DeliveryError::Refused("the address is not a public one"));
        }
        TcpStream::connect(&found[..])
            .await
            .map_err(|_| DeliveryError::Away("it cannot be reached"))
    }
}

async fn handshake<S>(socket: S, host: HeaderValue) -> Result<Connection, DeliveryError>
where
    S: tokio::io::AsyncRead + tokio::io::AsyncWrite + Unpin + Send + 'static,
    TokioIo<S>: Read + Write,
{
    let shaken = http1::Builder::new().max_buf_size(HEAD).handshake(TokioIo::new(socket)).await;
    let (sender, connection) = shaken.map_err(|_| DeliveryError::Away("it does not answer"))?;
    // What becomes of the connection is told to whoever sends over it.
    let connection = tokio::spawn(async move { drop(connection.await) }).abort_handle();
    Ok(Connection { sender, host, connection })
}

impl Connection {
    /// Sends one request and waits for the head of the answer.
    ///
    /// # Errors
    /// That no answer came.
    pub async fn send(
        mut self,
        request: Request<Vec<u8>>,
    ) -> Result<DeliveryResponse, DeliveryError> {
        let answer = tokio::time::timeout(ANSWERING, self.send_request(request)).await;
        let answer = answer.map_err(|_| TOO_LONG)??;
        // A date may stand there as well; our own measure serves then.
        let seconds = answer.headers().get(RETRY_AFTER).and_then(|value| value.to_str().ok());
        let retry_after = seconds.and_then(|text| text.parse().ok()).map(Duration::from_secs);
        Ok(DeliveryResponse { status: answer.status(), retry_after })
    }

    /// Asks something and waits for the whole answer, of at most so many bytes.
    ///
    /// # Errors
    /// That no answer came, or too much of it.
    pub async fn ask(
        mut self,
        request: Request<Vec<u8>>,
        most: usize,
    ) -> Result<Response<Vec<u8>>, DeliveryError> {
        let whole = async {
            let (head, body) = self.send_request(request).await?.into_parts();
            let broken = |_| DeliveryError::Away("its answer broke off, or is too long");
            let body = Limited::new(body, most).collect().await.map_err(broken)?;
            Ok(Response::from_parts(head, body.to_bytes().to_vec()))
        };
        tokio::time::timeout(ANSWERING, whole).await.unwrap_or(Err(TOO_LONG))
    }

    async fn send_request(
        &mut self,
        mut request: Request<Vec<u8>>,
    ) -> Result<Response<Incoming>, DeliveryError> {
        request.headers_mut().insert(HOST, self.host.clone());
        request.headers_mut().insert(USER_AGENT, HeaderValue::from_static("stuffy"));
        let path = request.uri().path_and_query().map_or("/", |path| path.as_str()).parse();
        *request.uri_mut() = path.unwrap_or_default();
        let request = request.map(|body| Full::new(Bytes::from(body)));
        let answer = self.sender.send_request(request).await;
        answer.map_err(|_| DeliveryError::Away("it does not answer"))
    }
}

/// Why there is no answer where it took too long.
const TOO_LONG: DeliveryError = DeliveryError::Away("it took too long to answer");

impl Drop for Connection {
    fn drop(&mut self) {
        self.connection.abort();
    }
}

/// Whether an address is one of the internet's, and none of this house, of this machine or of no use.
#[must_use]
pub fn is_public(at: IpAddr) -> bool {
    match at {
        IpAddr::V4(at) => is_public_v4(at),
        IpAddr::V6(at) => is_public_v6(at),
    }
}

fn is_public_v4(at: Ipv4Addr) -> bool {
    let [a, b, c, _] = at.octets();
    let kept_back = match (a, b) {
        // This network, loopback, multicast and what is kept for later; private networks, those behind a
        // carrier's own, link-local ones, measuring.
        (0 | 10 | 127 | 224.., _)
        | (172, 16..=31)
        | (192, 168)
        | (100, 64..=127)
        | (169, 254)
        | (198, 18 | 19) => true,
        // Protocols' own, a relay that is no more, examples.
        (192, 0) => [0, 2].contains(&c),
        (192, 88) => c == 99,
        (198, 51) => c == 100,
        (203, 0) => c == 113,
        _ => false,
    };
    !kept_back
}

fn is_public_v6(at: Ipv6Addr) -> bool {
    if let Some(inner) = at.to_ipv4_mapped() {
        return is_public_v4(inner);
    }
    match at.segments() {
        // A network without IPv4 reaches it by this prefix: what counts is whom it reaches.
        [0x64, 0xff9b, 0, 0, 0, 0, high, low] => {
            let [[a, b], [c, d]] = [high.to_be_bytes(), low.to_be_bytes()];
            is_public_v4(Ipv4Addr::new(a, b, c, d))
        }
        // Within what is given out: Teredo and its like, examples, 6to4.
        [0x2001, 0..=0x1ff | 0xdb8, ..] | [0x2002, ..] | [0x3fff, 0..=0xfff, ..] => false,
        [0x2000..=0x3fff, ..] => true,
        _ => false,
    }
}
