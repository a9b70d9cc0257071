//! A copy that is made while everybody scans, put somewhere else and looked at: whatever was acknowledged before it
//! was begun is in it.

use std::process::{Command, Output};
use std::sync::Arc;

use tokio::task::{JoinSet, spawn_blocking};

use super::load::{Bear, Ledger, Tally};
use crate::cli::process::{command, say};
use crate::cli::{hire, serve_at, sign_in};
use crate::databases::{Database, on_both_databases};

async fn a_backup_under_load_contains_everything_acknowledged_before(db: Database) {
    say(command(&db, &["migrate"]), "").well();
    hire(&db);
    let (mut serving, mut web) = serve_at(&db.url, &["--log", "warn,stuffy::cli=info"]).await;
    web.token = Some(sign_in(&web).await);
    // One companion was scanned before; the others are scanned the whole time.
    let early = Bear::check_in(&web).await;
    let mut before = Ledger::default();
    for _ in 0..50 {
        before.send(&web, early.scan()).await.expect("an answer");
    }
    let tally = Arc::new(Tally::default());
    let bears = Bear::some(&web, 6).await;
    let phones = bears
        .into_iter()
        .map(|bear| Ledger::default().through(web.clone(), bear, Arc::clone(&tally)));
    let phones: JoinSet<_> = phones.collect();
    tally.kept(50).await;
    let elsewhere = copy(&db).await;
    tally.kept(50).await;
    tally.stop();
    for (bear, ledger) in phones.join_all().await {
        ledger.is_honoured(&web, &bear).await;
    }
    serving.signal("TERM");
    assert_eq!(serving.end().await, Some(0));

    say(command(&elsewhere, &["verify"]), "").well();
    let (mut serving, mut web) = serve_at(&elsewhere.url, &[]).await;
    web.token = Some(sign_in(&web).await);
    before.is_honoured(&web, &early).await;
    serving.signal("TERM");
    assert_eq!(serving.end().await, Some(0));
}

on_both_databases!(a_backup_under_load_contains_everything_acknowledged_before,);

/// Copies it as its kind is copied, and puts the copy into a database of its own.
pub(super) async fn copy(db: &Database) -> Database {
    if !db.is_postgres() {
        let elsewhere = Database::sqlite();
        let args = ["backup".to_owned(), elsewhere.file("test.db").display().to_string()];
        let making = command(db, &args.each_ref().map(String::as_str));
        spawn_blocking(|| say(making, "").well()).await.expect("a copy");
        return elsewhere;
    }
    let elsewhere = Database::postgres();
    let mut dump = Command::new("pg_dump");
    dump.args(["--format=plain", "--no-owner", &db.url]);
    let dumped = spawn_blocking(move || well(dump.output())).await.expect("a dump");
    let file = tempfile::NamedTempFile::new().expect("a file");
    std::fs::write(file.path(), dumped.stdout).expect("it is written");
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
