//! A backup that is made during scans contains everything that was acknowledged before it began.

use std::process::{Command, Output};
use std::sync::Arc;

use tokio::task::{JoinSet, spawn_blocking};

use super::load::{Bear, Ledger, ResponseCounts};
use crate::cli::process::{command, run_command};
use crate::cli::{add_admin, serve_at, sign_in};
use crate::databases::{Database, on_both_databases};

async fn a_backup_under_load_contains_everything_acknowledged_before(db: Database) {
    run_command(command(&db, &["migrate"]), "").succeeds();
    add_admin(&db);
    let (mut serving, mut web) = serve_at(&db.url, &["--log", "warn,stuffy::cli=info"]).await;
    web.token = Some(sign_in(&web).await);
    // One companion was scanned before the backup; the others are scanned all the time.
    let early = Bear::check_in(&web).await;
    let mut before = Ledger::default();
    for _ in 0..50 {
        before.send(&web, early.scan()).await.expect("a response");
    }
    let counts = Arc::new(ResponseCounts::default());
    let bears = Bear::check_in_many(&web, 6).await;
    let phones = bears
        .into_iter()
        .map(|bear| Ledger::default().until_stopped(web.clone(), bear, Arc::clone(&counts)));
    let phones: JoinSet<_> = phones.collect();
    counts.wait_for_accepted(50).await;
    let elsewhere = copy(&db).await;
    counts.wait_for_accepted(50).await;
    counts.stop();
    for (bear, ledger) in phones.join_all().await {
        ledger.assert_all_recorded(&web, &bear).await;
    }
    serving.signal("TERM");
    assert_eq!(serving.wait_for_exit().await, Some(0));

    run_command(command(&elsewhere, &["verify"]), "").succeeds();
    let (mut serving, mut web) = serve_at(&elsewhere.url, &[]).await;
    web.token = Some(sign_in(&web).await);
    before.assert_all_recorded(&web, &early).await;
    serving.signal("TERM");
    assert_eq!(serving.wait_for_exit().await, Some(0));
}

on_both_databases!(a_backup_under_load_contains_everything_acknowledged_before,);

/// Backs the database up with its own tool and restores the copy into a new database.
pub(super) async fn copy(db: &Database) -> Database {
    if !db.is_postgres() {
        let elsewhere = Database::sqlite();
        let args = ["backup".to_owned(), elsewhere.file("test.db").display().to_string()];
        let making = command(db, &args.each_ref().map(String::as_str));
        spawn_blocking(|| run_command(making, "").succeeds()).await.expect("a copy");
        return elsewhere;
    }
    let elsewhere = Database::postgres();
    let mut dump = Command::new("pg_dump");
    dump.args(["--format=plain", "--no-owner", &db.url]);
    let dumped = spawn_blocking(move || well(dump.output())).await.expect("a dump");
    let file = tempfile::NamedTempFile::new().expect("a file");
    std::fs::write(file.path(), dumped.stdout).expect("written");
    let mut restore = Command::new("psql");
    restore
        .args(["--quiet", "--set=ON_ERROR_STOP=1", "--file"])
        .arg(file.path())
        .arg(&elsewhere.url);
    well(restore.output());
    elsewhere
}

fn well(output: std::io::Result<Output>) -> Output {
    let output = output.expect("PostgreSQL's own tools are here");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    output
}
