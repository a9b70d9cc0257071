//! Slow, silent and idle clients are disconnected in time and do not delay others.
//!
//! `STUFFY_FAULT_CONNECTIONS=10000 cargo test --test it resilience::slow_clients -- --nocapture` opens ten thousand
//! connections, if the limit on open files (`ulimit -n`) allows them.

use std::time::Duration;

use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;
use tokio::time::{Instant, interval, timeout};

use super::load::{Bear, Ledger, TIMEOUT};
use crate::cli::process::{ApiClient, Running, command, run_command};
use crate::cli::{add_admin, serve_at, sign_in};
use crate::databases::Database;

/// Idle connections in the suite.
const IDLE: usize = 400;
/// Longest response time of a scan, however many idle connections there are.
pub(super) const MAX_RESPONSE_TIME: Duration = Duration::from_secs(2);

pub(super) async fn open(more: &[&str]) -> (Database, Running, ApiClient) {
    let db = Database::sqlite();
    run_command(command(&db, &["migrate"]), "").succeeds();
    add_admin(&db);
    let (serving, mut web) = serve_at(&db.url, more).await;
    web.token = Some(sign_in(&web).await);
    (db, serving, web)
}

/// Sends one byte per second until the server closes the connection; returns the response.
async fn send_one_byte_per_second(address: &str, session: &str) -> String {
    let mut line = TcpStream::connect(address).await.expect("a connection");
    line.write_all(session.as_bytes()).await.expect("written");
    let (mut hearing, mut speaking) = line.into_split();
    let speaking = async {
        let mut each = interval(Duration::from_secs(1));
        loop {
            each.tick().await;
            if speaking.write_all(b"a").await.is_err() {
                return std::future::pending::<()>().await;
            }
        }
    };
    let mut heard = Vec::new();
    tokio::select! {
        // The connection may be reset instead of closed.
        _ = hearing.read_to_end(&mut heard) => {}
        () = speaking => {}
    }
    String::from_utf8_lossy(&heard).into_owned()
}

/// Sends these bytes and reads until the server closes the connection.
pub(crate) async fn send_and_read(address: &str, bytes: &[u8]) -> String {
    let mut line = TcpStream::connect(address).await.expect("a connection");
    line.write_all(bytes).await.expect("written");
    let mut heard = Vec::new();
    // The connection may be reset instead of closed.
    let _ = timeout(TIMEOUT, line.read_to_end(&mut heard)).await.expect("closed in time");
    String::from_utf8_lossy(&heard).into_owned()
}

#[actix_web::test]
async fn slow_requests_are_cut_off_in_time() {
    let (_db, mut serving, web) = open(&["--request-timeout-seconds", "2"]).await;
    let token = web.token.as_deref().expect("a token");
    let head = "POST /api/v1/scans HTTP/1.1\r\nHost: ward\r\nContent-Type: application/json\r\n";
    let bodies = [
        format!("{head}Authorization: Bearer {token}\r\nContent-Length: 300\r\n\r\n{{"),
        "POST /sign-in HTTP/1.1\r\nHost: ward\r\nOrigin: http://ward\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: 300\r\n\r\nusername=".to_owned(),
    ];
    let began = Instant::now();
    let in_the_head = send_one_byte_per_second(web.address(), "GET /");
    let in_the_body = send_one_byte_per_second(web.address(), &bodies[0]);
    let in_a_form = send_one_byte_per_second(web.address(), &bodies[1]);
    let all = async { tokio::join!(in_the_head, in_the_body, in_a_form) };
    let (head, body, form) = timeout(TIMEOUT, all).await.expect("all are let go");
    assert!(began.elapsed() < Duration::from_secs(12), "{:?}", began.elapsed());
    assert!(head.is_empty() || head.starts_with("HTTP/1.1 408"), "{head}");
    assert!(body.starts_with("HTTP/1.1 400") && body.contains("malformed"), "{body}");
    assert!(form.starts_with("HTTP/1.1 400"), "{form}");
    serving.signal("TERM");
    assert_eq!(serving.wait_for_exit().await, Some(0));
}

#[actix_web::test]
async fn idle_connections_do_not_delay_others() {
    let count =
        std::env::var("STUFFY_FAULT_CONNECTIONS").map_or(IDLE, |n| n.parse().expect("a number"));
    let (_db, mut serving, web) = open(&["--request-timeout-seconds", "600"]).await;
    let bear = Bear::check_in(&web).await;
    let mut idle = Vec::new();
    for nth in 0..count {
        let mut line = TcpStream::connect(web.address()).await.expect("a connection");
        // Half of them have sent the beginning of a request.
        if nth % 2 == 0 {
            line.write_all(b"POST /api/v1/scans HTTP/1.1\r\nHost: ward\r\n")
                .await
                .expect("written");
        }
        idle.push(line);
    }
    let held = format!("/proc/{}/fd", serving.process());
    let all_are_held = async {
        let mut look = interval(Duration::from_millis(5));
        while std::fs::read_dir(&held).expect("its files").count() < count {
            look.tick().await;
        }
    };
    timeout(TIMEOUT, all_are_held).await.expect("all connections are open");
    let (mut ledger, mut slowest) = (Ledger::default(), Duration::ZERO);
    for _ in 0..50 {
        let asked = Instant::now();
        let reply = ledger.send(&web, bear.scan()).await.expect("a response");
        assert_eq!(reply.status, 201);
        slowest = slowest.max(asked.elapsed());
    }
    let memory =
        std::fs::read_to_string(format!("/proc/{}/status", serving.process())).unwrap_or_default();
    let memory =
        memory.lines().find(|line| line.starts_with("VmRSS")).unwrap_or_default().to_owned();
    println!("{count} idle connections; 50 scans, the slowest {slowest:.1?}; {memory}");
    assert!(slowest < MAX_RESPONSE_TIME, "{slowest:?}");
    drop(idle);
    ledger.assert_all_recorded(&web, &bear).await;
    serving.signal("TERM");
    assert_eq!(serving.wait_for_exit().await, Some(0));
}
