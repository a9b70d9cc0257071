//! SQLite on a full disk: writes get 503, reads keep working, and the server recovers when there is space again.
//!
//! The suite limits the size of the program's files (`prlimit`), which SQLite reports like a broken or read-only disk.
//! A full disk needs the right to mount one:
//! `cargo test --test it resilience::disk -- --ignored`.

use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Arc;

use serde_json::{Value, json};
use tokio::task::JoinSet;

use super::load::{Bear, Ledger, ResponseCounts};
use crate::builders;
use crate::cli::process::{Running, command, run_command};
use crate::cli::{SERVE, add_admin, sign_in, start};
use crate::databases::Database;
use crate::test_app::TestHospital;

#[actix_web::test]
async fn a_file_size_limit_gives_503_and_recovers() {
    fills_and_frees_the_disk(Disk::Limited).await;
}

#[actix_web::test]
#[ignore = "it mounts a small disk of its own, which only root may"]
async fn a_full_disk_gives_503_and_recovers() {
    fills_and_frees_the_disk(Disk::Small).await;
}

async fn fills_and_frees_the_disk(disk: Disk) {
    let db = Database::sqlite();
    let test_disk = disk.set_up(&db);
    run_command(command(&db, &["migrate"]), "").succeeds();
    add_admin(&db);
    let (mut serving, mut web) = start(ignoring_file_size_signal(&command(&db, SERVE))).await;
    web.token = Some(sign_in(&web).await);
    let bear = Bear::check_in(&web).await;
    let mut ledger = Ledger::default();
    assert_eq!(ledger.send(&web, bear.scan()).await.map(|head| head.status), Some(201));

    test_disk.fill(&serving);
    for nth in 0..20 {
        let reply = match nth % 2 {
            0 => ledger.send(&web, bear.scan()).await,
            _ => ledger.send_batch(&web, vec![bear.scan(), bear.scan()]).await,
        };
        let head = reply.expect("a response");
        assert!(head.status == 503 && head.retry_after.is_some(), "{head:?}");
    }
    let (head, reply) =
        web.try_request("POST", "/api/v1/tags", Some(&tag_request())).await.expect("a response");
    assert_eq!((head.status, &reply["code"]), (503, &json!("away")));
    for cause in ["disk", "I/O", "full", "SQL"] {
        assert!(!reply.to_string().contains(cause), "the response contains the cause: {reply}");
    }
    let board = web.get("/api/v1/journeys").await;
    assert_eq!(board["items"].as_array().map(Vec::len), Some(1), "reads work");
    assert_eq!(web.request("GET", "/readyz", None).await.0, 200);

    test_disk.free(&serving);
    assert_eq!(ledger.send(&web, bear.scan()).await.map(|head| head.status), Some(201));
    assert_eq!(ledger.assert_all_recorded(&web, &bear).await, 0, "rejected scans are not recorded");

    // The same while many scans share transactions.
    let counts = Arc::new(ResponseCounts::default());
    let bears = Bear::check_in_many(&web, 6).await;
    let phones = bears
        .into_iter()
        .map(|bear| Ledger::default().until_stopped(web.clone(), bear, Arc::clone(&counts)));
    let phones: JoinSet<_> = phones.collect();
    for _ in 0..3 {
        counts.wait_for_accepted(20).await;
        test_disk.fill(&serving);
        counts.wait_for_rejected(20).await;
        test_disk.free(&serving);
    }
    counts.wait_for_accepted(20).await;
    counts.stop();
    for (bear, ledger) in phones.join_all().await {
        assert_eq!(
            ledger.assert_all_recorded(&web, &bear).await,
            0,
            "rejected scans are not recorded"
        );
    }
    serving.signal("TERM");
    assert_eq!(serving.wait_for_exit().await, Some(0));
    let log = serving.log.remaining().await;
    assert!(log.contains("Database disk error (full, read-only or I/O)"), "{log}");
    run_command(command(&db, &["verify"]), "").succeeds();
    assert_eq!(
        db.lines("SELECT integrity_check AS line FROM pragma_integrity_check").await,
        ["ok"]
    );
}

/// Like a disk that is remounted read-only after a fault.
#[actix_web::test]
async fn a_read_only_disk_gives_503_and_recovers() {
    let db = Database::sqlite();
    run_command(command(&db, &["migrate"]), "").succeeds();
    add_admin(&db);
    let (mut serving, mut web) =
        start(ignoring_file_size_signal(&without_root_override(command(&db, SERVE)))).await;
    web.token = Some(sign_in(&web).await);
    let bear = Bear::check_in(&web).await;
    let mut ledger = Ledger::default();
    assert_eq!(ledger.send(&web, bear.scan()).await.map(|head| head.status), Some(201));

    // The file stays open for writing until a write has failed.
    limit(&serving, "1");
    assert_eq!(ledger.send(&web, bear.scan()).await.map(|head| head.status), Some(503));
    chmod(&db, "a-w");
    limit(&serving, "unlimited");
    for _ in 0..5 {
        let head = ledger.send(&web, bear.scan()).await.expect("a response");
        assert!(head.status == 503 && head.retry_after.is_some(), "{head:?}");
    }
    let board = web.get("/api/v1/journeys").await;
    assert_eq!(board["items"].as_array().map(Vec::len), Some(1), "reads work");
    run_command(without_root_override(command(&db, &["migrate"])), "")
        .fails_with("is it writable?");

    chmod(&db, "u+w");
    assert_eq!(ledger.send(&web, bear.scan()).await.map(|head| head.status), Some(201));
    assert_eq!(ledger.assert_all_recorded(&web, &bear).await, 0, "rejected scans are not recorded");
    serving.signal("TERM");
    assert_eq!(serving.wait_for_exit().await, Some(0));
    run_command(command(&db, &["verify"]), "").succeeds();
}

#[actix_web::test]
async fn starting_on_a_read_only_disk_fails_with_a_clear_error() {
    let db = Database::sqlite();
    let mut migrate = Command::new("sh");
    let line = "ulimit -f 0; trap '' XFSZ; exec \"$0\" migrate";
    migrate.args(["-c", line, env!("CARGO_BIN_EXE_stuffy")]).env("STUFFY_DATABASE_URL", &db.url);
    run_command(migrate, "").fails_with("is it writable?");
    run_command(command(&db, &["migrate"]), "").succeeds();
}

/// Reading records the use of a session now and then; a failure of that must not fail the read (R31).
#[actix_web::test]
async fn reads_work_if_session_use_cannot_be_recorded() {
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

fn tag_request() -> Value {
    json!({ "count": 1, "material": "fabric" })
}

/// Changes the permissions of the database's directory and everything in it.
fn chmod(db: &Database, which: &str) {
    run(Command::new("chmod").args(["--recursive", which]).arg(db.file("")));
}

/// Runs the command without root's privilege to ignore permissions.
fn without_root_override(plain: Command) -> Command {
    let id = Command::new("id").arg("-u").output().expect("there is an id");
    if id.stdout != b"0\n" {
        return plain;
    }
    let mut command = Command::new("setpriv");
    let chmod = "-dac_override,-dac_read_search";
    command.args([format!("--bounding-set={chmod}"), format!("--inh-caps={chmod}")]);
    command.arg(plain.get_program()).args(plain.get_args());
    let set = plain.get_envs().filter_map(|(name, value)| Some((name, value?)));
    command.env_clear().envs(set);
    command
}

/// Runs the command with SIGXFSZ ignored, so that the size limit is an error and does not kill it.
fn ignoring_file_size_signal(plain: &Command) -> Command {
    let mut command = Command::new("sh");
    command.args(["-c", "trap '' XFSZ; exec \"$0\" \"$@\""]).arg(plain.get_program());
    command.args(plain.get_args());
    let set = plain.get_envs().filter_map(|(name, value)| Some((name, value?)));
    command.env_clear().envs(set);
    command
}

/// How the disk fills up.
enum Disk {
    /// A limit on the size of files.
    Limited,
    /// A small mounted disk.
    Small,
}

/// The disk of the database; unmounted when dropped.
struct TestDisk {
    mounted: Option<PathBuf>,
}

impl Disk {
    fn set_up(&self, db: &Database) -> TestDisk {
        let mounted = matches!(self, Self::Small).then(|| db.file(""));
        if let Some(at) = &mounted {
            run(Command::new("mount").args(["-t", "tmpfs", "-o", "size=64m", "stuffy"]).arg(at));
        }
        TestDisk { mounted }
    }
}

impl TestDisk {
    fn fill(&self, serving: &Running) {
        match &self.mounted {
            None => limit(serving, "1"),
            Some(at) => {
                let mut ballast = fs::File::create(ballast(at)).expect("a file");
                while ballast.write_all(&[0; 512]).is_ok() {}
            }
        }
    }

    fn free(&self, serving: &Running) {
        match &self.mounted {
            None => limit(serving, "unlimited"),
            Some(at) => fs::remove_file(ballast(at)).expect("found"),
        }
    }
}

impl Drop for TestDisk {
    fn drop(&mut self) {
        if let Some(at) = &self.mounted {
            run(Command::new("umount").arg("--lazy").arg(at));
        }
    }
}

fn ballast(at: &Path) -> PathBuf {
    at.join("ballast")
}

/// Limits the size of the program's files in bytes.
fn limit(serving: &Running, bytes: &str) {
    let (process, size) = (format!("--pid={}", serving.process()), format!("--fsize={bytes}:"));
    run(Command::new("prlimit").args([process, size]));
}

fn run(command: &mut Command) {
    assert!(command.status().expect("found").success(), "{command:?}");
}
