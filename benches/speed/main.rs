//! How fast it is, as ratios in one run: against a bare actix-web JSON handler, against raw commits,
//! and a long journey against a short one. Nothing is asserted; the figures are for reading.
//!
//!     cargo bench --bench speed
//!
//! `STUFFY_BENCH_SECONDS` says how long each figure is taken (3), `STUFFY_TEST_POSTGRES` names a
//! server on which PostgreSQL is measured as well.

mod bed;
mod client;
mod raw;

use std::process::Command;
use std::sync::Arc;
use std::time::Duration;

use actix_web::{App, HttpResponse, HttpServer, web};
use bed::{Bed, Companion, Serving};
use client::{Figures, Script, Span, again, press, request};
use serde_json::json;

/// Connections that ask at the same time.
const CLIENTS: [usize; 2] = [32, 64];
/// Journeys that the scans are spread over.
const SPREAD: usize = 256;
/// Connections to PostgreSQL, as `serve` has them when nobody sets anything.
const CONNECTIONS: i64 = 8;
/// Steps of a short journey and of a long one.
const STEPS: [u64; 2] = [20, 2000];
/// How often short and long take turns; each of the short ones gets a scan in a turn, and stays short.
const TURNS: usize = 10;
/// How many short journeys there are.
const SHORT: usize = 30;

fn main() {
    let args: Vec<_> = std::env::args().collect();
    if let Some(at) = args.iter().position(|arg| arg == "--listen") {
        let served = actix_web::rt::System::new().block_on(bare(&args[at + 1]));
        return served.expect("the bare handler serves");
    }
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build();
    runtime.expect("a runtime").block_on(run());
}

/// The handler that everything is compared with, in a process of its own.
async fn bare(listen: &str) -> std::io::Result<()> {
    let say = async || HttpResponse::Ok().json(json!({ "name": "Biscuit", "stage": "pre_op" }));
    HttpServer::new(move || App::new().route("/", web::get().to(say))).bind(listen)?.run().await
}

/// What is compared with.
struct Measures {
    time: Duration,
    /// The bare handler, for each number of clients.
    bare: [Figures; 2],
}

async fn run() {
    let seconds = std::env::var("STUFFY_BENCH_SECONDS").ok().and_then(|text| text.parse().ok());
    let time = Duration::from_secs(seconds.unwrap_or(3));
    let cores = std::thread::available_parallelism().map_or(0, usize::from);
    println!(
        "{cores} cores, shared by server and clients over loopback; {} s for each figure, kept \
         connections;\nthe server is `stuffy serve` as it comes, a log line for each request and all.\n",
        time.as_secs()
    );
    println!(
        "{:<38} {:>7} {:>10} {:>9} {:>9} {:>8} {:>8}",
        "", "clients", "a second", "p50 ms", "p99 ms", "x bare", "x raw"
    );
    let bare = {
        let command = Command::new(std::env::current_exe().expect("this program"));
        let serving = Serving::start(command).await;
        let script = again(request("GET", "/", "", ""));
        [
            press(serving.at, CLIENTS[0], Span::For(time), Arc::clone(&script)).await,
            press(serving.at, CLIENTS[1], Span::For(time), script).await,
        ]
    };
    for figures in bare {
        row("a bare actix-web JSON handler", figures, None, None);
    }
    let measures = Measures { time, bare };
    println!("\nSQLite, synchronous=FULL");
    let folder = bed::folder();
    let raw = tokio::task::block_in_place(|| raw::sqlite(folder.path(), time));
    measures.database(&bed::sqlite(folder.path()), raw).await;
    match std::env::var("STUFFY_TEST_POSTGRES") {
        Ok(server) => {
            println!("\nPostgreSQL, {CONNECTIONS} connections");
            let fresh = raw::Fresh::on(&server).await;
            let raw = raw::postgres(&fresh.url, CONNECTIONS, time).await;
            measures.database(&fresh.url, raw).await;
            fresh.end().await;
        }
        Err(_) => println!("\nPostgreSQL: not measured, STUFFY_TEST_POSTGRES is not set"),
    }
}

impl Measures {
    async fn database(&self, url: &str, raw: Figures) {
        row("raw commits, one small INSERT each", raw, None, None);
        let bed = Bed::open(url).await;
        let spread = Arc::new(bed.arrive(SPREAD).await);
        let family = bed.invite(&spread[0].visit).await;
        let journey = format!("/api/v1/journeys/{}", spread[0].journey);
        self.both(&bed, "GET /journeys/{id}", raw, false, &read(&bed, &journey)).await;
        let family = again(request("GET", &family, "", ""));
        self.both(&bed, "GET /family/{token}", raw, false, &family).await;
        self.both(&bed, "POST /scans", raw, true, &scanning(&bed, &spread, None)).await;
        self.long_and_short(&bed).await;
    }

    async fn both(&self, bed: &Bed, what: &str, raw: Figures, writes: bool, script: &Script) {
        for (clients, bare) in CLIENTS.into_iter().zip(self.bare) {
            let span = Span::For(self.time);
            let figures = press(bed.serving.at, clients, span, Arc::clone(script)).await;
            row(what, figures, Some(bare), writes.then_some(raw));
        }
    }

    async fn long_and_short(&self, bed: &Bed) {
        let short = Arc::new(bed.arrive(SHORT).await);
        let long = Arc::new(bed.arrive(1).await);
        for companion in &*short {
            bed.lengthen(companion, STEPS[0]).await;
        }
        bed.lengthen(&long[0], STEPS[1]).await;
        let reading = |one: &Companion| read(bed, &format!("/api/v1/journeys/{}", one.journey));
        let reads = [reading(&short[0]), reading(&long[0])];
        in_turns(bed, "GET a journey", CLIENTS[0], 1000, reads).await;
        for (what, late) in [("POST a scan", None), ("POST a late scan", Some(45))] {
            let scans = [&short, &long].map(|some| scanning(bed, some, late));
            in_turns(bed, what, 1, u64::try_from(SHORT).expect("few"), scans).await;
        }
    }
}

/// Asks for a short and a long journey by turns, so that whatever else the machine does meets both.
async fn in_turns(bed: &Bed, what: &str, clients: usize, times: u64, scripts: [Script; 2]) {
    let mut all = [(Vec::new(), Duration::ZERO), (Vec::new(), Duration::ZERO)];
    for _ in 0..TURNS {
        for ((took, lasted), script) in all.iter_mut().zip(&scripts) {
            let script = Arc::clone(script);
            let turn = client::time(bed.serving.at, clients, Span::Times(times), script).await;
            took.extend(turn.0);
            *lasted += turn.1;
        }
    }
    let [short, long] = all.map(|(took, lasted)| client::figures(clients, took, lasted));
    for (figures, steps) in [(short, STEPS[0]), (long, STEPS[1])] {
        row(&format!("{what}, {steps} steps"), figures, None, None);
    }
    let [few, many] = STEPS;
    let ratio = long.p50 / short.p50;
    println!("{:<38} {:>7} {:>10} {ratio:>9.2}", format!("  {many}/{few}"), "", "");
}

fn read(bed: &Bed, path: &str) -> Script {
    again(request("GET", path, &bed.token, ""))
}

/// Plain sightings with ids of their own, spread over companions; now, or so many seconds ago.
fn scanning(bed: &Bed, companions: &Arc<Vec<Companion>>, late: Option<u64>) -> Script {
    let (token, companions) = (bed.token.clone(), Arc::clone(companions));
    Arc::new(move |nth, into| {
        let which = usize::try_from(nth).expect("fewer scans than that") % companions.len();
        let at = bed::ago(Duration::from_secs(late.unwrap_or_default()));
        let body = bed::scan(&companions[which].tag, at).to_string();
        into.extend(request("POST", "/api/v1/scans", &token, &body));
    })
}

fn row(what: &str, figures: Figures, bare: Option<Figures>, raw: Option<Figures>) {
    let Figures { clients, per_second, p50, p99 } = figures;
    let ratio = |of: Option<Figures>| {
        of.map_or(String::new(), |of| format!("{:.2}", per_second / of.per_second))
    };
    let (bare, raw) = (ratio(bare), ratio(raw));
    println!("{what:<38} {clients:>7} {per_second:>10.0} {p50:>9.2} {p99:>9.2} {bare:>8} {raw:>8}");
}
