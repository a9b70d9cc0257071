//! A disk that takes nothing more, under the embedded database: writing is turned away with a clear word, reading goes
//! on, and when there is room again all goes on by itself.
//!
//! The suite lets the program's files grow no more (`prlimit`), which SQLite meets as it meets a broken disk or one
//! that may only be read. On a real disk that is full, for whoever may mount one:
//! `cargo test --test it faults::disk -- --ignored`.

use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Arc;

use serde_json::{Value, json};
use tokio::task::JoinSet;

use super::load::{Bear, Ledger, Tally};
use crate::builders;
use crate::cli::process::{Running, command, say};
use crate::cli::{SERVE, begin, hire, sign_in};
use crate::databases::Database;
use crate::test_app::TestHospital;

#[actix_web::test]
async fn a_disk_that_takes_nothing_more_is_told_clearly_and_got_over() {
    full_and_empty_again(Disk::Limited).await;
}

#[actix_web::test]
#[ignore = "it mounts a small disk of its own, which only root may"]
async fn a_real_disk_that_is_full_is_told_clearly_and_got_over() {
    full_and_empty_again(Disk::Small).await;
}

async fn full_and_empty_again(disk: Disk) {
    let db = Database::sqlite();
    let cellar = disk.under(&db);
    say(command(&db, &["migrate"]), "").well();
    hire(&db);
    let (mut serving, mut web) = begin(unharmed_by_limits(&command(&db, SERVE))).await;
    web.token = Some(sign_in(&web).await);
    let bear = Bear::check_in(&web).await;
    let mut ledger = Ledger::default();
    assert_eq!(ledger.send(&web, bear.scan()).await.map(|head| head.status), Some(201));

    cellar.fill(&serving);
    for nth in 0..20 {
        let told = match nth % 2 {
            0 => ledger.send(&web, bear.scan()).await,
            _ => ledger.send_batch(&web, vec![bear.scan(), bear.scan()]).await,
        };
        let head = told.expect("an answer");
        assert!(head.status == 503 && head.retry_after.is_some(), "{head:?}");
    }
    let (head, told) =
        web.attempt("POST", "/api/v1/tags", Some(&minting())).await.expect("an answer");
    assert_eq!((head.status, &told["code"]), (503, &json!("away")));
    for cause in ["disk", "I/O", "full", "SQL"] {
        assert!(!told.to_string().contains(cause), "the cause is for the log: {told}");
    }
    let board = web.get("/api/v1/journeys").await;
    assert_eq!(board["items"].as_array().map(Vec::len), Some(1), "reading goes on");
    assert_eq!(web.ask("GET", "/readyz", None).await.0, 200);

    cellar.make_room(&serving);
    assert_eq!(ledger.send(&web, bear.scan()).await.map(|head| head.status), Some(201));
    assert_eq!(ledger.is_honoured(&web, &bear).await, 0, "what was turned away was not kept");

    // The same while many scan at once and share transactions.
    let tally = Arc::new(Tally::default());
    let bears = Bear::some(&web, 6).await;
    let phones = bears
        .into_iter()
        .map(|bear| Ledger::default().through(web.clone(), bear, Arc::clone(&tally)));
    let phones: JoinSet<_> = phones.collect();
    for _ in 0..3 {
        tally.kept(20).await;
        cellar.fill(&serving);
        tally.turned_away(20).await;
        cellar.make_room(&serving);
    }
    tally.kept(20).await;
    tally.stop();
    for (bear, ledger) in phones.join_all().await {
        assert_eq!(ledger.is_honoured(&web, &bear).await, 0, "what was turned away was not kept");
    }
    serving.signal("TERM");
    assert_eq!(serving.end().await, Some(0));
    let log = serving.log.rest().await;
    assert!(log.contains("the disk of the database does not do what it is asked"), "{log}");
    say(command(&db, &["verify"]), "").well();
    assert_eq!(
        db.lines("SELECT integrity_check AS line FROM pragma_integrity_check").await,
        ["ok"]
    );
}

/// As when a disk is mounted anew after a fault: what is there may be read, and nothing may be written.
#[actix_web::test]
async fn a_disk_that_may_only_be_read_is_told_clearly_and_got_over() {
    let db = Database::sqlite();
    say(command(&db, &["migrate"]), "").well();
    hire(&db);
    let (mut serving, mut web) =
        begin(unharmed_by_limits(&bound_by_rights(command(&db, SERVE)))).await;
    web.token = Some(sign_in(&web).await);
    let bear = Bear::check_in(&web).await;
    let mut ledger = Ledger::default();
    assert_eq!(ledger.send(&web, bear.scan()).await.map(|head| head.status), Some(201));

    // Its file is open for writing until that goes wrong once.
    limit(&serving, "1");
    assert_eq!(ledger.send(&web, bear.scan()).await.map(|head| head.status), Some(503));
    rights(&db, "a-w");
    limit(&serving, "unlimited");
    for _ in 0..5 {
        let head = ledger.send(&web, bear.scan()).await.expect("an answer");
        assert!(head.status == 503 && head.retry_after.is_some(), "{head:?}");
    }
    let board = web.get("/api/v1/journeys").await;
    assert_eq!(board["items"].as_array().map(Vec::len), Some(1), "reading goes on");
    say(bound_by_rights(command(&db, &["migrate"])), "").badly("may it be written?");

    rights(&db, "u+w");
    assert_eq!(ledger.send(&web, bear.scan()).await.map(|head| head.status), Some(201));
    assert_eq!(ledger.is_honoured(&web, &bear).await, 0, "what was turned away was not kept");
    serving.signal("TERM");
    assert_eq!(serving.end().await, Some(0));
    say(command(&db, &["verify"]), "").well();
}

#[actix_web::test]
async fn whoever_starts_it_on_such_a_disk_is_told() {
    let db = Database::sqlite();
    let mut migrate = Command::new("sh");
    let line = "ulimit -f 0; trap '' XFSZ; exec \"$0\" migrate";
    migrate.args(["-c", line, env!("CARGO_BIN_EXE_stuffy")]).env("STUFFY_DATABASE_URL", &db.url);
    say(migrate, "").badly("may it be written?");
    say(command(&db, &["migrate"]), "").well();
}

/// A session is used by reading; that this is noted now and then must not keep anybody from reading (R31).
#[actix_web::test]
async fn reading_does_not_end_when_the_use_of_a_session_cannot_be_noted() {
    let hospital = TestHospital::start(Database::sqlite()).await;
    let nurse = hospital.nurse().await;
    let bear = builders::check_in(&nurse).await;
    let broken = "CREATE TRIGGER broken BEFORE UPDATE ON sessions BEGIN SELECT RAISE(ABORT, 'disk I/O error'); END";
    hospital.db.run(broken).await.expect("a trigger");
    hospital.wait_minutes(23 * 60);
    bear.journey(&nurse).await;
    hospital.wait_minutes(60);
    nurse.get("/journeys").await.refused(401, "unauthenticated");
}

fn minting() -> Value {
    json!({ "count": 1, "material": "fabric" })
}

/// What may be done with the database's folder and all that is in it.
fn rights(db: &Database, which: &str) {
    run(Command::new("chmod").args(["--recursive", which]).arg(db.file("")));
}

/// The same command, which root's right to write whatever there is does not help.
fn bound_by_rights(plain: Command) -> Command {
    let id = Command::new("id").arg("-u").output().expect("there is an id");
    if id.stdout != b"0\n" {
        return plain;
    }
    let mut command = Command::new("setpriv");
    let rights = "-dac_override,-dac_read_search";
    command.args([format!("--bounding-set={rights}"), format!("--inh-caps={rights}")]);
    command.arg(plain.get_program()).args(plain.get_args());
    let set = plain.get_envs().filter_map(|(name, value)| Some((name, value?)));
    command.env_clear().envs(set);
    command
}

/// The same command, which is told of the limit to its files and not ended by it.
fn unharmed_by_limits(plain: &Command) -> Command {
    let mut command = Command::new("sh");
    command.args(["-c", "trap '' XFSZ; exec \"$0\" \"$@\""]).arg(plain.get_program());
    command.args(plain.get_args());
    let set = plain.get_envs().filter_map(|(name, value)| Some((name, value?)));
    command.env_clear().envs(set);
    command
}

/// How a disk fills up.
enum Disk {
    /// No file may grow.
    Limited,
    /// It is a small one.
    Small,
}

/// A disk of that kind where the database is; it goes with the test.
struct Cellar {
    mounted: Option<PathBuf>,
}

impl Disk {
    fn under(&self, db: &Database) -> Cellar {
        let mounted = matches!(self, Self::Small).then(|| db.file(""));
        if let Some(at) = &mounted {
            run(Command::new("mount").args(["-t", "tmpfs", "-o", "size=64m", "stuffy"]).arg(at));
        }
        Cellar { mounted }
    }
}

impl Cellar {
    fn fill(&self, serving: &Running) {
        match &self.mounted {
            None => limit(serving, "1"),
            Some(at) => {
                let mut ballast = fs::File::create(ballast(at)).expect("a file");
                while ballast.write_all(&[0; 512]).is_ok() {}
            }
        }
    }

    fn make_room(&self, serving: &Running) {
        match &self.mounted {
            None => limit(serving, "unlimited"),
            Some(at) => fs::remove_file(ballast(at)).expect("it is there"),
        }
    }
}

impl Drop for Cellar {
    fn drop(&mut self) {
        if let Some(at) = &self.mounted {
            run(Command::new("umount").arg("--lazy").arg(at));
        }
    }
}

fn ballast(at: &Path) -> PathBuf {
    at.join("ballast")
}

/// How large its files may grow, in bytes.
fn limit(serving: &Running, bytes: &str) {
    let (process, size) = (format!("--pid={}", serving.process()), format!("--fsize={bytes}:"));
    run(Command::new("prlimit").args([process, size]));
}

fn run(command: &mut Command) {
    assert!(command.status().expect("it is there").success(), "{command:?}");
}
