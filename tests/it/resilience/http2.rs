//! Slow, greedy and broken HTTP/2 clients are limited, and a shutdown is announced to all.

use std::time::Duration;

use serde_json::{Value, json};
use tokio::time::{Instant, interval};

use crate::certificates::{CertificateFiles, TestCertificate};
use crate::cli::process::{Running, command};
use crate::cli::tls::serve_with;
use crate::databases::Database;
use crate::http2_client::{
    CONTINUATION, DATA, END_HEADERS, END_STREAM, GO_AWAY, HEADERS, Http2Client, RESET, literal,
};
use crate::test_app::PASSWORD;

/// Requests under way on one connection.
const MAX_STREAMS: usize = 100;
const SIGN_IN: &[(&str, &str)] = &[
    (":method", "POST"),
    (":path", "/sign-in"),
    ("sec-fetch-site", "same-origin"),
    ("content-type", "application/x-www-form-urlencoded"),
    ("content-length", "300"),
];

struct Site {
    pair: TestCertificate,
    at: String,
    serving: Running,
    _files: CertificateFiles,
    _db: Database,
}

impl Site {
    async fn open(more: &[&str]) -> Self {
        let (db, pair) = (Database::sqlite(), TestCertificate::expiring(2031));
        let files = CertificateFiles::with(&pair);
        let (serving, at) = serve_with(&db, &files, more).await;
        Self { pair, at, serving, _files: files, _db: db }
    }

    async fn client(&self) -> Http2Client {
        Http2Client::connect(&self.at, &self.pair).await
    }

    async fn metrics(&self) -> String {
        let head = [(":method", "GET"), (":path", "/metrics"), ("authorization", "Bearer figures")];
        let mut client = self.client().await;
        let stream = client.open(&head, true).await;
        client.response(stream).await
    }

    async fn assert_serves(&self) {
        assert_eq!(self.client().await.get("/healthz").await, "ok\n");
    }

    async fn stops_well(mut self) {
        self.serving.signal("TERM");
        assert_eq!(self.serving.wait_for_exit().await, Some(0));
    }
}

async fn sign_in(client: &mut Http2Client) -> String {
    let body = json!({ "username": "installer", "password": PASSWORD }).to_string();
    let head =
        [(":method", "POST"), (":path", "/api/v1/sessions"), ("content-type", "application/json")];
    let stream = client.open(&head, false).await;
    client.send(DATA, END_STREAM, stream, body.as_bytes()).await;
    let session: Value = serde_json::from_str(&client.response(stream).await).expect("JSON");
    format!("Bearer {}", session["token"].as_str().expect("a token"))
}

#[actix_web::test]
async fn a_stream_without_its_body_is_answered_in_time_and_others_go_on() {
    let site = Site::open(&["--request-timeout-seconds", "2"]).await;
    let mut client = site.client().await;
    let began = Instant::now();
    let stream = client.open(SIGN_IN, false).await;
    assert_eq!(client.get("/healthz").await, "ok\n");
    let page = client.response(stream).await;
    assert!(page.contains("Malformed request"), "{page}");
    assert!(began.elapsed() < Duration::from_secs(12), "{:?}", began.elapsed());
    assert_eq!(client.get("/healthz").await, "ok\n");
    drop(client);
    site.stops_well().await;
}

#[actix_web::test]
async fn a_body_of_one_byte_a_second_is_cut_off_in_time() {
    let site = Site::open(&["--request-timeout-seconds", "2"]).await;
    let mut client = site.client().await;
    let stream = client.open(SIGN_IN, false).await;
    let (began, mut each) = (Instant::now(), interval(Duration::from_secs(1)));
    let answered = loop {
        tokio::select! {
            page = client.frame_of_kind(HEADERS) => break page,
            _ = each.tick() => {}
        }
        client.send(DATA, 0, stream, b"a").await;
    };
    assert!(!answered.payload.is_empty());
    assert!(began.elapsed() < Duration::from_secs(12), "{:?}", began.elapsed());
    drop(client);
    site.stops_well().await;
}

#[actix_web::test]
async fn a_client_that_says_nothing_after_the_handshake_is_disconnected() {
    let site = Site::open(&["--request-timeout-seconds", "2"]).await;
    let mut client = Http2Client::silent(&site.at, &site.pair).await;
    client.until_closed().await;
    site.stops_well().await;
}

#[actix_web::test]
async fn a_connection_has_a_limited_number_of_requests_at_once() {
    let site = Site::open(&[]).await;
    let mut client = site.client().await;
    let token = sign_in(&mut client).await;
    let head = [(":method", "GET"), (":path", "/api/v1/events"), ("authorization", token.as_str())];
    for _ in 0..MAX_STREAMS {
        client.open(&head, true).await;
        client.frame_of_kind(HEADERS).await;
    }
    let refused = client.open(&head, true).await;
    let problem = client.response(refused).await;
    assert!(problem.contains("\"busy\""), "{problem}");
    // Whoever uses another connection does not notice.
    site.assert_serves().await;
    drop(client);
    site.stops_well().await;
}

#[actix_web::test]
async fn finished_requests_make_room_for_others_on_their_connection() {
    let site = Site::open(&[]).await;
    let mut client = site.client().await;
    for _ in 0..=MAX_STREAMS {
        assert_eq!(client.get("/healthz").await, "ok\n");
    }
    drop(client);
    site.stops_well().await;
}

#[actix_web::test]
async fn a_client_that_reads_no_response_delays_nobody() {
    let site = Site::open(&[]).await;
    let mut client = Http2Client::that_reads_no_bodies(&site.at, &site.pair).await;
    for _ in 0..50 {
        client.open(&[(":method", "GET"), (":path", "/openapi.yaml")], true).await;
    }
    client.frame_of_kind(HEADERS).await;
    site.assert_serves().await;
    drop(client);
    site.stops_well().await;
}

#[actix_web::test]
async fn too_large_headers_end_the_connection_and_are_counted() {
    let mut site = Site::open(&[]).await;
    let mut client = site.client().await;
    let (stream, block) = client.new_stream(&[(":method", "GET"), (":path", "/healthz")]);
    client.send(HEADERS, END_STREAM, stream, &block).await;
    let long = literal("x-long", &"a".repeat(8000));
    for nth in 0..100 {
        let end = if nth == 99 { END_HEADERS } else { 0 };
        if client.try_send(CONTINUATION, end, stream, &long).await.is_err() {
            break;
        }
    }
    client.until_closed().await;
    site.serving.log.line_with("Rejected malformed or unfinished requests").await;
    let metrics = site.metrics().await;
    let counted = "stuffy_rejected_connections_total{reason=\"headers-too-large\"} 1";
    assert!(metrics.contains(counted), "{metrics}");
    site.stops_well().await;
}

#[actix_web::test]
async fn opening_and_resetting_streams_quickly_delays_nobody() {
    let site = Site::open(&[]).await;
    let mut client = site.client().await;
    for _ in 0..2000 {
        let (stream, block) = client.new_stream(&[(":method", "GET"), (":path", "/readyz")]);
        let opened =
            client.try_send(HEADERS, END_HEADERS | END_STREAM, stream, &block).await.is_ok();
        if !opened || client.try_send(RESET, 0, stream, &[0, 0, 0, 8]).await.is_err() {
            break;
        }
    }
    site.assert_serves().await;
    drop(client);
    site.stops_well().await;
}

#[actix_web::test]
async fn a_shutdown_is_announced_and_open_requests_are_finished() {
    let mut site = Site::open(&["--shutdown-delay-seconds", "2"]).await;
    let (mut idle, mut busy) = (site.client().await, site.client().await);
    idle.get("/healthz").await;
    let token = sign_in(&mut busy).await;
    let events =
        [(":method", "GET"), (":path", "/api/v1/events"), ("authorization", token.as_str())];
    let events = busy.open(&events, true).await;
    busy.frame_of_kind(DATA).await;
    let form = idle.open(SIGN_IN, false).await;
    site.serving.signal("TERM");

    for client in [&mut idle, &mut busy] {
        let announced = client.frame_of_kind(GO_AWAY).await;
        assert_eq!(announced.payload[4..8], [0; 4], "without an error");
    }
    // What was open goes on.
    idle.send(DATA, END_STREAM, form, &[b'a'; 300]).await;
    assert!(idle.response(form).await.contains("<html"));
    // The load balancer has not noticed yet: a new connection serves one request.
    let mut late = site.client().await;
    assert_eq!(late.get("/healthz").await, "ok\n");
    late.frame_of_kind(GO_AWAY).await;
    // The event stream ends by itself.
    busy.response(events).await;
    drop((idle, busy, late));
    assert_eq!(site.serving.wait_for_exit().await, Some(0));
}

#[actix_web::test]
async fn http_2_without_tls_is_not_offered() {
    let db = Database::sqlite();
    crate::cli::process::run_command(command(&db, &["migrate"]), "").succeeds();
    let (mut serving, web) = crate::cli::serve_at(&db.url, &[]).await;
    let preface = b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n\0\0\0\x04\0\0\0\0\0";
    let reply = super::slow_clients::send_and_read(web.address(), preface).await;
    assert!(reply.is_empty() || reply.starts_with("HTTP/1.1 4"), "{reply}");
    serving.signal("TERM");
    assert_eq!(serving.wait_for_exit().await, Some(0));
}
