//! Throughput as ratios: compared with a minimal actix-web JSON handler, with raw commits, and a long journey with a
//! short one. Nothing is asserted.
//!
//!     cargo bench --bench speed
//!
//! `STUFFY_BENCH_SECONDS` is the duration of each measurement (3); `STUFFY_TEST_POSTGRES` is the URL of a PostgreSQL
//! server to measure as well.

mod client;
mod raw_commits;
mod server;

use std::process::Command;
use std::sync::Arc;
use std::time::Duration;

use actix_web::{App, HttpResponse, HttpServer, web};
use client::{Figures, RunLength, Script, repeat, request, run_load};
use serde_json::json;
use server::{Companion, ServerProcess, TestServer};
use stuffy::db::Options;

/// Concurrent connections.
const CLIENTS: [usize; 2] = [32, 64];
/// Number of journeys that the scans go to.
const SPREAD: usize = 256;
/// Steps of a short journey and of a long one.
const STEPS: [u64; 2] = [20, 2000];
/// How often short and long journeys take turns; each short one gets one scan per turn and stays short.
const TURNS: usize = 10;
/// Number of short journeys.
const SHORT: usize = 30;

fn main() {
    let args: Vec<_> = std::env::args().collect();
    if let Some(at) = args.iter().position(|arg| arg == "--listen") {
        let served = actix_web::rt::System::new().block_on(minimal(&args[at + 1]));
        return served.expect("the minimal handler runs");
    }
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build();
    runtime.expect("a runtime").block_on(run());
}

/// The minimal handler, in its own process.
async fn minimal(listen: &str) -> std::io::Result<()> {
    let say = async || HttpResponse::Ok().json(json!({ "name": "Biscuit", "stage": "pre_op" }));
    HttpServer::new(move || App::new().route("/", web::get().to(say))).bind(listen)?.run().await
}

/// The baseline of the comparisons.
struct Baseline {
    time: Duration,
    /// The minimal handler, for each number of clients.
    minimal: [Figures; 2],
}

async fn run() {
    let seconds = std::env::var("STUFFY_BENCH_SECONDS").ok().and_then(|text| text.parse().ok());
    let time = Duration::from_secs(seconds.unwrap_or(3));
    let cores = std::thread::available_parallelism().map_or(0, usize::from);
    println!(
        "{cores} cores, shared by server and clients over loopback; {} s per measurement, keep-alive \
         connections;\nthe server is `stuffy serve` with default settings, including the request log.\n",
        time.as_secs()
    );
    println!(
        "{:<38} {:>7} {:>10} {:>9} {:>9} {:>8} {:>8}",
        "", "clients", "per second", "p50 ms", "p99 ms", "x bare", "x raw"
    );
    let minimal = {
        let command = Command::new(std::env::current_exe().expect("this program"));
        let serving = ServerProcess::start(command).await;
        let script = repeat(request("GET", "/", "", ""));
        [
            run_load(serving.at, CLIENTS[0], RunLength::For(time), Arc::clone(&script)).await,
            run_load(serving.at, CLIENTS[1], RunLength::For(time), script).await,
        ]
    };
    for figures in minimal {
        row("minimal actix-web JSON handler", figures, None, None);
    }
    let baseline = Baseline { time, minimal };
    println!("\nSQLite, synchronous=FULL");
    let folder = server::folder();
    let raw_commits = tokio::task::block_in_place(|| raw_commits::sqlite(folder.path(), time));
    baseline.database(&server::sqlite(folder.path()), raw_commits).await;
    match std::env::var("STUFFY_TEST_POSTGRES") {
        Ok(server) => {
            let connections = i64::try_from(Options::default().connections).expect("few");
            println!("\nPostgreSQL, {connections} connections");
            let fresh = raw_commits::TemporaryDatabase::create(&server).await;
            let raw_commits = raw_commits::postgres(&fresh.url, connections, time).await;
            baseline.database(&fresh.url, raw_commits).await;
            fresh.drop_database().await;
        }
        Err(_) => println!("\nPostgreSQL: not measured, STUFFY_TEST_POSTGRES is not set"),
    }
}

impl Baseline {
    async fn database(&self, url: &str, raw_commits: Figures) {
        row("raw commits, one small INSERT each", raw_commits, None, None);
        let server = TestServer::open(url).await;
        let spread = Arc::new(server.check_in(SPREAD).await);
        let family = server.create_family_link(&spread[0].visit).await;
        let journey = format!("/api/v1/journeys/{}", spread[0].journey);
        self.measure(&server, "GET /journeys/{id}", raw_commits, false, &read(&server, &journey))
            .await;
        let family = repeat(request("GET", &family, "", ""));
        self.measure(&server, "GET /family/{token}", raw_commits, false, &family).await;
        self.measure(
            &server,
            "POST /scans",
            raw_commits,
            true,
            &scan_requests(&server, &spread, None),
        )
        .await;
        self.compare_long_and_short(&server).await;
    }

    async fn measure(
        &self,
        server: &TestServer,
        what: &str,
        raw_commits: Figures,
        writes: bool,
        script: &Script,
    ) {
        for (clients, minimal) in CLIENTS.into_iter().zip(self.minimal) {
            let length = RunLength::For(self.time);
            let figures = run_load(server.serving.at, clients, length, Arc::clone(script)).await;
            row(what, figures, Some(minimal), writes.then_some(raw_commits));
        }
    }

    async fn compare_long_and_short(&self, server: &TestServer) {
        let short = Arc::new(server.check_in(SHORT).await);
        let long = Arc::new(server.check_in(1).await);
        for companion in &*short {
            server.add_scans(companion, STEPS[0]).await;
        }
        server.add_scans(&long[0], STEPS[1]).await;
        let reading = |one: &Companion| read(server, &format!("/api/v1/journeys/{}", one.journey));
        let reads = [reading(&short[0]), reading(&long[0])];
        measure_in_turns(server, "GET a journey", CLIENTS[0], 1000, reads).await;
        for (what, late) in [("POST a scan", None), ("POST a late scan", Some(45))] {
            let scans = [&short, &long].map(|some| scan_requests(server, some, late));
            measure_in_turns(server, what, 1, u64::try_from(SHORT).expect("few"), scans).await;
        }
    }
}

/// Measures short and long journeys in turns, so that other load on the machine affects both.
async fn measure_in_turns(
    server: &TestServer,
    what: &str,
    clients: usize,
    times: u64,
    scripts: [Script; 2],
) {
    let mut all = [(Vec::new(), Duration::ZERO), (Vec::new(), Duration::ZERO)];
    for _ in 0..TURNS {
        for ((response_times, duration), script) in all.iter_mut().zip(&scripts) {
            let script = Arc::clone(script);
            let turn =
                client::time(server.serving.at, clients, RunLength::Times(times), script).await;
            response_times.extend(turn.0);
            *duration += turn.1;
        }
    }
    let [short, long] =
        all.map(|(response_times, duration)| client::figures(clients, response_times, duration));
    for (figures, steps) in [(short, STEPS[0]), (long, STEPS[1])] {
        row(&format!("{what}, {steps} steps"), figures, None, None);
    }
    let [few, many] = STEPS;
    let ratio = long.p50 / short.p50;
    println!("{:<38} {:>7} {:>10} {ratio:>9.2}", format!("  {many}/{few}"), "", "");
}

fn read(server: &TestServer, path: &str) -> Script {
    repeat(request("GET", path, &server.token, ""))
}

/// Scans of the companions in turn, with new ids; now, or this many seconds ago.
fn scan_requests(
    server: &TestServer,
    companions: &Arc<Vec<Companion>>,
    late: Option<u64>,
) -> Script {
    let (token, companions) = (server.token.clone(), Arc::clone(companions));
    Arc::new(move |nth, into| {
        let which = usize::try_from(nth).expect("the count fits") % companions.len();
        let at = server::ago(Duration::from_secs(late.unwrap_or_default()));
        let body = server::scan(&companions[which].tag, at).to_string();
        into.extend(request("POST", "/api/v1/scans", &token, &body));
    })
}

fn row(what: &str, figures: Figures, minimal: Option<Figures>, raw_commits: Option<Figures>) {
    let Figures { clients, per_second, p50, p99 } = figures;
    let ratio = |of: Option<Figures>| {
        of.map_or(String::new(), |of| format!("{:.2}", per_second / of.per_second))
    };
    let (minimal, raw_commits) = (ratio(minimal), ratio(raw_commits));
    println!(
        "{what:<38} {clients:>7} {per_second:>10.0} {p50:>9.2} {p99:>9.2} {minimal:>8} {raw_commits:>8}"
    );
}
