//! Webhook deliveries of the built program survive a kill.

use std::time::Duration;

use serde_json::{Value, json};
use stuffy::clock::Clock;
use stuffy::integrations::web_push::PushKey;
use stuffy::json::Timestamp;
use stuffy::random;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};
use tokio::time::{interval, timeout};

use super::process::{Running, command, program, run_command};
use super::{check_in, serve};
use crate::databases::{Database, on_both_databases};

const SECRET: &str = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
/// Only a bug takes this long.
const TIMEOUT: Duration = Duration::from_secs(30);

/// The next webhook request and its notification id.
async fn called(messenger: &TcpListener) -> (TcpStream, String) {
    let call = async {
        let (mut line, _) = messenger.accept().await.expect("a call");
        let mut read = Vec::new();
        while !read.ends_with(b"}}") {
            assert!(line.read_buf(&mut read).await.expect("data") > 0, "it hung up");
        }
        let text = String::from_utf8(read).expect("text");
        let id = text.lines().find_map(|line| line.strip_prefix("webhook-id: "));
        (line, id.expect("an id").to_owned())
    };
    timeout(TIMEOUT, call).await.expect("a connection in time")
}

async fn a_webhook_request_interrupted_by_a_kill_is_repeated_with_the_same_id(db: Database) {
    let messenger = TcpListener::bind(("127.0.0.1", 0)).await.expect("a port");
    let address =
        format!("http://{}/hook-by-a-secret-name", messenger.local_addr().expect("an address"));
    let telling = ["--webhook-url", &address, "--webhook-secret", SECRET];
    run_command(command(&db, &["migrate"]), "").succeeds();
    let (mut serving, web) = serve(&db, &telling).await;
    let bear = check_in(&web).await;
    let of =
        |pointer: &str| bear.pointer(pointer).and_then(Value::as_str).expect("text").to_owned();
    let guest = json!({ "name": "Grandmother", "language": "en", "scope": "status" });
    web.post(&format!("/api/v1/visits/{}/family-links", of("/visit/id")), &guest).await;
    let now = Clock::system().now();
    let gown = json!({
        "id": random::uuid_v7_at(now), "tag": of("/tag/code"), "occurred_at": Timestamp(now).to_string(),
        "actions": [{ "kind": "dressed", "items": ["gown"] }],
    });
    web.post("/api/v1/scans", &gown).await;
    let (line, first) = called(&messenger).await;
    serving.signal("KILL");
    serving.wait_for_exit().await;
    drop(line);

    // Instead of waiting a minute until the claim expires.
    db.run("UPDATE outbox SET due_at = created_at").await.expect("the outbox");
    let args = [&["serve", "--listen", "127.0.0.1:0"], &telling[..]].concat();
    let mut serving = Running::start(command(&db, &args));
    let (mut line, second) = called(&messenger).await;
    assert_eq!(second, first);
    line.write_all(b"HTTP/1.1 204 Taken\r\n\r\n").await.expect("written");
    let taken = async {
        let mut look = interval(Duration::from_millis(20));
        while !db.lines("SELECT 'a row' AS line FROM outbox").await.is_empty() {
            look.tick().await;
        }
    };
    timeout(TIMEOUT, taken).await.expect("no third delivery");
    serving.signal("TERM");
    assert_eq!(serving.wait_for_exit().await, Some(0));
    let log = serving.log.remaining().await;
    for secret in ["secret-name", SECRET, "Biscuit", "Grandmother"] {
        assert!(!log.contains(secret), "{secret} in {log}");
    }
}

on_both_databases!(a_webhook_request_interrupted_by_a_kill_is_repeated_with_the_same_id,);

#[test]
fn push_key_generates_a_key_and_invalid_notification_settings_are_rejected() {
    let created = run_command(program(&["push-key"]), "").succeeds().out;
    assert!(PushKey::parse(&created, None).is_ok(), "{created}");
    let db = Database::sqlite();
    let serve = |more: &[&str]| {
        let line = ["serve", "--listen", "127.0.0.1:0"];
        command(&db, &[&line, more].concat())
    };
    run_command(serve(&["--webhook-url", "http://127.0.0.1:9/"]), "")
        .fails_with("--webhook-secret");
    run_command(serve(&["--push-key", "nonsense"]), "").fails_with("STUFFY_PUSH_KEY is invalid");
    let weak = ["--webhook-url", "http://127.0.0.1:9/", "--webhook-secret", "whsec_c2hvcnQ="];
    run_command(serve(&weak), "").fails_with("STUFFY_WEBHOOK_SECRET");
}
