//! Who sends a request is known before any byte of its body is read, and bodies that never end hold little memory.

use std::time::Duration;

use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;
use tokio::time::{Instant, timeout};

use super::load::{Bear, Ledger, TIMEOUT};
use super::slow_clients::{MAX_RESPONSE_TIME, open};
use crate::cli::process::Running;

const UNFINISHED: usize = 300;
const MAX_GROWTH_KB: u64 = 60 * 1024;

/// A server that waits for bodies longer than the test lasts.
const PATIENT: [&str; 2] = ["--request-timeout-seconds", "600"];

/// Sends the head of a request and the beginning of its body, and keeps the connection open.
async fn begin(address: &str, head: &str, body: &[u8]) -> TcpStream {
    let mut connection = TcpStream::connect(address).await.expect("a connection");
    let head = format!("{head}\r\nHost: ward\r\nContent-Length: 65536\r\n\r\n");
    // A server that refuses the request may close the connection before everything is sent.
    let _ = connection.write_all(head.as_bytes()).await;
    let _ = connection.write_all(body).await;
    connection
}

/// The status with which the server answers without waiting for the rest.
async fn status(mut connection: TcpStream) -> String {
    let mut line = [0; 12];
    timeout(TIMEOUT, connection.read_exact(&mut line)).await.expect("at once").expect("a status");
    String::from_utf8_lossy(&line[9..]).into_owned()
}

fn memory_kb(serving: &Running) -> u64 {
    let status = std::fs::read_to_string(format!("/proc/{}/status", serving.process()));
    let status = status.expect("the process runs");
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:")).expect("its memory");
    line.trim().trim_end_matches(" kB").parse().expect("a number")
}

#[actix_web::test]
async fn a_request_without_its_body_is_refused_at_once() {
    let (_db, _serving, web) = open(&PATIENT).await;
    let json = "Content-Type: application/json";
    let cases = [
        ("401", format!("POST /api/v1/staff HTTP/1.1\r\n{json}")),
        ("401", format!("POST /api/v1/scans/batch HTTP/1.1\r\n{json}")),
        ("401", format!("PATCH /api/v1/children/x HTTP/1.1\r\n{json}\r\nAuthorization: Bearer x")),
        ("401", "POST /api/v1/journeys/x/photos HTTP/1.1\r\nContent-Type: image/jpeg".to_owned()),
        ("401", "POST /scan/frame HTTP/1.1\r\nContent-Type: image/jpeg".to_owned()),
        (
            "401",
            "POST /admin/staff/import HTTP/1.1\r\nContent-Type: multipart/form-data".to_owned(),
        ),
        ("403", "POST /sign-in HTTP/1.1\r\nOrigin: https://elsewhere.example".to_owned()),
        ("404", "POST /api/v1/nowhere HTTP/1.1".to_owned()),
        ("405", "POST /api/v1/audit HTTP/1.1".to_owned()),
    ];
    for (expected, head) in cases {
        assert_eq!(status(begin(web.address(), &head, b"").await).await, expected, "{head}");
    }
}

#[actix_web::test]
async fn a_body_above_the_limit_of_its_sender_is_refused_at_once() {
    let (_db, _serving, web) = open(&PATIENT).await;
    for (path, kind) in [
        ("/api/v1/sessions", "application/json"),
        ("/sign-in", "application/x-www-form-urlencoded"),
    ] {
        let origin = format!("http://{}", web.address());
        let mut connection = TcpStream::connect(web.address()).await.expect("a connection");
        let host = web.address();
        let head = format!(
            "POST {path} HTTP/1.1\r\nHost: {host}\r\nOrigin: {origin}\r\nContent-Type: {kind}\r\n\
             Content-Length: 65537\r\n\r\n"
        );
        connection.write_all(head.as_bytes()).await.expect("written");
        assert_eq!(status(connection).await, "413", "{path}");
    }
}

#[actix_web::test]
async fn unfinished_bodies_of_strangers_hold_little_memory_and_staff_scan_on() {
    let (_db, serving, web) = open(&PATIENT).await;
    let bear = Bear::check_in(&web).await;
    let before = memory_kb(&serving);
    let head = "POST /api/v1/sessions HTTP/1.1\r\nContent-Type: application/json";
    let almost_all = vec![b' '; 60 * 1024];
    let mut unfinished = Vec::new();
    for _ in 0..UNFINISHED {
        unfinished.push(begin(web.address(), head, &almost_all).await);
    }
    let (mut ledger, mut slowest) = (Ledger::default(), Duration::ZERO);
    for _ in 0..20 {
        let asked = Instant::now();
        assert_eq!(ledger.send(&web, bear.scan()).await.expect("a response").status, 201);
        slowest = slowest.max(asked.elapsed());
    }
    let grown = memory_kb(&serving).saturating_sub(before);
    println!(
        "{UNFINISHED} unfinished bodies: {grown} kB more; the slowest scan took {slowest:.1?}"
    );
    assert!(grown < MAX_GROWTH_KB, "{grown} kB");
    assert!(slowest < MAX_RESPONSE_TIME, "{slowest:?}");
    drop(unfinished);
    ledger.assert_all_recorded(&web, &bear).await;
}
