//! A hospital behind nginx, and clients with addresses of their own.

use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::rc::Rc;
use std::sync::Arc;

use reqwest::Client;
use reqwest::redirect::Policy;
use rustls::crypto::ring;
use rustls::pki_types::ServerName;
use rustls::{ClientConfig, RootCertStore};
use tokio::io::copy_bidirectional;
use tokio::net::{TcpListener, TcpSocket, TcpStream};
use tokio_rustls::TlsConnector;

use super::nginx::Nginx;
use crate::databases::Database;
use crate::test_app::{TestHospital, TestOptions};

/// Everybody reaches it through nginx, except where a test calls the hospital itself.
pub(super) struct Site {
    pub(super) nginx: Nginx,
    /// What the address bar shows: the origin of its pages.
    pub(super) origin: String,
    pub(super) hospital: Rc<TestHospital>,
}

impl Site {
    pub(super) async fn open(db: Database, options: TestOptions) -> Self {
        let entry = Entry::bind().await;
        let origin = format!("https://localhost:{}", entry.port);
        let options = TestOptions { public_url: Some(origin), ..options };
        Self::open_at(entry, db, options).await
    }

    /// The server does not know its own address.
    pub(super) async fn without_public_url(db: Database) -> Self {
        let options = TestOptions { public_url: None, ..TestOptions::default() };
        Self::open_at(Entry::bind().await, db, options).await
    }

    async fn open_at(entry: Entry, db: Database, options: TestOptions) -> Self {
        let origin = format!("https://localhost:{}", entry.port);
        // Clients have other addresses of this machine, which is trusted by default.
        let options = TestOptions { trusted_proxies: "127.0.0.1".to_owned(), ..options };
        let hospital = TestHospital::start_with(db, options).await;
        let nginx = Nginx::start(hospital.base()).await;
        entry.serve(&nginx);
        Self { nginx, origin, hospital }
    }

    /// The hospital as the client at the address 127.0.0.x sees it: through nginx, over HTTP/2.
    pub(super) fn seen_from(&self, address: u8) -> Rc<TestHospital> {
        let client = Client::builder()
            .no_proxy()
            .redirect(Policy::none())
            .http2_prior_knowledge()
            .resolve("localhost", SocketAddr::from(([127, 0, 0, 1], 0)))
            .local_address(IpAddr::V4(Ipv4Addr::new(127, 0, 0, address)))
            .build()
            .expect("a client");
        self.hospital.reached_by(self.origin.replacen("https", "http", 1), client)
    }
}

/// The port of the site in the address bar. What clients send is encrypted here and sent to nginx from the address of
/// the client, because the HTTP client of the tests is built without TLS.
struct Entry {
    listener: TcpListener,
    port: u16,
}

impl Entry {
    async fn bind() -> Self {
        let listener = TcpListener::bind(("127.0.0.1", 0)).await.expect("a free port");
        let port = listener.local_addr().expect("an address").port();
        Self { listener, port }
    }

    fn serve(self, nginx: &Nginx) {
        let (to, tls) = (nginx.https, connector(nginx));
        actix_web::rt::spawn(async move {
            while let Ok((client, from)) = self.listener.accept().await {
                actix_web::rt::spawn(pass_on(client, from.ip(), to, tls.clone()));
            }
        });
    }
}

fn connector(nginx: &Nginx) -> TlsConnector {
    let mut roots = RootCertStore::empty();
    roots.add(nginx.certificate.cert.clone()).expect("a root");
    let mut config = ClientConfig::builder_with_provider(Arc::new(ring::default_provider()))
        .with_safe_default_protocol_versions()
        .expect("versions")
        .with_root_certificates(roots)
        .with_no_client_auth();
    config.alpn_protocols = vec![b"h2".to_vec()];
    TlsConnector::from(Arc::new(config))
}

async fn pass_on(mut client: TcpStream, from: IpAddr, to: SocketAddr, tls: TlsConnector) {
    let socket = TcpSocket::new_v4().expect("a socket");
    socket.bind(SocketAddr::new(from, 0)).expect("an address of this machine");
    let tcp = socket.connect(to).await.expect("nginx answers");
    let name = ServerName::try_from("localhost").expect("a name");
    let mut nginx = tls.connect(name, tcp).await.expect("TLS with HTTP/2");
    // Connections end when a test does.
    let _ = copy_bidirectional(&mut client, &mut nginx).await;
}
