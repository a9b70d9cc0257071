//! Two nodes on one PostgreSQL are stopped and started in turn while phones scan through whichever is ready: nobody
//! is turned away and nothing is cut off.

use std::cell::RefCell;
use std::rc::Rc;
use std::time::Duration;

use tokio::time::{interval, timeout};

use super::load::{Bear, Ledger, PATIENCE};
use crate::cli::process::{Running, Web, command, say};
use crate::cli::{hire, serve_at, sign_in};
use crate::databases::Database;

/// It lingers for a second, so that whoever shares out requests sees that it leaves.
const LINGERING: &[&str] = &["--shutdown-delay-seconds", "1"];
/// How often the one who shares out requests asks who is ready.
const EVERY: Duration = Duration::from_millis(50);

/// Shares requests out among the nodes that say they are ready, as a load balancer does.
#[derive(Clone, Default)]
struct Doorman {
    nodes: Rc<RefCell<Vec<(Web, bool)>>>,
    over: Rc<RefCell<bool>>,
}

impl Doorman {
    /// Asks each node every so often whether it is ready.
    async fn look_round(self) {
        let mut look = interval(EVERY);
        while !*self.over.borrow() {
            look.tick().await;
            let nodes: Vec<_> = self.nodes.borrow().iter().map(|(web, _)| web.clone()).collect();
            for (nth, web) in nodes.iter().enumerate() {
                let told = web.attempt("GET", "/readyz", None).await;
                self.nodes.borrow_mut()[nth].1 = told.is_some_and(|(head, _)| head.status == 200);
            }
        }
    }

    /// Waits until just these are ready.
    async fn sees(&self, ready: &[bool]) {
        let seen = async {
            let mut look = interval(EVERY);
            while self.nodes.borrow().iter().map(|(_, ready)| *ready).ne(ready.iter().copied()) {
                look.tick().await;
            }
        };
        timeout(PATIENCE, seen).await.expect("it is seen");
    }

    /// The `nth` of those that are ready, counted round.
    fn lead(&self, nth: usize) -> Web {
        let nodes = self.nodes.borrow();
        let ready: Vec<_> = nodes.iter().filter(|(_, ready)| *ready).collect();
        assert!(!ready.is_empty(), "nobody is ready");
        ready[nth % ready.len()].0.clone()
    }
}

/// Scans through whichever node is ready, and takes no trouble for an answer.
async fn scan_on(doorman: Doorman, bear: Bear, kept: Rc<RefCell<usize>>) -> (Bear, Ledger) {
    let mut ledger = Ledger::default();
    for nth in 0.. {
        if *doorman.over.borrow() {
            break;
        }
        let told = ledger.send(&doorman.lead(nth), bear.scan()).await.expect("an answer");
        assert_eq!(told.status, 201, "a phone saw that a node was stopped");
        *kept.borrow_mut() += 1;
    }
    (bear, ledger)
}

#[actix_web::test]
async fn a_rolling_restart_of_two_nodes_fails_no_request() {
    let db = Database::postgres();
    say(command(&db, &["migrate"]), "").well();
    hire(&db);
    let (mut one, mut web) = serve_at(&db.url, LINGERING).await;
    let token = sign_in(&web).await;
    web.token = Some(token.clone());
    let bears = Bear::some(&web, 4).await;
    let (mut two, other) = another(&db, &token).await;
    let doorman = Doorman::default();
    doorman.nodes.borrow_mut().extend([(web, true), (other, false)]);
    let looking = actix_web::rt::spawn(doorman.clone().look_round());
    let kept = Rc::new(RefCell::new(0));
    let phones: Vec<_> = bears
        .into_iter()
        .map(|bear| actix_web::rt::spawn(scan_on(doorman.clone(), bear, Rc::clone(&kept))))
        .collect();
    for nth in 0..2 {
        doorman.sees(&[true, true]).await;
        more(&kept).await;
        let leaving = if nth == 0 { &mut one } else { &mut two };
        leaving.signal("TERM");
        let rest: Vec<_> = (0..2).map(|node| node != nth).collect();
        doorman.sees(&rest).await;
        assert_eq!(leaving.end().await, Some(0));
        more(&kept).await;
        let (again, at) = another(&db, &token).await;
        *leaving = again;
        doorman.nodes.borrow_mut()[nth].0 = at;
    }
    doorman.sees(&[true, true]).await;
    more(&kept).await;
    *doorman.over.borrow_mut() = true;
    looking.await.expect("the doorman goes home");
    for phone in phones {
        let (bear, ledger) = phone.await.expect("no phone noticed");
        ledger.is_honoured(&doorman.lead(0), &bear).await;
    }
    println!("{} scans, two nodes started anew, nothing turned away", kept.borrow());
}

async fn another(db: &Database, token: &str) -> (Running, Web) {
    let (serving, mut web) = serve_at(&db.url, LINGERING).await;
    web.token = Some(token.to_owned());
    (serving, web)
}

/// Waits until some more scans were kept.
async fn more(kept: &RefCell<usize>) {
    let enough = *kept.borrow() + 40;
    let grown = async {
        let mut look = interval(Duration::from_millis(2));
        while *kept.borrow() < enough {
            look.tick().await;
        }
    };
    timeout(PATIENCE, grown).await.expect("the phones scan on");
}
