//! A push service and a messenger of the test's own: takes what is sent over TLS, keeps it, and answers as told.

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

use crate::test_app::Hospital;

/// The name that its certificate is for.
pub(super) const HOST: &str = "push.example";
/// The secret that webhooks are signed by.
pub(super) const SECRET: &str = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
/// The key that pushes are signed by.
pub(super) const KEY: &str = "RS0WdYWWo1HajXg3NZR1olzCf31i-ZBGDkFyCs7j1jw";

/// A request, as it came.
#[derive(Clone, Debug)]
pub(super) struct Letter {
    pub(super) path: String,
    pub(super) headers: Vec<(String, String)>,
    pub(super) body: Vec<u8>,
}

impl Letter {
    pub(super) fn header(&self, name: &str) -> &str {
        let found = self.headers.iter().find(|(known, _)| known == name);
        found.map_or("", |(_, value)| value.as_str())
    }
}

/// How it answers the next letter.
#[derive(Clone, Copy, Debug)]
pub(super) enum Manner {
    /// With this status.
    Says(u16),
    /// With this status, and when to come again.
    Asks(u16, u64),
    /// Elsewhere, please.
    SendsOn(SocketAddr),
    /// It takes the letter and never answers.
    Keeps,
}

/// The service.
pub(super) struct PostOffice {
    pub(super) at: SocketAddr,
    certificate: CertificateDer<'static>,
    letters: RefCell<Vec<Letter>>,
    manners: RefCell<VecDeque<Manner>>,
    callers: Cell<usize>,
    arrived: Notify,
    /// While it is set, whoever calls waits at the door: no line comes about.
    pub(super) shut: Cell<bool>,
    opened: Notify,
}

impl PostOffice {
    /// Opens; it takes everything with 201 unless it is told otherwise.
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
        let office = Rc::new(Self {
            at: listener.local_addr().expect("an address"),
            certificate,
            letters: RefCell::default(),
            manners: RefCell::default(),
            callers: Cell::new(0),
            arrived: Notify::new(),
            shut: Cell::new(false),
            opened: Notify::new(),
        });
        let (acceptor, serving) = (TlsAcceptor::from(Arc::new(config)), Rc::clone(&office));
        actix_web::rt::spawn(async move {
            while let Ok((socket, _)) = listener.accept().await {
                serving.callers.set(serving.callers.get() + 1);
                serving.arrived.notify_waiters();
                let (acceptor, office) = (acceptor.clone(), Rc::clone(&serving));
                actix_web::rt::spawn(async move { office.serve(acceptor, socket).await });
            }
        });
        office
    }

    async fn serve(&self, acceptor: TlsAcceptor, socket: TcpStream) -> Option<()> {
        if self.shut.get() {
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
        self.letters.borrow_mut().push(Letter {
            path: text.split(' ').nth(1)?.to_owned(),
            headers: headers(&text).collect(),
            body: read[begin..begin + length].to_vec(),
        });
        self.arrived.notify_waiters();
        let manner = self.manners.borrow_mut().pop_front().unwrap_or(Manner::Says(201));
        let answer = match manner {
            Manner::Says(status) => format!("HTTP/1.1 {status} So\r\n"),
            Manner::Asks(status, wait) => {
                format!("HTTP/1.1 {status} So\r\nretry-after: {wait}\r\n")
            }
            Manner::SendsOn(to) => format!("HTTP/1.1 307 Go\r\nlocation: https://{to}/\r\n"),
            Manner::Keeps => std::future::pending().await,
        };
        line.write_all(format!("{answer}content-length: 0\r\n\r\n").as_bytes()).await.ok()?;
        line.shutdown().await.ok()
    }

    /// How it answers the next letters, one after another.
    pub(super) fn answers(&self, manners: &[Manner]) {
        self.manners.borrow_mut().extend(manners);
    }

    /// Lets in whoever waits at the door.
    pub(super) fn unlock(&self) {
        self.shut.set(false);
        self.opened.notify_waiters();
    }

    /// Every letter since this was last asked.
    pub(super) fn letters(&self) -> Vec<Letter> {
        self.letters.take()
    }

    /// Waits until so many letters lie there, and leaves them there.
    pub(super) async fn wait_for(&self, count: usize) {
        self.wait(|| self.letters.borrow().len() >= count).await;
    }

    /// Waits until somebody has called so often.
    pub(super) async fn wait_for_callers(&self, count: usize) {
        self.wait(|| self.callers.get() >= count).await;
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
        tokio::time::timeout(patience, come).await.expect("it comes");
    }

    /// How often somebody called.
    pub(super) fn callers(&self) -> usize {
        self.callers.get()
    }

    /// A sender of a hospital's notices to here, whatever their address.
    pub(super) fn sender(&self, hospital: &Hospital) -> OutboxSender {
        let key = PushKey::parse(KEY, Some("https://stuffy.example".to_owned())).expect("a key");
        let webhook = Webhook::parse(&format!("https://{HOST}/hook"), SECRET).expect("a webhook");
        self.sender_of(hospital, Some(key), Some(webhook))
    }

    /// A sender that goes these ways alone.
    pub(super) fn sender_of(
        &self,
        hospital: &Hospital,
        key: Option<PushKey>,
        webhook: Option<Webhook>,
    ) -> OutboxSender {
        OutboxSender::new(hospital.app.clone(), key, webhook, self.courier())
    }

    /// A courier that carries everything here and trusts somebody else.
    pub(super) fn courier_with_trust_in(&self, other: &Self) -> OutboundHttpClient {
        OutboundHttpClient::to(self.at, other.certificate.clone()).expect("TLS")
    }

    /// A courier that carries everything here.
    pub(super) fn courier(&self) -> OutboundHttpClient {
        OutboundHttpClient::to(self.at, self.certificate.clone()).expect("TLS")
    }
}

fn headers(head: &str) -> impl Iterator<Item = (String, String)> {
    let lines = head.lines().skip(1).filter_map(|line| line.split_once(": "));
    lines.map(|(name, value)| (name.to_lowercase(), value.to_owned()))
}
