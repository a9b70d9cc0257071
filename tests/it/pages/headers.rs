//! Security headers of every response.

use std::io::{Read as _, Write as _};
use std::net::TcpStream;
use std::rc::Rc;
use std::time::Duration;

use reqwest::header::HeaderMap;
use reqwest::redirect::Policy;
use reqwest::{Client, Method};

use super::access::Scene;
use crate::contract::Contract;
use crate::databases::{Database, on_both_databases};
use crate::test_app::{Actor, TestHospital, TestOptions};

/// The headers of a response that are missing or wrong.
fn faults(headers: &HeaderMap, tls: bool) -> Vec<String> {
    let header =
        |name: &str| headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let mut found = Vec::new();
    let mut check = |right: bool, name: &str| {
        if !right {
            found.push(format!("{name}: {:?}", header(name)));
        }
    };
    let policy = header("content-security-policy");
    let is_pdf = header("content-type") == "application/pdf";
    let strict = policy.starts_with("default-src 'none';") || is_pdf;
    let framed = !policy.contains("frame-ancestors 'none'");
    let unsafe_or_far = ["unsafe", "http", "*"].iter().any(|word| policy.contains(word));
    check(strict && !framed && !unsafe_or_far, "content-security-policy");
    check(header("x-content-type-options") == "nosniff", "x-content-type-options");
    check(["no-referrer", "same-origin"].contains(&header("referrer-policy")), "referrer-policy");
    let permissions = header("permissions-policy");
    check(
        permissions.contains("microphone=()") && permissions.contains("geolocation=()"),
        "permissions-policy",
    );
    check(header("cross-origin-opener-policy") == "same-origin", "cross-origin-opener-policy");
    check(header("cross-origin-resource-policy") == "same-origin", "cross-origin-resource-policy");
    let hsts = if tls { "max-age=31536000" } else { "" };
    check(header("strict-transport-security") == hsts, "strict-transport-security");
    check(header("access-control-allow-origin").is_empty(), "access-control-allow-origin");
    check(header("server").is_empty() && header("x-powered-by").is_empty(), "server");
    check(!header("x-request-id").is_empty(), "x-request-id");
    check(
        !header("cache-control").is_empty() || !header("content-type").contains("json"),
        "cache-control",
    );
    found
}

/// An HTTP client that checks the headers of every response.
struct HeaderChecker {
    client: Client,
    base: String,
    tls: bool,
    wrong: Vec<String>,
    statuses: std::collections::BTreeSet<u16>,
}

impl HeaderChecker {
    fn at(hospital: &Rc<TestHospital>, tls: bool) -> Self {
        let client =
            Client::builder().no_proxy().redirect(Policy::none()).build().expect("a client");
        Self {
            client,
            base: hospital.base().to_owned(),
            tls,
            wrong: Vec::new(),
            statuses: std::collections::BTreeSet::new(),
        }
    }

    async fn ask(
        &mut self,
        method: &str,
        path: &str,
        headers: &[(&str, &str)],
        body: Option<Vec<u8>>,
    ) -> (u16, HeaderMap) {
        let known: Method = method.parse().expect("a method");
        let mut request = self.client.request(known, format!("{}{path}", self.base));
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        if let Some(body) = body {
            request = request.body(body);
        }
        let response = request.send().await.expect("a response");
        let status = response.status().as_u16();
        let headers = response.headers().clone();
        self.statuses.insert(status);
        let faults = faults(&headers, self.tls);
        if !faults.is_empty() {
            self.wrong.push(format!("{method} {path}, {status}: {}", faults.join(", ")));
        }
        (status, headers)
    }
}

fn cookie(actor: &Actor) -> String {
    actor.token.as_ref().map_or_else(String::new, |token| format!("stuffy_session={token}"))
}

/// Sends raw bytes over TCP and returns the response.
fn raw(base: &str, request: &str) -> String {
    let mut stream = TcpStream::connect(base.trim_start_matches("http://")).expect("a connection");
    stream.set_read_timeout(Some(Duration::from_secs(20))).expect("a limit");
    stream.write_all(request.as_bytes()).expect("the request is sent");
    let mut response = Vec::new();
    let _ = stream.read_to_end(&mut response);
    String::from_utf8_lossy(&response).into_owned()
}

async fn every_response_has_the_security_headers(db: Database) {
    let hospital = TestHospital::start(db).await;
    let (admin, nurse) = (hospital.admin().await, hospital.nurse().await);
    let scene = Scene::set(&admin, &nurse).await;
    let mut looker = HeaderChecker::at(&hospital, true);
    let html = ("accept", "text/html");
    let api = Contract::get()
        .operations()
        .iter()
        .map(|here| (here.method.clone(), crate::api::path_with_unknown_ids(&here.path)));
    let pages = stuffy::web::routes::page_routes()
        .into_iter()
        .map(|(method, path, _)| (method.to_owned(), scene.path(path)));
    let mut routes: Vec<_> = api.chain(pages).collect();
    // Signing out is tested last, because it ends the session.
    routes.sort_by_key(|(_, path)| {
        path.ends_with("/sign-out") || path.ends_with("/sessions/current")
    });
    for actor in [hospital.stranger(), admin.clone()] {
        let cookie = cookie(&actor);
        for (method, path) in &routes {
            let headers = [("cookie", cookie.as_str()), ("sec-fetch-site", "same-origin"), html];
            looker.ask(method, path, &headers, None).await;
            if method == "GET" {
                looker.ask("HEAD", path, &headers, None).await;
            }
            looker.ask("PROPFIND", path, &headers, None).await;
        }
    }
    let session = cookie(&nurse);
    let by_nurse = [("cookie", session.as_str()), ("sec-fetch-site", "same-origin")];
    for path in
        ["/", "/nowhere", "/api/v1/nowhere", "/T/%00", "/static/none/style.css", "/docs/", "/%ff"]
    {
        looker.ask("GET", path, &[html], None).await;
        looker.ask("GET", path, &[], None).await;
        looker.ask("POST", path, &by_nurse, Some(b"x".to_vec())).await;
    }
    // Static files, by the URL in a page.
    let front = crate::pages::page_client::PageClient::new(&hospital, &hospital.stranger())
        .get("/sign-in")
        .await
        .text;
    for address in front.split('"').filter(|part| part.starts_with("/static/")) {
        assert_eq!(looker.ask("GET", address, &[], None).await.0, 200, "{address}");
    }
    let (_, worker) = looker.ask("GET", "/sw.js", &[], None).await;
    let tag = worker["etag"].to_str().expect("a tag").to_owned();
    assert_eq!(looker.ask("GET", "/sw.js", &[("if-none-match", &tag)], None).await.0, 304);
    // Bodies that are too large, of another media type or not JSON, and unacceptable formats.
    let json = [by_nurse[0], by_nurse[1], ("content-type", "application/json")];
    let form = [by_nurse[0], by_nurse[1], ("content-type", "application/x-www-form-urlencoded")];
    assert_eq!(looker.ask("POST", "/api/v1/scans", &json, Some(vec![b' '; 2 << 20])).await.0, 413);
    assert_eq!(looker.ask("POST", "/sign-in", &form, Some(vec![b'a'; 12 << 20])).await.0, 413);
    assert_eq!(looker.ask("POST", "/api/v1/scans", &by_nurse, Some(b"x".to_vec())).await.0, 415);
    assert_eq!(looker.ask("POST", "/api/v1/scans", &json, Some(b"{".to_vec())).await.0, 400);
    assert_eq!(looker.ask("POST", "/api/v1/scans", &json, Some(b"{}".to_vec())).await.0, 422);
    assert_eq!(looker.ask("POST", "/api/v1/scans", &json[..1], Some(b"{}".to_vec())).await.0, 403);
    assert_eq!(
        looker.ask("GET", "/sign-in", &[("accept-encoding", "identity;q=0")], None).await.0,
        406
    );
    assert_eq!(looker.ask("GET", "/", &[("accept-encoding", "gzip")], None).await.0, 200);
    assert!(looker.wrong.is_empty(), "{:#?}", looker.wrong);
    for status in [200, 303, 304, 400, 401, 403, 404, 405, 406, 413, 415, 422] {
        assert!(
            looker.statuses.contains(&status),
            "no request got {status}: {:?}",
            looker.statuses
        );
    }

    // Bytes that are no HTTP request get a bare status line without any content.
    for nonsense in [
        "nonsense\r\n\r\n",
        "GET / HTTP/1.1\r\nHost: x\r\nContent-Length: -1\r\n\r\n",
        "GET /\u{1} HTTP/1.1\r\n\r\n",
    ] {
        let response = raw(hospital.base(), nonsense).to_lowercase();
        let (head, body) = response.split_once("\r\n\r\n").expect("a head");
        assert!(head.starts_with("http/1.1 400") && body.is_empty(), "{response}");
        assert!(!head.contains("server:") && !head.contains("actix"), "{response}");
    }
}

async fn no_hsts_without_tls(db: Database) {
    let hospital =
        TestHospital::start_with(db, TestOptions { public_url: None, ..TestOptions::default() })
            .await;
    let mut looker = HeaderChecker::at(&hospital, false);
    for path in ["/", "/sign-in", "/api/v1/children", "/nowhere"] {
        looker.ask("GET", path, &[], None).await;
    }
    assert!(looker.wrong.is_empty(), "{:#?}", looker.wrong);
}

on_both_databases!(every_response_has_the_security_headers, no_hsts_without_tls,);
