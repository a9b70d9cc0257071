//! A mock push service and webhook receiver with TLS: records requests and replies as configured.

use std::cell::{Cell, RefCell};
use std::collections::VecDeque;
use std::net::SocketAddr;
use std::rc::Rc;
use std::sync::Arc;

use rcgen::{CertifiedKey, generate_simple_self_signed};
use rustls::ServerConfig;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use stuffy::integrations::http_client::OutboundHttpClient;
use stuffy::integrations::web_push::PushKey;
use stuffy::integrations::webhook::Webhook;
use stuffy::jobs::outbox::OutboxSender;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::Notify;
use tokio_rustls::TlsAcceptor;

use crate::test_app::TestHospital;

/// The host name in its certificate.
pub(super) const HOST: &str = "push.example";
/// The webhook secret.
pub(super) const SECRET: &str = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
/// The VAPID key.
pub(super) const KEY: &str = "RS0WdYWWo1HajXg3NZR1olzCf31i-ZBGDkFyCs7j1jw";

#[derive(Clone, Debug)]
pub(super) struct ReceivedRequest {
    pub(super) path: String,
    pub(super) headers: Vec<(String, String)>,
    pub(super) body: Vec<u8>,
}

impl ReceivedRequest {
    pub(super) fn header(&self, name: &str) -> &str {
        let found = self.headers.iter().find(|(known, _)| known == name);
        found.map_or("", |(_, value)| value.as_str())
    }
}

/// The reply to a request.
#[derive(Clone, Copy, Debug)]
pub(super) enum Reply {
    Status(u16),
    /// Status and seconds in Retry-After.
    RetryAfter(u16, u64),
    Redirect(SocketAddr),
    /// Records the request and never replies.
    Never,
}

pub(super) struct MockPushService {
    pub(super) at: SocketAddr,
    certificate: CertificateDer<'static>,
    requests: RefCell<Vec<ReceivedRequest>>,
    replies: RefCell<VecDeque<Reply>>,
    connections: Cell<usize>,
    arrived: Notify,
    /// While set, new connections are not accepted.
    pub(super) closed: Cell<bool>,
    opened: Notify,
}

impl MockPushService {
    /// Replies 201 unless told otherwise.
    pub(super) async fn open() -> Rc<Self> {
        let CertifiedKey { cert, signing_key } =
            generate_simple_self_signed(vec![HOST.to_owned()]).expect("a certificate");
        let certificate = cert.der().clone();
        let key = PrivateKeyDer::Pkcs8(signing_key.serialize_der().into());
        let provider = Arc::new(rustls::crypto::ring::default_provider());
        let config = ServerConfig::builder_with_provider(provider)
            .with_safe_default_protocol_versions()
            .expect("TLS")
            .with_no_client_auth()
            .with_single_cert(vec![certificate.clone()], key)
            .expect("a certificate that fits its key");
        let listener = TcpListener::bind(("127.0.0.1", 0)).await.expect("a port");
        let push_service = Rc::new(Self {
            at: listener.local_addr().expect("an address"),
            certificate,
            requests: RefCell::default(),
            replies: RefCell::default(),
            connections: Cell::new(0),
            arrived: Notify::new(),
            closed: Cell::new(false),
            opened: Notify::new(),
        });
        let (acceptor, serving) = (TlsAcceptor::from(Arc::new(config)), Rc::clone(&push_service));
        actix_web::rt::spawn(async move {
            while let Ok((socket, _)) = listener.accept().await {
                serving.connections.set(serving.connections.get() + 1);
                serving.arrived.notify_waiters();
                let (acceptor, push_service) = (acceptor.clone(), Rc::clone(&serving));
                actix_web::rt::spawn(async move { push_service.serve(acceptor, socket).await });
            }
        });
        push_service
    }

    async fn serve(&self, acceptor: TlsAcceptor, socket: TcpStream) -> Option<()> {
        if self.closed.get() {
            self.opened.notified().await;
        }
        let mut line = acceptor.accept(socket).await.ok()?;
        let (mut read, mut head) = (Vec::new(), None);
        let (head, length) = loop {
            if let Some(end) = read.windows(4).position(|four| four == b"\r\n\r\n") {
                let text = String::from_utf8_lossy(&read[..end]).into_owned();
                head.get_or_insert((end + 4, text));
            }
            if let Some((begin, text)) = &head {
                let length = headers(text).find(|(name, _)| name == "content-length");
                let length: usize = length.and_then(|(_, value)| value.parse().ok()).unwrap_or(0);
                if read.len() >= begin + length {
                    break (head.clone()?, length);
                }
            }
            if line.read_buf(&mut read).await.ok()? == 0 {
                return None;
            }
        };
        let (begin, text) = head;
        self.requests.borrow_mut().push(ReceivedRequest {
            path: text.split(' ').nth(1)?.to_owned(),
            headers: headers(&text).collect(),
            body: read[begin..begin + length].to_vec(),
        });
        self.arrived.notify_waiters();
        let manner = self.replies.borrow_mut().pop_front().unwrap_or(Reply::Status(201));
        let response = match manner {
            Reply::Status(status) => format!("HTTP/1.1 {status} So\r\n"),
            Reply::RetryAfter(status, wait) => {
                format!("HTTP/1.1 {status} So\r\nretry-after: {wait}\r\n")
            }
            Reply::Redirect(to) => format!("HTTP/1.1 307 Go\r\nlocation: https://{to}/\r\n"),
            Reply::Never => std::future::pending().await,
        };
        line.write_all(format!("{response}content-length: 0\r\n\r\n").as_bytes()).await.ok()?;
        line.shutdown().await.ok()
    }

    /// The replies to the next requests in order.
    pub(super) fn reply_with(&self, replies: &[Reply]) {
        self.replies.borrow_mut().extend(replies);
    }

    pub(super) fn accept_connections(&self) {
        self.closed.set(false);
        self.opened.notify_waiters();
    }

    /// All requests since the last call.
    pub(super) fn take_requests(&self) -> Vec<ReceivedRequest> {
        self.requests.take()
    }

    /// Waits for this number of requests, without taking them.
    pub(super) async fn wait_for(&self, count: usize) {
        self.wait(|| self.requests.borrow().len() >= count).await;
    }

    pub(super) async fn wait_for_connections(&self, count: usize) {
        self.wait(|| self.connections.get() >= count).await;
    }

    async fn wait(&self, enough: impl Fn() -> bool) {
        let come = async {
            loop {
                let arrival = self.arrived.notified();
                if enough() {
                    return;
                }
                arrival.await;
            }
        };
        let patience = std::time::Duration::from_secs(20);
        tokio::time::timeout(patience, come).await.expect("in time");
    }

    /// The number of connections so far.
    pub(super) fn connections(&self) -> usize {
        self.connections.get()
    }

    /// A sender for a hospital whose requests all arrive here, whatever their URL.
    pub(super) fn sender(&self, hospital: &TestHospital) -> OutboxSender {
        let key = PushKey::parse(KEY, Some("https://stuffy.example".to_owned())).expect("a key");
        let webhook = Webhook::parse(&format!("https://{HOST}/hook"), SECRET).expect("a webhook");
        self.sender_with(hospital, Some(key), Some(webhook))
    }

    /// The same with chosen channels.
    pub(super) fn sender_with(
        &self,
        hospital: &TestHospital,
        key: Option<PushKey>,
        webhook: Option<Webhook>,
    ) -> OutboxSender {
        OutboxSender::new(hospital.app.clone(), key, webhook, self.http_client())
    }

    /// A client that connects here but trusts another certificate.
    pub(super) fn client_trusting(&self, other: &Self) -> OutboundHttpClient {
        OutboundHttpClient::to(self.at, other.certificate.clone()).expect("TLS")
    }

    /// A client that connects here, whatever the URL.
    pub(super) fn http_client(&self) -> OutboundHttpClient {
        OutboundHttpClient::to(self.at, self.certificate.clone()).expect("TLS")
    }
}

fn headers(head: &str) -> impl Iterator<Item = (String, String)> {
    let lines = head.lines().skip(1).filter_map(|line| line.split_once(": "));
    lines.map(|(name, value)| (name.to_lowercase(), value.to_owned()))
}
