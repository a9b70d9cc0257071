//! Upgrading the database of an earlier release and going back with the backup made before: nothing is lost.
//!
//! `tests/releases/` describes how that database was made.

use std::collections::BTreeMap;
use std::fs;

use serde_json::{Value, json};
use stuffy::clock::Clock;
use stuffy::db::Options;
use stuffy::json::Timestamp;
use stuffy::use_cases::audit::verify_integrity::verify_integrity;

use super::backup::copy;
use crate::cli::process::{command, run_command};
use crate::databases::{Database, on_both_databases};
use crate::test_app::{PASSWORD, TestHospital, TestOptions};

/// The commit of the earlier release.
const EARLIER: &str = "a626d76";

fn file(ending: &str) -> String {
    let file = format!("{}/tests/releases/{EARLIER}{ending}", env!("CARGO_MANIFEST_DIR"));
    fs::read_to_string(&file).unwrap_or_else(|error| panic!("{file}: {error}"))
}

/// All rows in a stable order.
async fn all_rows(db: &Database) -> Vec<String> {
    let mut rows = db.everything().await;
    rows.sort();
    rows
}

fn rows_per_table(rows: &[String]) -> BTreeMap<String, usize> {
    let mut tables = BTreeMap::new();
    let named = rows.iter().filter_map(|row| row.split_once(": "));
    // Migrations are recorded there.
    for (table, _) in named.filter(|(table, _)| !table.starts_with("__diesel")) {
        *tables.entry(table.to_owned()).or_default() += 1;
    }
    tables
}

/// Whether a response contains everything of another; it may have more, and rebuilt journeys have another revision.
fn contains(is: &Value, was: &Value) -> bool {
    match (is, was) {
        (Value::Object(is), Value::Object(was)) => {
            let same = |name: &String, was| is.get(name).is_some_and(|is| contains(is, was));
            was.iter().all(|(name, was)| name == "revision" || same(name, was))
        }
        (Value::Array(is), Value::Array(was)) => {
            is.len() == was.len() && is.iter().zip(was).all(|(is, was)| contains(is, was))
        }
        _ => is == was,
    }
}

/// This release words blockers and alerts differently.
fn reworded(json: String) -> String {
    let texts = [
        ("not on yet: ", "still needs: "),
        ("take off first, not marked metal-free: ", "remove first (not marked metal-free): "),
        ("nobody knows where it is", "its location is unknown"),
        (
            "its tag was read at two places too soon after each other",
            "its tag was scanned in two places within too short a time",
        ),
    ];
    texts.iter().fold(json, |json, (was, is)| json.replace(was, is))
}

/// The present name of a table of the earlier release; a later migration renamed six.
fn table_name_now(then: &str) -> &str {
    match then {
        "kept_answers" => "idempotency_records",
        "notices" => "outbox",
        "finder_words" => "finder_messages",
        "passages" => "oidc_logins",
        "family_openings" => "link_openings",
        "patient_marks" => "patient_ref_hashes",
        same => same,
    }
}

async fn data_of_an_earlier_release_survives_upgrade_and_rollback(db: Database) {
    db.run(&file(if db.is_postgres() { ".postgres.sql" } else { ".sqlite.sql" }))
        .await
        .expect("the schema");
    let before = all_rows(&db).await;
    let kept: Value = serde_json::from_str(&file(if db.is_postgres() {
        ".postgres.json"
    } else {
        ".sqlite.json"
    }))
    .expect("JSON");
    let aside = copy(&db).await;

    let pending =
        db.bare_store(&Options::default()).pending_migrations().await.expect("pending migrations");
    assert!(pending.len() >= 4, "{pending:?}");
    let reply = run_command(command(&db, &["migrate"]), "").succeeds().out;
    let reply: Vec<_> = reply.lines().collect();
    assert_eq!(reply[..pending.len()], pending);
    // The earlier release showed families another sentence for a lost companion, and alerts had other texts.
    assert_eq!(reply[pending.len()..], ["journeys rebuilt under this release's rules: 2"]);
    let (rows, then) = (rows_per_table(&all_rows(&db).await), rows_per_table(&before));
    // The rebuild is an event.
    for (table, count) in then.into_iter().filter(|(table, _)| table != "events") {
        assert_eq!(rows.get(table_name_now(&table)), Some(&count), "{table}");
    }
    run_command(command(&db, &["verify"]), "").succeeds();

    let at: Timestamp = serde_json::from_value(kept["at"].clone()).expect("a time");
    let hospital = TestHospital::start_at(
        db,
        Clock::manual(at.0),
        TestOptions { public_url: None, ..TestOptions::default() },
    )
    .await;
    let credentials = json!({ "username": "installer", "password": PASSWORD });
    let session =
        hospital.stranger().post("/sessions", credentials).await.expect(201).text("token");
    let nurse = hospital.stranger().with_token(&session);
    let seen: Value = serde_json::from_str(&reworded(kept["seen"].to_string())).expect("JSON");
    for (path, was) in seen.as_object().expect("paths") {
        let is = nurse.get(path).await.expect(200).body;
        assert!(contains(&is, was), "{path}\nwas {was}\nis  {is}");
    }
    for sent in kept["scans"].as_array().expect("scans") {
        // Compared byte by byte and therefore sent without an actor, which checks responses against the current contract.
        let asking = hospital.client().post(format!("{}/api/v1/scans", hospital.base()));
        let again =
            asking.bearer_auth(&session).json(&sent["scan"]).send().await.expect("a response");
        assert_eq!(again.status().as_u16(), 200);
        assert_eq!(
            again.text().await.expect("a body"),
            sent["answer"].as_str().expect("a response")
        );
    }
    let tag = kept["tag"].as_str().expect("a tag");
    nurse.scan(tag, json!({ "actions": [{ "kind": "found" }] })).await.expect(201);
    let verdict = verify_integrity(&hospital.app).await.expect("a report");
    assert_eq!((verdict.differing, verdict.chain_error), (vec![], None));
    hospital.stop().await;

    // The backup is unchanged and still fits the earlier release.
    assert_eq!(all_rows(&aside).await, before);
    let again = aside.bare_store(&Options::default()).pending_migrations().await;
    assert_eq!(again.expect("pending migrations"), pending);
}

on_both_databases!(data_of_an_earlier_release_survives_upgrade_and_rollback,);
