//! Two nodes are restarted in turn behind a load balancer while phones scan: no request fails.

use std::cell::RefCell;
use std::rc::Rc;
use std::time::Duration;

use tokio::time::{interval, timeout};

use super::load::{Bear, Ledger, TIMEOUT};
use crate::cli::process::{ApiClient, Running, command, run_command};
use crate::cli::{add_admin, serve_at, sign_in};
use crate::databases::Database;

/// Time for the load balancer to notice.
const SHUTDOWN_DELAY: &[&str] = &["--shutdown-delay-seconds", "1"];
const POLL_INTERVAL: Duration = Duration::from_millis(50);

/// Distributes requests among the ready nodes.
#[derive(Clone, Default)]
struct LoadBalancer {
    nodes: Rc<RefCell<Vec<(ApiClient, bool)>>>,
    over: Rc<RefCell<bool>>,
}

impl LoadBalancer {
    /// Polls the readiness of each node.
    async fn poll_readiness(self) {
        let mut look = interval(POLL_INTERVAL);
        while !*self.over.borrow() {
            look.tick().await;
            let nodes: Vec<_> = self.nodes.borrow().iter().map(|(web, _)| web.clone()).collect();
            for (nth, web) in nodes.iter().enumerate() {
                let reply = web.try_request("GET", "/readyz", None).await;
                self.nodes.borrow_mut()[nth].1 = reply.is_some_and(|(head, _)| head.status == 200);
            }
        }
    }

    /// Waits until exactly these nodes are ready.
    async fn wait_until_ready(&self, ready: &[bool]) {
        let seen = async {
            let mut look = interval(POLL_INTERVAL);
            while self.nodes.borrow().iter().map(|(_, ready)| *ready).ne(ready.iter().copied()) {
                look.tick().await;
            }
        };
        timeout(TIMEOUT, seen).await.expect("ready in time");
    }

    /// Round robin among the ready nodes.
    fn route(&self, nth: usize) -> ApiClient {
        let nodes = self.nodes.borrow();
        let ready: Vec<_> = nodes.iter().filter(|(_, ready)| *ready).collect();
        assert!(!ready.is_empty(), "no node is ready");
        ready[nth % ready.len()].0.clone()
    }
}

/// Scans through the load balancer; every request must succeed at once.
async fn scan_until_stopped(
    balancer: LoadBalancer,
    bear: Bear,
    kept: Rc<RefCell<usize>>,
) -> (Bear, Ledger) {
    let mut ledger = Ledger::default();
    for nth in 0.. {
        if *balancer.over.borrow() {
            break;
        }
        let reply = ledger.send(&balancer.route(nth), bear.scan()).await.expect("a response");
        assert_eq!(reply.status, 201, "a request failed during a restart");
        *kept.borrow_mut() += 1;
    }
    (bear, ledger)
}

#[actix_web::test]
async fn a_rolling_restart_of_two_nodes_fails_no_request() {
    let db = Database::postgres();
    run_command(command(&db, &["migrate"]), "").succeeds();
    add_admin(&db);
    let (mut one, mut web) = serve_at(&db.url, SHUTDOWN_DELAY).await;
    let token = sign_in(&web).await;
    web.token = Some(token.clone());
    let bears = Bear::check_in_many(&web, 4).await;
    let (mut two, other) = another(&db, &token).await;
    let balancer = LoadBalancer::default();
    balancer.nodes.borrow_mut().extend([(web, true), (other, false)]);
    let looking = actix_web::rt::spawn(balancer.clone().poll_readiness());
    let kept = Rc::new(RefCell::new(0));
    let phones: Vec<_> = bears
        .into_iter()
        .map(|bear| {
            actix_web::rt::spawn(scan_until_stopped(balancer.clone(), bear, Rc::clone(&kept)))
        })
        .collect();
    for nth in 0..2 {
        balancer.wait_until_ready(&[true, true]).await;
        more(&kept).await;
        let leaving = if nth == 0 { &mut one } else { &mut two };
        leaving.signal("TERM");
        let rest: Vec<_> = (0..2).map(|node| node != nth).collect();
        balancer.wait_until_ready(&rest).await;
        assert_eq!(leaving.wait_for_exit().await, Some(0));
        more(&kept).await;
        let (again, at) = another(&db, &token).await;
        *leaving = again;
        balancer.nodes.borrow_mut()[nth].0 = at;
    }
    balancer.wait_until_ready(&[true, true]).await;
    more(&kept).await;
    *balancer.over.borrow_mut() = true;
    looking.await.expect("the load balancer ends");
    for phone in phones {
        let (bear, ledger) = phone.await.expect("every scan succeeded");
        ledger.assert_all_recorded(&balancer.route(0), &bear).await;
    }
    println!("{} scans during the restart of two nodes, no request failed", kept.borrow());
}

async fn another(db: &Database, token: &str) -> (Running, ApiClient) {
    let (serving, mut web) = serve_at(&db.url, SHUTDOWN_DELAY).await;
    web.token = Some(token.to_owned());
    (serving, web)
}

/// Waits for some more scans.
async fn more(kept: &RefCell<usize>) {
    let enough = *kept.borrow() + 40;
    let grown = async {
        let mut look = interval(Duration::from_millis(2));
        while *kept.borrow() < enough {
            look.tick().await;
        }
    };
    timeout(TIMEOUT, grown).await.expect("more scans in time");
}
