//! From what an earlier release kept to this one, and back by the copy that was made before: nothing is lost on either
//! way.
//!
//! `tests/releases/` says how such a database was made.

use std::collections::BTreeMap;
use std::fs;

use serde_json::{Value, json};
use stuffy::clock::Clock;
use stuffy::db::Options;
use stuffy::json::Timestamp;
use stuffy::use_cases::audit::verify_integrity::verify_integrity;

use super::backup::copy;
use crate::cli::process::{command, say};
use crate::databases::{Database, on_both_databases};
use crate::test_app::{Hospital, PASSWORD, Wishes};

/// The commit that it was made by.
const EARLIER: &str = "a626d76";

fn file(ending: &str) -> String {
    let file = format!("{}/tests/releases/{EARLIER}{ending}", env!("CARGO_MANIFEST_DIR"));
    fs::read_to_string(&file).unwrap_or_else(|error| panic!("{file}: {error}"))
}

/// Everything in it, in an order that is always the same.
async fn everything(db: &Database) -> Vec<String> {
    let mut rows = db.everything().await;
    rows.sort();
    rows
}

/// How many rows each table has.
fn counted(rows: &[String]) -> BTreeMap<String, usize> {
    let mut tables = BTreeMap::new();
    let named = rows.iter().filter_map(|row| row.split_once(": "));
    // What is done to the tables is written down there.
    for (table, _) in named.filter(|(table, _)| !table.starts_with("__diesel")) {
        *tables.entry(table.to_owned()).or_default() += 1;
    }
    tables
}

/// Whether one answer has all that another had; it may have more, and what was folded anew is of another revision.
fn has(is: &Value, was: &Value) -> bool {
    match (is, was) {
        (Value::Object(is), Value::Object(was)) => {
            let same = |name: &String, was| is.get(name).is_some_and(|is| has(is, was));
            was.iter().all(|(name, was)| name == "revision" || same(name, was))
        }
        (Value::Array(is), Value::Array(was)) => {
            is.len() == was.len() && is.iter().zip(was).all(|(is, was)| has(is, was))
        }
        _ => is == was,
    }
}

async fn what_an_earlier_release_kept_is_there_after_the_upgrade_and_after_going_back(
    db: Database,
) {
    db.run(&file(if db.is_postgres() { ".postgres.sql" } else { ".sqlite.sql" }))
        .await
        .expect("its tables");
    let before = everything(&db).await;
    let kept: Value = serde_json::from_str(&file(if db.is_postgres() {
        ".postgres.json"
    } else {
        ".sqlite.json"
    }))
    .expect("JSON");
    let aside = copy(&db).await;

    let pending =
        db.bare_store(&Options::default()).pending_migrations().await.expect("what is to be done");
    assert!(pending.len() >= 4, "{pending:?}");
    let told = say(command(&db, &["migrate"]), "").well().out;
    let told: Vec<_> = told.lines().collect();
    assert_eq!(told[..pending.len()], pending);
    // Of a companion that nobody could find its family read something soothing then.
    assert_eq!(told[pending.len()..], ["1 journeys folded anew, by the rules of this release"]);
    let (rows, then) = (counted(&everything(&db).await), counted(&before));
    // That it was folded anew is an event.
    for (table, count) in then.into_iter().filter(|(table, _)| table != "events") {
        assert_eq!(rows.get(&table), Some(&count), "{table}");
    }
    say(command(&db, &["verify"]), "").well();

    let at: Timestamp = serde_json::from_value(kept["at"].clone()).expect("a time");
    let hospital = Hospital::open_by(
        db,
        Clock::manual(at.0),
        Wishes { public_url: None, ..Wishes::default() },
    )
    .await;
    let who = json!({ "username": "installer", "password": PASSWORD });
    let session = hospital.stranger().post("/sessions", who).await.expect(201).text("token");
    let nurse = hospital.stranger().with_token(&session);
    for (path, was) in kept["seen"].as_object().expect("paths") {
        let is = nurse.get(path).await.expect(200).body;
        assert!(has(&is, was), "{path}\nwas {was}\nis  {is}");
    }
    for sent in kept["scans"].as_array().expect("scans") {
        // Word for word, and so by the contract of that release: not asked by an actor, who holds it against ours.
        let asking = hospital.client().post(format!("{}/api/v1/scans", hospital.base()));
        let again =
            asking.bearer_auth(&session).json(&sent["scan"]).send().await.expect("an answer");
        assert_eq!(again.status().as_u16(), 200);
        assert_eq!(
            again.text().await.expect("its words"),
            sent["answer"].as_str().expect("an answer")
        );
    }
    let tag = kept["tag"].as_str().expect("a tag");
    nurse.scan(tag, json!({ "actions": [{ "kind": "found" }] })).await.expect(201);
    let verdict = verify_integrity(&hospital.app).await.expect("a verdict");
    assert_eq!((verdict.differing_journeys, verdict.chain_error), (vec![], None));
    hospital.stop().await;

    // The copy is what it was, for the release that it was made by.
    assert_eq!(everything(&aside).await, before);
    let again = aside.bare_store(&Options::default()).pending_migrations().await;
    assert_eq!(again.expect("what would be to be done"), pending);
}

on_both_databases!(what_an_earlier_release_kept_is_there_after_the_upgrade_and_after_going_back,);
