//! Load: companions that are scanned as fast as they are answered, and a ledger of what was acknowledged.

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
use crate::cli::process::{Head, Web};

/// How long anything may take; only a fault takes this long.
pub(super) const PATIENCE: Duration = Duration::from_secs(30);
/// Scans that one request of the ledger's check holds.
const AT_ONCE: usize = 100;
/// Scans that a batch of a scanner holds.
const BATCH: usize = 5;

/// How often something breaks: so often in the suite, or as often as `STUFFY_FAULT_ROUNDS` says.
pub(super) fn rounds(in_the_suite: usize) -> usize {
    let said = std::env::var("STUFFY_FAULT_ROUNDS");
    said.map_or(in_the_suite, |rounds| rounds.parse().expect("a number"))
}

/// A companion in the house.
pub(super) struct Bear {
    tag: String,
    journey: String,
}

impl Bear {
    pub(super) async fn check_in(web: &Web) -> Self {
        let made = cli::check_in(web).await;
        Self { tag: cli::text(&made, "/tag/code"), journey: cli::text(&made, "/journey/id") }
    }

    pub(super) async fn some(web: &Web, count: usize) -> Vec<Self> {
        let mut bears = Vec::new();
        for _ in 0..count {
            bears.push(Self::check_in(web).await);
        }
        bears
    }

    /// Where it is seen at this moment, by an id of its own.
    pub(super) fn scan(&self) -> Value {
        let now = Clock::system().now();
        json!({ "id": random::uuid_v7_at(now), "tag": self.tag, "occurred_at": Timestamp(now).to_string() })
    }

    /// How often each scan stands in its history.
    async fn history(&self, web: &Web) -> BTreeMap<String, usize> {
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

/// What was sent about one companion, and what was said to it.
#[derive(Default)]
pub(super) struct Ledger {
    /// What was acknowledged, with the answer.
    acknowledged: Vec<(Value, Value)>,
    /// What was sent and not acknowledged: whether it was kept is for the server to know.
    unknown: Vec<Value>,
}

impl Ledger {
    /// Sends one scan, and keeps in mind what came of it; nothing where there was no answer.
    pub(super) async fn send(&mut self, web: &Web, scan: Value) -> Option<Head> {
        let told = web.attempt("POST", "/api/v1/scans", Some(&scan)).await;
        let head = told.as_ref().map(|(head, _)| *head);
        match told {
            Some((Head { status: 200 | 201, .. }, answer)) => {
                self.acknowledged.push((scan, answer));
            }
            _ => self.unknown.push(scan),
        }
        head
    }

    /// The same with several in one batch.
    pub(super) async fn send_batch(&mut self, web: &Web, scans: Vec<Value>) -> Option<Head> {
        let told = web.attempt("POST", "/api/v1/scans/batch", Some(&batch(&scans))).await;
        let head = told.as_ref().map(|(head, _)| *head);
        match told {
            Some((Head { status: 200, .. }, answer)) => {
                for (scan, result) in scans.into_iter().zip(results(&answer)) {
                    assert_eq!(result["status"], 201, "{result}");
                    self.acknowledged.push((scan, result["body"].clone()));
                }
            }
            _ => self.unknown.extend(scans),
        }
        head
    }

    /// Scans on as fast as it is answered, now one and now several at once, until there is no answer.
    pub(super) async fn until_silence(mut self, web: Web, bear: Bear) -> (Bear, Self) {
        for nth in 0.. {
            let told = if nth % 2 == 0 {
                self.send(&web, bear.scan()).await
            } else {
                self.send_batch(&web, (0..BATCH).map(|_| bear.scan()).collect()).await
            };
            match told {
                Some(head) => assert!(matches!(head.status, 200 | 201), "{head:?}"),
                None => break,
            }
        }
        (bear, self)
    }

    /// Scans on through trouble until told to stop: each scan is acknowledged or turned away with a clear word.
    pub(super) async fn through(mut self, web: Web, bear: Bear, tally: Arc<Tally>) -> (Bear, Self) {
        while !tally.over.load(Ordering::Relaxed) {
            let head = self.send(&web, bear.scan()).await.expect("an answer, whatever it is");
            if head.status == 201 {
                tally.kept.fetch_add(1, Ordering::Relaxed);
            } else {
                assert!(head.status == 503 && head.retry_after.is_some(), "{head:?}");
                tally.turned_away.fetch_add(1, Ordering::Relaxed);
            }
        }
        (bear, self)
    }

    /// How many were acknowledged.
    pub(super) fn len(&self) -> usize {
        self.acknowledged.len()
    }

    /// Every acknowledged scan is there, and nothing twice: told again, each gets its first answer, and
    /// each stands in the history once. Says how many were there that had got no answer.
    pub(super) async fn is_honoured(&self, web: &Web, bear: &Bear) -> usize {
        for some in self.acknowledged.chunks(AT_ONCE) {
            let scans: Vec<_> = some.iter().map(|(scan, _)| scan.clone()).collect();
            let again = ask(web, &scans).await;
            for ((scan, first), result) in some.iter().zip(results(&again)) {
                assert_eq!(result["status"], 200, "it was acknowledged and is lost: {scan}");
                assert_eq!(result["body"], *first, "it was answered otherwise: {scan}");
            }
        }
        let mut found = 0;
        for some in self.unknown.chunks(AT_ONCE) {
            let told = ask(web, some).await;
            for result in results(&told) {
                let status = &result["status"];
                assert!(status == 200 || status == 201, "{result}");
                found += usize::from(status == 200);
            }
        }
        let sent = self.acknowledged.iter().map(|(scan, _)| scan).chain(&self.unknown);
        let once: BTreeMap<_, _> = sent.map(|scan| (cli::text(scan, "/id"), 1)).collect();
        assert_eq!(bear.history(web).await, once, "scans, and how often each was kept");
        found
    }
}

/// What all phones together were answered so far.
#[derive(Default)]
pub(super) struct Tally {
    kept: AtomicUsize,
    turned_away: AtomicUsize,
    over: AtomicBool,
}

impl Tally {
    /// Waits until so many more were acknowledged.
    pub(super) async fn kept(&self, more: usize) {
        grows(&self.kept, more, "acknowledged").await;
    }

    /// Waits until so many more were turned away.
    pub(super) async fn turned_away(&self, more: usize) {
        grows(&self.turned_away, more, "turned away").await;
    }

    /// No phone sends anything more.
    pub(super) fn stop(&self) {
        self.over.store(true, Ordering::Relaxed);
    }
}

async fn grows(count: &AtomicUsize, more: usize, what: &str) {
    let enough = count.load(Ordering::Relaxed) + more;
    let grown = async {
        let mut look = interval(Duration::from_millis(2));
        while count.load(Ordering::Relaxed) < enough {
            look.tick().await;
        }
    };
    timeout(PATIENCE, grown).await.unwrap_or_else(|_| panic!("no {more} more were {what}"));
}

/// Asks until there is an answer: whoever has little patience may be told to come again.
async fn ask(web: &Web, scans: &[Value]) -> Value {
    let asking = async {
        loop {
            let told = web.attempt("POST", "/api/v1/scans/batch", Some(&batch(scans))).await;
            let (head, told) = told.expect("an answer");
            if head.status == 200 {
                return told;
            }
            assert_eq!(head.status, 503, "{told}");
        }
    };
    timeout(PATIENCE, asking).await.expect("an answer in the end")
}

fn batch(scans: &[Value]) -> Value {
    json!({ "sent_at": Timestamp(Clock::system().now()).to_string(), "scans": scans })
}

fn results(answer: &Value) -> &[Value] {
    answer["results"].as_array().expect("results")
}
