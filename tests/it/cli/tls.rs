//! TLS of the built program: versions, invalid files, and reloading without closing connections.

use std::io::{Read as _, Write as _};
use std::sync::Arc;
use std::time::Duration;

use rustls::crypto::ring;
use rustls::pki_types::ServerName;
use rustls::version::{TLS12, TLS13};
use rustls::{ClientConfig, RootCertStore, SupportedProtocolVersion};
use serde_json::{Value, json};
use stuffy::web::tls::{ReloadResult, Tls};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;
use tokio::time::{interval, timeout};
use tokio_rustls::TlsConnector;
use tokio_rustls::client::TlsStream;

use super::process::{Running, command, run_command};
use super::{SERVE, add_admin};
use crate::builders;
use crate::certificates::{CertificateFiles, TestCertificate};
use crate::databases::Database;
use crate::test_app::PASSWORD;

const BOTH: &[&SupportedProtocolVersion] = &[&TLS13, &TLS12];
const HOST: &str = "HTTP/1.1\r\nHost: localhost\r\n";

struct TlsConnection(TlsStream<TcpStream>);

impl TlsConnection {
    /// Connects and trusts only this certificate.
    async fn try_connect(
        at: &str,
        trusted: &TestCertificate,
        versions: &[&'static SupportedProtocolVersion],
    ) -> std::io::Result<Self> {
        let mut roots = RootCertStore::empty();
        roots.add(trusted.cert.clone()).expect("a root");
        let mut config = ClientConfig::builder_with_provider(Arc::new(ring::default_provider()))
            .with_protocol_versions(versions)
            .expect("versions")
            .with_root_certificates(roots)
            .with_no_client_auth();
        config.alpn_protocols = vec![b"http/1.1".to_vec()];
        let tcp = TcpStream::connect(at).await?;
        let name = ServerName::try_from("localhost").expect("a name");
        Ok(Self(TlsConnector::from(Arc::new(config)).connect(name, tcp).await?))
    }

    async fn connect(at: &str, trusted: &TestCertificate) -> Self {
        Self::try_connect(at, trusted, BOTH).await.expect("a connection")
    }

    /// Returns the head and the body of the response.
    async fn request(&mut self, what: &str, headers: &str, body: &str) -> (String, Value) {
        let request = format!("{what} {HOST}{headers}Content-Length: {}\r\n\r\n{body}", body.len());
        self.0.write_all(request.as_bytes()).await.expect("written");
        let head = self.read_until("\r\n\r\n").await;
        let (head, session) = head.split_once("\r\n\r\n").expect("a head");
        let length = head.lines().find_map(|line| line.strip_prefix("content-length: "));
        let length: usize = length.map_or(0, |length| length.trim().parse().expect("a number"));
        let mut body = session.as_bytes().to_vec();
        while body.len() < length {
            self.0.read_buf(&mut body).await.expect("the rest");
        }
        let text = String::from_utf8_lossy(&body).into_owned();
        (head.to_owned(), serde_json::from_str(&text).unwrap_or(Value::String(text)))
    }

    async fn read_until(&mut self, needle: &str) -> String {
        let mut heard = Vec::new();
        let hearing = async {
            while !String::from_utf8_lossy(&heard).contains(needle) {
                let count = self.0.read_buf(&mut heard).await.expect("more data");
                assert!(count > 0, "it ended after {:?}", String::from_utf8_lossy(&heard));
            }
        };
        timeout(Duration::from_secs(20), hearing)
            .await
            .unwrap_or_else(|_| panic!("no {needle:?} in time"));
        String::from_utf8(heard).expect("text")
    }
}

/// Starts a server with TLS and returns its address.
async fn serve(db: &Database, files: &CertificateFiles) -> (Running, String) {
    serve_with(db, files, &[]).await
}

pub(crate) async fn serve_with(
    db: &Database,
    files: &CertificateFiles,
    further: &[&str],
) -> (Running, String) {
    run_command(command(db, &["migrate"]), "").succeeds();
    add_admin(db);
    let tls = files.args();
    let more = tls.iter().map(String::as_str).chain(["--metrics-token", "figures"]);
    let more = more.chain(further.iter().copied());
    let mut serving =
        Running::start(command(db, &SERVE.iter().copied().chain(more).collect::<Vec<_>>()));
    let line = serving.log.line_with("\"Listening\"").await;
    let reply: Value = serde_json::from_str(&line).expect("a line of JSON");
    let at = reply["fields"]["address"].as_str().expect("an address").to_owned();
    serving.log.line_with("TLS certificate in use").await;
    (serving, at)
}

async fn metrics_page(at: &str, trusted: &TestCertificate) -> String {
    let (_, page) = TlsConnection::connect(at, trusted)
        .await
        .request("GET /metrics", "Authorization: Bearer figures\r\n", "")
        .await;
    page.as_str().expect("text").to_owned()
}

/// A client hello of this version with one cipher suite, one group and one signature scheme.
fn client_hello(version: [u8; 2]) -> Vec<u8> {
    let suites = [0, 0, 2, 0xc0, 0x2b, 1, 0];
    let extensions = [0, 22, 0, 13, 0, 4, 0, 2, 4, 3, 0, 10, 0, 4, 0, 2, 0, 23, 0, 11, 0, 2, 1, 0];
    let hello: Vec<u8> = [&version[..], &[7; 32], &suites, &extensions].concat();
    let length = u8::try_from(hello.len()).expect("short");
    [&[22, 3, 1, 0, length + 4, 1, 0, 0, length][..], &hello[..]].concat()
}

#[actix_web::test]
async fn a_new_certificate_is_used_without_closing_connections() {
    let db = Database::sqlite();
    let (one, two) = (TestCertificate::expiring(2031), TestCertificate::expiring(2032));
    let files = CertificateFiles::with(&one);
    let (mut serving, at) = serve(&db, &files).await;

    // Cookies are Secure and HSTS is sent, even without a public URL.
    let mut connection = TlsConnection::connect(&at, &one).await;
    let credentials = json!({ "username": "installer", "password": PASSWORD }).to_string();
    let (head, session) = connection
        .request("POST /api/v1/sessions", "Content-Type: application/json\r\n", &credentials)
        .await;
    assert!(head.starts_with("HTTP/1.1 201"), "{head}");
    let cookies: Vec<_> = head.lines().filter(|line| line.starts_with("set-cookie: ")).collect();
    assert!(
        cookies.len() == 3 && cookies.iter().all(|cookie| cookie.contains("; Secure")),
        "{cookies:?}"
    );
    assert!(head.contains("strict-transport-security: max-age=31536000"), "{head}");
    let bearer =
        format!("Authorization: Bearer {}\r\n", session["token"].as_str().expect("a token"));
    let sent = format!("{bearer}Content-Type: application/json\r\n");
    let tag_request = json!({ "count": 1, "material": "fabric" }).to_string();
    let (_, tags) = connection.request("POST /api/v1/tags", &sent, &tag_request).await;

    let mut stream = TlsConnection::connect(&at, &one).await;
    stream
        .0
        .write_all(format!("GET /api/v1/events {HOST}{bearer}\r\n").as_bytes())
        .await
        .expect("sent");
    stream.read_until("event: from").await;

    files.write(&two);
    serving.signal("HUP");
    serving.log.line_with("1956528000").await;
    assert!(
        TlsConnection::try_connect(&at, &one, BOTH).await.is_err(),
        "the old certificate is still in use"
    );
    let mut new = TlsConnection::connect(&at, &two).await;
    assert!(
        connection.request("GET /healthz", "", "").await.0.starts_with("HTTP/1.1 200"),
        "an open connection keeps working"
    );
    let arrival = builders::arrival(tags["items"][0]["code"].as_str().expect("a code")).to_string();
    let (head, created) = new.request("POST /api/v1/check-ins", &sent, &arrival).await;
    assert!(head.starts_with("HTTP/1.1 201"), "{head}");
    stream.read_until(created["visit"]["id"].as_str().expect("an id")).await;

    // Invalid files are reported, and the current certificate stays in use.
    std::fs::write(files.key(), "hush-hush, and no key").expect("a file");
    serving.signal("HUP");
    let reply = serving.log.line_with("certificate is invalid").await;
    assert!(reply.contains("STUFFY_TLS_KEY") && !reply.contains("hush"), "{reply}");
    let page = metrics_page(&at, &two).await;
    assert!(
        page.contains("stuffy_tls_refused 1\n")
            && page.contains("stuffy_tls_not_after_seconds 1956528000\n"),
        "{page}"
    );
    files.write(&one);
    serving.signal("HUP");
    serving.log.line_with("1924992000").await;
    let page = metrics_page(&at, &one).await;
    assert!(
        page.contains("stuffy_tls_refused 0\n")
            && page.contains("stuffy_tls_not_after_seconds 1924992000\n"),
        "{page}"
    );
    assert!(
        connection.request("GET /healthz", "", "").await.0.starts_with("HTTP/1.1 200"),
        "and keeps working"
    );

    serving.signal("TERM");
    stream.read_until("0\r\n\r\n").await;
    drop(connection);
    assert_eq!(serving.wait_for_exit().await, Some(0));
    let secret = one.key();
    let secret = secret.lines().nth(1).expect("a connection");
    assert!(!serving.log.remaining().await.contains(secret));
}

#[actix_web::test]
async fn only_tls_1_2_and_1_3_are_accepted() {
    let db = Database::sqlite();
    let pair = TestCertificate::expiring(2031);
    let (mut serving, at) = serve(&db, &CertificateFiles::with(&pair)).await;
    for version in [&TLS12, &TLS13] {
        let mut connection =
            TlsConnection::try_connect(&at, &pair, &[version]).await.expect("a connection");
        assert_eq!(connection.0.get_ref().1.alpn_protocol(), Some(&b"http/1.1"[..]));
        assert!(connection.request("GET /healthz", "", "").await.0.starts_with("HTTP/1.1 200"));
    }
    let reply = |output: &[u8]| {
        let mut connection = std::net::TcpStream::connect(&at).expect("a connection");
        connection.set_read_timeout(Some(Duration::from_secs(20))).expect("a limit");
        connection.write_all(output).expect("written");
        let mut response = [0; 64];
        // A closed connection returns nothing.
        let count = connection.read(&mut response).unwrap_or_default();
        response[..count].to_vec()
    };
    // A client without TLS gets no HTTP response.
    let plain = reply(format!("GET /healthz {HOST}\r\n").as_bytes());
    assert!(!String::from_utf8_lossy(&plain).contains("HTTP"), "{plain:?}");
    // The same ClientHello is answered for 1.2; for 1.1 there is a fatal alert about the version.
    assert_eq!(reply(&client_hello([3, 3])).first(), Some(&22));
    assert_eq!(reply(&client_hello([3, 2]))[..], [21, 3, 3, 0, 2, 2, 70]);
    serving.signal("TERM");
    assert_eq!(serving.wait_for_exit().await, Some(0));
}

#[test]
fn invalid_tls_settings_are_rejected_at_startup() {
    let db = Database::sqlite();
    let (pair, other) = (TestCertificate::expiring(2031), TestCertificate::expiring(2031));
    let files = CertificateFiles::with(&pair);
    let [cert_flag, cert, key_flag, key] = files.args();
    let refused = |more: &[&str], why: &str| {
        let output = run_command(command(&db, &[SERVE, more].concat()), "").fails_with(why);
        assert_eq!(output.err.trim().lines().count(), 1, "{}", output.err);
        assert!(!output.err.contains("hush"), "{}", output.err);
    };
    let files_named = [&cert_flag, &cert, &key_flag, &key].map(String::as_str);
    let both = |more: &[&str], why: &str| refused(&[&files_named, more].concat(), why);
    refused(&[&cert_flag, &cert], "STUFFY_TLS_CERT and STUFFY_TLS_KEY go together");
    refused(&[&key_flag, &key], "STUFFY_TLS_CERT and STUFFY_TLS_KEY go together");
    both(&["--public-url", "http://stuffy.example"], "STUFFY_PUBLIC_URL must begin with https://");
    std::fs::write(files.key(), other.key()).expect("a file");
    both(&[], "does not belong to STUFFY_TLS_CERT");
    std::fs::write(files.key(), "hush").expect("a file");
    both(&[], "STUFFY_TLS_KEY: the file contains no private key");
    std::fs::write(files.cert(), "hush").expect("a file");
    both(&[], "STUFFY_TLS_CERT: the file contains no certificate in PEM");
    std::fs::remove_file(files.cert()).expect("deleted");
    both(&[], "STUFFY_TLS_CERT: /");
}

#[actix_web::test]
async fn changed_certificate_files_are_reloaded_without_a_signal() {
    let (one, two) = (TestCertificate::expiring(2031), TestCertificate::expiring(2032));
    let files = CertificateFiles::with(&one);
    let tls = Tls::open(&files.cert(), &files.key()).expect("a pair");
    assert_eq!(tls.reload_if_changed(), ReloadResult::Unchanged);
    std::fs::write(files.cert(), two.cert()).expect("a file");
    // A new certificate without its key: reported once, and nothing is lost.
    assert_eq!(
        (tls.reload_if_changed(), tls.reload_if_changed()),
        (ReloadResult::Invalid, ReloadResult::Unchanged)
    );
    assert_eq!(tls.not_after(), Some(1_924_992_000));
    let looking = actix_web::rt::spawn(tls.clone().run_reload(Duration::from_millis(5)));
    std::fs::write(files.key(), two.key()).expect("a file");
    let mut look = interval(Duration::from_millis(5));
    let changed = async {
        while tls.not_after() != Some(1_956_528_000) {
            look.tick().await;
        }
    };
    timeout(Duration::from_secs(20), changed).await.expect("reloaded in time");
    looking.abort();
    let debug = format!("{:?}", tls.config());
    assert!(
        !debug.contains(two.key().lines().nth(1).expect("a connection"))
            && debug.contains("CertifiedPair"),
        "{debug}"
    );
}
