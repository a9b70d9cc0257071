//! Load: scans companions as fast as the server responds, and checks later that everything acknowledged is recorded.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::Duration;

use serde_json::{Value, json};
use stuffy::clock::Clock;
use stuffy::json::Timestamp;
use stuffy::random;
use tokio::time::{interval, timeout};

use crate::cli;
use crate::cli::process::{ApiClient, ResponseHead};

/// Only a bug takes this long.
pub(super) const TIMEOUT: Duration = Duration::from_secs(30);
/// Scans per request when the ledger is checked.
const CHECK_BATCH: usize = 100;
/// Scans per batch of a phone.
const BATCH: usize = 5;

/// The number of failures in a test; `STUFFY_FAULT_ROUNDS` overrides it.
pub(super) fn rounds(default_rounds: usize) -> usize {
    let output = std::env::var("STUFFY_FAULT_ROUNDS");
    output.map_or(default_rounds, |rounds| rounds.parse().expect("a number"))
}

pub(super) struct Bear {
    tag: String,
    journey: String,
}

impl Bear {
    pub(super) async fn check_in(web: &ApiClient) -> Self {
        let created = cli::check_in(web).await;
        Self { tag: cli::text(&created, "/tag/code"), journey: cli::text(&created, "/journey/id") }
    }

    pub(super) async fn check_in_many(web: &ApiClient, count: usize) -> Vec<Self> {
        let mut bears = Vec::new();
        for _ in 0..count {
            bears.push(Self::check_in(web).await);
        }
        bears
    }

    /// A scan of this moment with a new id.
    pub(super) fn scan(&self) -> Value {
        let now = Clock::system().now();
        json!({ "id": random::uuid_v7_at(now), "tag": self.tag, "occurred_at": Timestamp(now).to_string() })
    }

    /// How often each scan appears in the history.
    async fn history(&self, web: &ApiClient) -> BTreeMap<String, usize> {
        let (mut seen, mut after) = (BTreeMap::new(), String::new());
        loop {
            let path = format!("/api/v1/journeys/{}/steps?limit=200{after}", self.journey);
            let page = web.get(&path).await;
            for step in page["items"].as_array().expect("steps") {
                if let Some(id) = step["scan_id"].as_str() {
                    *seen.entry(id.to_owned()).or_default() += 1;
                }
            }
            let Some(next) = page["next"].as_str() else { return seen };
            after = format!("&after={next}");
        }
    }
}

/// What was sent about one companion, and the responses.
#[derive(Default)]
pub(super) struct Ledger {
    /// Acknowledged scans with their responses.
    acknowledged: Vec<(Value, Value)>,
    /// Scans without acknowledgement, which may be recorded or not.
    unknown: Vec<Value>,
}

impl Ledger {
    /// Sends one scan; none without a response.
    pub(super) async fn send(&mut self, web: &ApiClient, scan: Value) -> Option<ResponseHead> {
        let reply = web.try_request("POST", "/api/v1/scans", Some(&scan)).await;
        let head = reply.as_ref().map(|(head, _)| *head);
        match reply {
            Some((ResponseHead { status: 200 | 201, .. }, response)) => {
                self.acknowledged.push((scan, response));
            }
            _ => self.unknown.push(scan),
        }
        head
    }

    /// Sends several scans in one batch.
    pub(super) async fn send_batch(
        &mut self,
        web: &ApiClient,
        scans: Vec<Value>,
    ) -> Option<ResponseHead> {
        let reply = web.try_request("POST", "/api/v1/scans/batch", Some(&batch(&scans))).await;
        let head = reply.as_ref().map(|(head, _)| *head);
        match reply {
            Some((ResponseHead { status: 200, .. }, response)) => {
                for (scan, result) in scans.into_iter().zip(results(&response)) {
                    assert_eq!(result["status"], 201, "{result}");
                    self.acknowledged.push((scan, result["body"].clone()));
                }
            }
            _ => self.unknown.extend(scans),
        }
        head
    }

    /// Scans as fast as the server responds, single scans and batches in turn, until there is no response.
    pub(super) async fn until_no_response(mut self, web: ApiClient, bear: Bear) -> (Bear, Self) {
        for nth in 0.. {
            let reply = if nth % 2 == 0 {
                self.send(&web, bear.scan()).await
            } else {
                self.send_batch(&web, (0..BATCH).map(|_| bear.scan()).collect()).await
            };
            match reply {
                Some(head) => assert!(matches!(head.status, 200 | 201), "{head:?}"),
                None => break,
            }
        }
        (bear, self)
    }

    /// Scans until stopped: each scan is acknowledged or gets 503.
    pub(super) async fn until_stopped(
        mut self,
        web: ApiClient,
        bear: Bear,
        counts: Arc<ResponseCounts>,
    ) -> (Bear, Self) {
        while !counts.stopped.load(Ordering::Relaxed) {
            let head = self.send(&web, bear.scan()).await.expect("an answer, whatever it is");
            if head.status == 201 {
                counts.accepted.fetch_add(1, Ordering::Relaxed);
            } else {
                assert!(head.status == 503 && head.retry_after.is_some(), "{head:?}");
                counts.rejected.fetch_add(1, Ordering::Relaxed);
            }
        }
        (bear, self)
    }

    /// The number of acknowledged scans.
    pub(super) fn len(&self) -> usize {
        self.acknowledged.len()
    }

    /// Repeats every acknowledged scan, which must give its first response, and checks that each scan is in the history
    /// exactly once. Returns how many scans without a response were recorded.
    pub(super) async fn assert_all_recorded(&self, web: &ApiClient, bear: &Bear) -> usize {
        for some in self.acknowledged.chunks(CHECK_BATCH) {
            let scans: Vec<_> = some.iter().map(|(scan, _)| scan.clone()).collect();
            let again = send_until_accepted(web, &scans).await;
            for ((scan, first), result) in some.iter().zip(results(&again)) {
                assert_eq!(result["status"], 200, "acknowledged but lost: {scan}");
                assert_eq!(result["body"], *first, "another response: {scan}");
            }
        }
        let mut found = 0;
        for some in self.unknown.chunks(CHECK_BATCH) {
            let reply = send_until_accepted(web, some).await;
            for result in results(&reply) {
                let status = &result["status"];
                assert!(status == 200 || status == 201, "{result}");
                found += usize::from(status == 200);
            }
        }
        let sent = self.acknowledged.iter().map(|(scan, _)| scan).chain(&self.unknown);
        let once: BTreeMap<_, _> = sent.map(|scan| (cli::text(scan, "/id"), 1)).collect();
        assert_eq!(bear.history(web).await, once, "how often each scan was recorded");
        found
    }
}

/// The responses to all phones so far.
#[derive(Default)]
pub(super) struct ResponseCounts {
    accepted: AtomicUsize,
    rejected: AtomicUsize,
    stopped: AtomicBool,
}

impl ResponseCounts {
    /// Waits for so many more acknowledged scans.
    pub(super) async fn wait_for_accepted(&self, more: usize) {
        wait_for_growth(&self.accepted, more, "acknowledged").await;
    }

    /// Waits for so many more 503 responses.
    pub(super) async fn wait_for_rejected(&self, more: usize) {
        wait_for_growth(&self.rejected, more, "rejected").await;
    }

    /// Stops all phones.
    pub(super) fn stop(&self) {
        self.stopped.store(true, Ordering::Relaxed);
    }
}

async fn wait_for_growth(count: &AtomicUsize, more: usize, what: &str) {
    let enough = count.load(Ordering::Relaxed) + more;
    let grown = async {
        let mut look = interval(Duration::from_millis(2));
        while count.load(Ordering::Relaxed) < enough {
            look.tick().await;
        }
    };
    timeout(TIMEOUT, grown).await.unwrap_or_else(|_| panic!("no {more} more {what}"));
}

/// Repeats the request until it is accepted; with a short database timeout there may be a 503 first.
async fn send_until_accepted(web: &ApiClient, scans: &[Value]) -> Value {
    let asking = async {
        loop {
            let reply = web.try_request("POST", "/api/v1/scans/batch", Some(&batch(scans))).await;
            let (head, reply) = reply.expect("a response");
            if head.status == 200 {
                return reply;
            }
            assert_eq!(head.status, 503, "{reply}");
        }
    };
    timeout(TIMEOUT, asking).await.expect("an answer in the end")
}

fn batch(scans: &[Value]) -> Value {
    json!({ "sent_at": Timestamp(Clock::system().now()).to_string(), "scans": scans })
}

fn results(response: &Value) -> &[Value] {
    response["results"].as_array().expect("results")
}
