//! The program spoken to by TLS: what it speaks, what it refuses, and another certificate while nobody is cut off.

use std::io::{Read as _, Write as _};
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use rcgen::{CertificateParams, KeyPair, date_time_ymd};
use rustls::crypto::ring;
use rustls::pki_types::{CertificateDer, ServerName};
use rustls::version::{TLS12, TLS13};
use rustls::{ClientConfig, RootCertStore, SupportedProtocolVersion};
use serde_json::{Value, json};
use stuffy::web::tls::{ReloadResult, Tls};
use tempfile::TempDir;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;
use tokio::time::{interval, timeout};
use tokio_rustls::TlsConnector;
use tokio_rustls::client::TlsStream;

use super::process::{Running, command, say};
use super::{SERVE, hire};
use crate::builders;
use crate::databases::Database;
use crate::test_app::PASSWORD;

const BOTH: &[&SupportedProtocolVersion] = &[&TLS13, &TLS12];
/// What an HTTP request without more begins with.
const HOST: &str = "HTTP/1.1\r\nHost: localhost\r\n";

/// A certificate for this machine and its key.
struct Pair {
    cert: CertificateDer<'static>,
    key: Vec<u8>,
}

impl Pair {
    /// One that ends with the first of January of a year.
    fn until(year: i32) -> Self {
        let mut params = CertificateParams::new(vec!["localhost".to_owned()]).expect("a name");
        params.not_after = date_time_ymd(year, 1, 1);
        let key = KeyPair::generate().expect("a key");
        let cert = params.self_signed(&key).expect("a certificate");
        Self { cert: cert.der().clone(), key: key.serialize_der() }
    }

    fn cert(&self) -> String {
        pem("CERTIFICATE", &self.cert)
    }

    fn key(&self) -> String {
        pem("PRIVATE KEY", &self.key)
    }
}

fn pem(what: &str, der: &[u8]) -> String {
    let text = STANDARD.encode(der);
    let lines: Vec<_> =
        text.as_bytes().chunks(64).map(|line| String::from_utf8_lossy(line)).collect();
    format!("-----BEGIN {what}-----\n{}\n-----END {what}-----\n", lines.join("\n"))
}

/// Where a site keeps its pair.
struct Files(TempDir);

impl Files {
    fn with(pair: &Pair) -> Self {
        let files = Self(TempDir::new().expect("a folder"));
        files.put(pair);
        files
    }

    fn cert(&self) -> PathBuf {
        self.0.path().join("cert.pem")
    }

    fn key(&self) -> PathBuf {
        self.0.path().join("key.pem")
    }

    fn put(&self, pair: &Pair) {
        std::fs::write(self.cert(), pair.cert()).expect("a file");
        std::fs::write(self.key(), pair.key()).expect("a file");
    }

    fn args(&self) -> [String; 4] {
        let at = |file: PathBuf| file.display().to_string();
        ["--tls-cert".to_owned(), at(self.cert()), "--tls-key".to_owned(), at(self.key())]
    }
}

/// A line by TLS, on which one asks and another answers.
struct Line(TlsStream<TcpStream>);

impl Line {
    /// Calls, and trusts this certificate alone.
    async fn call(
        at: &str,
        trusted: &Pair,
        versions: &[&'static SupportedProtocolVersion],
    ) -> std::io::Result<Self> {
        let mut roots = RootCertStore::empty();
        roots.add(trusted.cert.clone()).expect("a root");
        let mut config = ClientConfig::builder_with_provider(Arc::new(ring::default_provider()))
            .with_protocol_versions(versions)
            .expect("versions")
            .with_root_certificates(roots)
            .with_no_client_auth();
        config.alpn_protocols = vec![b"h2".to_vec(), b"http/1.1".to_vec()];
        let tcp = TcpStream::connect(at).await?;
        let name = ServerName::try_from("localhost").expect("a name");
        Ok(Self(TlsConnector::from(Arc::new(config)).connect(name, tcp).await?))
    }

    async fn to(at: &str, trusted: &Pair) -> Self {
        Self::call(at, trusted, BOTH).await.expect("a line")
    }

    /// Asks, and says how the answer begins and what is in it.
    async fn ask(&mut self, what: &str, headers: &str, body: &str) -> (String, Value) {
        let request = format!("{what} {HOST}{headers}Content-Length: {}\r\n\r\n{body}", body.len());
        self.0.write_all(request.as_bytes()).await.expect("it is taken");
        let head = self.hear("\r\n\r\n").await;
        let (head, begun) = head.split_once("\r\n\r\n").expect("a head");
        let length = head.lines().find_map(|line| line.strip_prefix("content-length: "));
        let length: usize = length.map_or(0, |length| length.trim().parse().expect("a number"));
        let mut body = begun.as_bytes().to_vec();
        while body.len() < length {
            self.0.read_buf(&mut body).await.expect("the rest");
        }
        let text = String::from_utf8_lossy(&body).into_owned();
        (head.to_owned(), serde_json::from_str(&text).unwrap_or(Value::String(text)))
    }

    /// Listens until this was said.
    async fn hear(&mut self, needle: &str) -> String {
        let mut heard = Vec::new();
        let hearing = async {
            while !String::from_utf8_lossy(&heard).contains(needle) {
                let count = self.0.read_buf(&mut heard).await.expect("it goes on");
                assert!(count > 0, "it ended after {:?}", String::from_utf8_lossy(&heard));
            }
        };
        timeout(Duration::from_secs(20), hearing)
            .await
            .unwrap_or_else(|_| panic!("{needle:?} was not said"));
        String::from_utf8(heard).expect("text")
    }
}

/// Serves by TLS; says where.
async fn serve(db: &Database, files: &Files) -> (Running, String) {
    say(command(db, &["migrate"]), "").well();
    hire(db);
    let tls = files.args();
    let more = tls.iter().map(String::as_str).chain(["--metrics-token", "figures"]);
    let mut serving =
        Running::start(command(db, &SERVE.iter().copied().chain(more).collect::<Vec<_>>()));
    let line = serving.log.line_with("\"serving\"").await;
    let told: Value = serde_json::from_str(&line).expect("a line of JSON");
    let at = told["fields"]["at"].as_str().expect("where it serves").to_owned();
    serving.log.line_with("TLS certificate loaded").await;
    (serving, at)
}

async fn figures(at: &str, trusted: &Pair) -> String {
    let (_, page) = Line::to(at, trusted)
        .await
        .ask("GET /metrics", "Authorization: Bearer figures\r\n", "")
        .await;
    page.as_str().expect("text").to_owned()
}

/// How a client of this version greets: one cipher suite, one group, one kind of signature.
fn greeting(version: [u8; 2]) -> Vec<u8> {
    let suites = [0, 0, 2, 0xc0, 0x2b, 1, 0];
    let extensions = [0, 22, 0, 13, 0, 4, 0, 2, 4, 3, 0, 10, 0, 4, 0, 2, 0, 23, 0, 11, 0, 2, 1, 0];
    let hello: Vec<u8> = [&version[..], &[7; 32], &suites, &extensions].concat();
    let length = u8::try_from(hello.len()).expect("short");
    [&[22, 3, 1, 0, length + 4, 1, 0, 0, length][..], &hello[..]].concat()
}

#[actix_web::test]
async fn another_certificate_is_taken_while_nobody_is_cut_off() {
    let db = Database::sqlite();
    let (one, two) = (Pair::until(2031), Pair::until(2032));
    let files = Files::with(&one);
    let (mut serving, at) = serve(&db, &files).await;

    // Cookies go by TLS alone, and browsers are told to keep to it, though no public address says so.
    let mut line = Line::to(&at, &one).await;
    let who = json!({ "username": "installer", "password": PASSWORD }).to_string();
    let (head, begun) =
        line.ask("POST /api/v1/sessions", "Content-Type: application/json\r\n", &who).await;
    assert!(head.starts_with("HTTP/1.1 201"), "{head}");
    let cookies: Vec<_> = head.lines().filter(|line| line.starts_with("set-cookie: ")).collect();
    assert!(
        cookies.len() == 3 && cookies.iter().all(|cookie| cookie.contains("; Secure")),
        "{cookies:?}"
    );
    assert!(head.contains("strict-transport-security: max-age=31536000"), "{head}");
    let bearer = format!("Authorization: Bearer {}\r\n", begun["token"].as_str().expect("a token"));
    let sent = format!("{bearer}Content-Type: application/json\r\n");
    let minting = json!({ "count": 1, "material": "fabric" }).to_string();
    let (_, minted) = line.ask("POST /api/v1/tags", &sent, &minting).await;

    let mut stream = Line::to(&at, &one).await;
    stream
        .0
        .write_all(format!("GET /api/v1/events {HOST}{bearer}\r\n").as_bytes())
        .await
        .expect("asked");
    stream.hear("event: from").await;

    files.put(&two);
    serving.signal("HUP");
    serving.log.line_with("1956528000").await;
    assert!(Line::call(&at, &one, BOTH).await.is_err(), "the old certificate is still given");
    let mut new = Line::to(&at, &two).await;
    assert!(
        line.ask("GET /healthz", "", "").await.0.starts_with("HTTP/1.1 200"),
        "an open line goes on"
    );
    let arrival =
        builders::arrival(minted["items"][0]["code"].as_str().expect("a code")).to_string();
    let (head, made) = new.ask("POST /api/v1/check-ins", &sent, &arrival).await;
    assert!(head.starts_with("HTTP/1.1 201"), "{head}");
    stream.hear(made["visit"]["id"].as_str().expect("an id")).await;

    // A pair that is none is told of, and the one before stays.
    std::fs::write(files.key(), "hush-hush, and no key").expect("a file");
    serving.signal("HUP");
    let told = serving.log.line_with("New TLS certificate is invalid").await;
    assert!(told.contains("STUFFY_TLS_KEY") && !told.contains("hush"), "{told}");
    let page = figures(&at, &two).await;
    assert!(
        page.contains("stuffy_tls_refused 1\n")
            && page.contains("stuffy_tls_not_after_seconds 1956528000\n"),
        "{page}"
    );
    files.put(&one);
    serving.signal("HUP");
    serving.log.line_with("1924992000").await;
    let page = figures(&at, &one).await;
    assert!(
        page.contains("stuffy_tls_refused 0\n")
            && page.contains("stuffy_tls_not_after_seconds 1924992000\n"),
        "{page}"
    );
    assert!(line.ask("GET /healthz", "", "").await.0.starts_with("HTTP/1.1 200"), "and goes on");

    serving.signal("TERM");
    stream.hear("0\r\n\r\n").await;
    drop(line);
    assert_eq!(serving.end().await, Some(0));
    let secret = one.key();
    let secret = secret.lines().nth(1).expect("a line");
    assert!(!serving.log.rest().await.contains(secret));
}

#[actix_web::test]
async fn it_speaks_what_is_safe_and_nothing_else() {
    let db = Database::sqlite();
    let pair = Pair::until(2031);
    let (mut serving, at) = serve(&db, &Files::with(&pair)).await;
    for version in [&TLS12, &TLS13] {
        let mut line = Line::call(&at, &pair, &[version]).await.expect("a line");
        assert_eq!(line.0.get_ref().1.alpn_protocol(), Some(&b"http/1.1"[..]));
        assert!(line.ask("GET /healthz", "", "").await.0.starts_with("HTTP/1.1 200"));
    }
    let told = |said: &[u8]| {
        let mut line = std::net::TcpStream::connect(&at).expect("a connection");
        line.set_read_timeout(Some(Duration::from_secs(20))).expect("a limit");
        line.write_all(said).expect("it is taken");
        let mut answer = [0; 64];
        // Hung up on, there is nothing to read.
        let count = line.read(&mut answer).unwrap_or_default();
        answer[..count].to_vec()
    };
    // Whoever speaks without TLS is told nothing of what is there.
    let plain = told(format!("GET /healthz {HOST}\r\n").as_bytes());
    assert!(!String::from_utf8_lossy(&plain).contains("HTTP"), "{plain:?}");
    // The same greeting by 1.2 is answered, by 1.1 it gets a fatal alert about the version.
    assert_eq!(told(&greeting([3, 3])).first(), Some(&22));
    assert_eq!(told(&greeting([3, 2]))[..], [21, 3, 3, 0, 2, 2, 70]);
    serving.signal("TERM");
    assert_eq!(serving.end().await, Some(0));
}

#[test]
fn a_pair_that_is_none_is_refused_at_the_start_in_one_line() {
    let db = Database::sqlite();
    let (pair, other) = (Pair::until(2031), Pair::until(2031));
    let files = Files::with(&pair);
    let [cert_flag, cert, key_flag, key] = files.args();
    let refused = |more: &[&str], why: &str| {
        let said = say(command(&db, &[SERVE, more].concat()), "").badly(why);
        assert_eq!(said.err.trim().lines().count(), 1, "{}", said.err);
        assert!(!said.err.contains("hush"), "{}", said.err);
    };
    let files_named = [&cert_flag, &cert, &key_flag, &key].map(String::as_str);
    let both = |more: &[&str], why: &str| refused(&[&files_named, more].concat(), why);
    refused(&[&cert_flag, &cert], "set both STUFFY_TLS_CERT and STUFFY_TLS_KEY, or neither");
    refused(&[&key_flag, &key], "set both STUFFY_TLS_CERT and STUFFY_TLS_KEY, or neither");
    both(&["--public-url", "http://stuffy.example"], "STUFFY_PUBLIC_URL must start with https://");
    std::fs::write(files.key(), other.key()).expect("a file");
    both(&[], "the key does not belong to STUFFY_TLS_CERT");
    std::fs::write(files.key(), "hush").expect("a file");
    both(&[], "STUFFY_TLS_KEY: the file holds no private key");
    std::fs::write(files.cert(), "hush").expect("a file");
    both(&[], "STUFFY_TLS_CERT: the file contains no PEM certificate");
    std::fs::remove_file(files.cert()).expect("it goes");
    both(&[], "STUFFY_TLS_CERT: /");
}

#[actix_web::test]
async fn files_that_change_are_read_without_being_told() {
    let (one, two) = (Pair::until(2031), Pair::until(2032));
    let files = Files::with(&one);
    let tls = Tls::open(&files.cert(), &files.key()).expect("a pair");
    assert_eq!(tls.reload_if_changed(), ReloadResult::Unchanged);
    std::fs::write(files.cert(), two.cert()).expect("a file");
    // The certificate came and its key is not there yet: said once, and nothing is lost.
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
    timeout(Duration::from_secs(20), changed).await.expect("it is read");
    looking.abort();
    let debug = format!("{:?}", tls.server_config());
    assert!(
        !debug.contains(two.key().lines().nth(1).expect("a line"))
            && debug.contains("ReloadingCertificate"),
        "{debug}"
    );
}
