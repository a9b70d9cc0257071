//! PostgreSQL behind a proxy that stalls, breaks and recovers: clear errors within a bounded time, nothing acknowledged
//! is lost, and the server recovers by itself.

use std::sync::Arc;
use std::time::Duration;

use serde_json::json;
use tokio::task::JoinSet;
use tokio::time::Instant;

use super::load::{Bear, Ledger, ResponseCounts};
use crate::cli::process::{ApiClient, command, run_command};
use crate::cli::{add_admin, serve_at, sign_in};
use crate::databases::Database;
use crate::pages::proxy::Proxy;

/// The database timeout in seconds.
const TIMEOUT: &str = "1";
/// Longest response time with a silent database: the timeout, and some room for a machine that is busy with other
/// tests.
const MAX_RESPONSE_TIME: Duration = Duration::from_secs(5);

/// The URL of the database through the proxy.
fn through_proxy(proxy: &Proxy, url: &str) -> String {
    let (scheme, rest) = url.split_once("://").expect("an address");
    let (credentials, rest) =
        rest.rsplit_once('@').map_or(("", rest), |(credentials, rest)| (credentials, rest));
    let (host, name) = rest.split_once('/').expect("a database's name");
    let port = if host.contains(':') { "" } else { ":5432" };
    proxy.connect(&format!("{scheme}://{host}{port}"));
    let at = if credentials.is_empty() { "" } else { "@" };
    format!("{scheme}://{credentials}{at}127.0.0.1:{}/{name}", proxy.port())
}

#[actix_web::test]
async fn a_silent_database_gives_503_in_time_and_recovers() {
    let db = Database::postgres();
    run_command(command(&db, &["migrate"]), "").succeeds();
    add_admin(&db);
    let proxy = Proxy::start().await;
    let (mut serving, mut web) =
        serve_at(&through_proxy(&proxy, &db.url), &["--database-timeout-seconds", TIMEOUT]).await;
    web.token = Some(sign_in(&web).await);
    let bears = Bear::check_in_many(&web, 6).await;
    let counts = Arc::new(ResponseCounts::default());
    let phones = bears
        .into_iter()
        .map(|bear| Ledger::default().until_stopped(web.clone(), bear, Arc::clone(&counts)));
    let phones: JoinSet<_> = phones.collect();
    for _ in 0..2 {
        counts.wait_for_accepted(20).await;
        proxy.stall();
        counts.wait_for_rejected(6).await;
        assert_unavailable(&web).await;
        proxy.reconnect();
        counts.wait_for_accepted(20).await;
        proxy.disconnect();
        counts.wait_for_rejected(20).await;
        assert_unavailable(&web).await;
        proxy.reconnect();
    }
    counts.wait_for_accepted(20).await;
    counts.stop();
    for (bear, ledger) in phones.join_all().await {
        ledger.assert_all_recorded(&web, &bear).await;
    }
    serving.signal("TERM");
    assert_eq!(serving.wait_for_exit().await, Some(0));
    run_command(command(&db, &["verify"]), "").succeeds();
}

/// Requests get 503 in time, without the cause.
async fn assert_unavailable(web: &ApiClient) {
    for path in ["/api/v1/journeys", "/readyz"] {
        let asked = Instant::now();
        let (head, reply) = web.try_request("GET", path, None).await.expect("a response");
        assert_eq!((head.status, &reply["code"]), (503, &json!("away")), "{path}");
        assert!(
            head.retry_after.is_some() && asked.elapsed() < MAX_RESPONSE_TIME,
            "{path}: {:?}",
            asked.elapsed()
        );
        for cause in ["ostgres", "SQL", "connection", "timed out"] {
            assert!(!reply.to_string().contains(cause), "the response contains the cause: {reply}");
        }
    }
    // The process itself is healthy.
    let (head, _) = web.try_request("GET", "/healthz", None).await.expect("a response");
    assert_eq!(head.status, 200, "the process is healthy");
}
