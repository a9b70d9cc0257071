//! PostgreSQL behind a wire that clogs, breaks and is mended: clear words within a bounded time, nothing acknowledged
//! lost, and recovery by itself.

use std::sync::Arc;
use std::time::Duration;

use serde_json::json;
use tokio::task::JoinSet;
use tokio::time::Instant;

use super::load::{Bear, Ledger, Tally};
use crate::cli::process::{Web, command, say};
use crate::cli::{hire, serve_at, sign_in};
use crate::databases::Database;
use crate::pages::proxy::Proxy;

/// How long the program is told to wait for its database.
const PATIENCE: &str = "1";
/// How long an answer may take with it, though the database says nothing: the program's patience, and room for a
/// machine that is busy with other tests.
const BOUND: Duration = Duration::from_secs(5);

/// The database's address by way of a wire.
fn by(proxy: &Proxy, url: &str) -> String {
    let (scheme, rest) = url.split_once("://").expect("an address");
    let (who, rest) = rest.rsplit_once('@').map_or(("", rest), |(who, rest)| (who, rest));
    let (host, name) = rest.split_once('/').expect("a database's name");
    let port = if host.contains(':') { "" } else { ":5432" };
    proxy.connect(&format!("{scheme}://{host}{port}"));
    let at = if who.is_empty() { "" } else { "@" };
    format!("{scheme}://{who}{at}127.0.0.1:{}/{name}", proxy.port())
}

#[actix_web::test]
async fn a_database_that_says_nothing_is_told_of_in_time_and_got_over() {
    let db = Database::postgres();
    say(command(&db, &["migrate"]), "").well();
    hire(&db);
    let proxy = Proxy::start().await;
    let (mut serving, mut web) =
        serve_at(&by(&proxy, &db.url), &["--patience-seconds", PATIENCE]).await;
    web.token = Some(sign_in(&web).await);
    let bears = Bear::some(&web, 6).await;
    let tally = Arc::new(Tally::default());
    let phones = bears
        .into_iter()
        .map(|bear| Ledger::default().through(web.clone(), bear, Arc::clone(&tally)));
    let phones: JoinSet<_> = phones.collect();
    for _ in 0..2 {
        tally.kept(20).await;
        proxy.stall();
        tally.turned_away(6).await;
        is_told(&web).await;
        proxy.reconnect();
        tally.kept(20).await;
        proxy.disconnect();
        tally.turned_away(20).await;
        is_told(&web).await;
        proxy.reconnect();
    }
    tally.kept(20).await;
    tally.stop();
    for (bear, ledger) in phones.join_all().await {
        ledger.is_honoured(&web, &bear).await;
    }
    serving.signal("TERM");
    assert_eq!(serving.end().await, Some(0));
    say(command(&db, &["verify"]), "").well();
}

/// Whoever asks is told in time that the database is away, and nothing of why.
async fn is_told(web: &Web) {
    for path in ["/api/v1/journeys", "/readyz"] {
        let asked = Instant::now();
        let (head, told) = web.attempt("GET", path, None).await.expect("an answer");
        assert_eq!((head.status, &told["code"]), (503, &json!("away")), "{path}");
        assert!(
            head.retry_after.is_some() && asked.elapsed() < BOUND,
            "{path}: {:?}",
            asked.elapsed()
        );
        for cause in ["ostgres", "SQL", "connection", "timed out"] {
            assert!(!told.to_string().contains(cause), "the cause is for the log: {told}");
        }
    }
    // Without the database there is no signing in, and no word of what was wrong.
    let (head, _) = web.attempt("GET", "/healthz", None).await.expect("an answer");
    assert_eq!(head.status, 200, "the process itself is well");
}
