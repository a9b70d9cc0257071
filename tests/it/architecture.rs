//! The promises of the architecture, held to the source itself: who may know whom, and how long things may get.
//!
//! Paths are read from tokens, not from lines, so neither a comment nor a line break fools it.

mod source;

use std::{collections::BTreeSet, fs, path::Path};

use source::{Source, Token};

/// Each room of the house and the rooms it may use. A room that is not here has no place in the house yet.
const MAY_KNOW: &[(&str, &[&str])] = &[
    ("domain", &[]),
    ("wire", &["domain"]),
    ("clock", &["domain"]),
    ("dice", &["domain"]),
    ("config", &["domain", "sentences"]),
    ("labels", &["domain", "darkroom"]),
    ("darkroom", &["domain"]),
    ("album", &["domain"]),
    ("portrait", &["domain"]),
    ("sentences", &["domain"]),
    // It rolls the nonces that names are sealed under.
    ("store", &["domain", "wire", "dice"]),
    // It reads the log of events itself, so that one reading serves all who follow.
    ("live", &["domain", "wire", "clock", "dice", "store"]),
    (
        "actions",
        &["domain", "wire", "clock", "dice", "config", "live", "album", "sentences", "store"],
    ),
    ("door", &["domain", "wire", "labels", "actions"]),
    ("notices", &["domain", "wire", "dice", "sentences", "courier", "actions"]),
    // The one way out of the house, and the one room that believes the hospital's sign-in.
    ("courier", &[]),
    ("accounts", &["domain", "dice", "courier"]),
    (
        "api",
        &[
            "domain",
            "wire",
            "clock",
            "config",
            "live",
            "labels",
            "darkroom",
            "portrait",
            "sentences",
            "actions",
            "door",
        ],
    ),
    (
        "pages",
        &[
            "domain",
            "wire",
            "clock",
            "config",
            "live",
            "labels",
            "portrait",
            "sentences",
            "actions",
            "accounts",
            "door",
        ],
    ),
    (
        "server",
        &[
            "domain", "wire", "clock", "dice", "config", "live", "labels", "actions", "store",
            "accounts", "door", "api", "pages",
        ],
    ),
    (
        "start",
        &[
            "domain",
            "wire",
            "clock",
            "config",
            "album",
            "labels",
            "live",
            "sentences",
            "notices",
            "courier",
            "accounts",
            "actions",
            "store",
            "door",
            "api",
            "server",
        ],
    ),
];

/// Beginnings of the names of foreign crates, and the rooms that may use them.
const FOREIGN: &[(&str, &[&str])] = &[
    ("diesel", &["store"]),
    ("libsqlite3_sys", &["store"]),
    ("tokio_postgres", &["store"]),
    ("actix", &["door", "api", "pages", "server", "main", "demo"]),
    ("askama", &["pages"]),
    ("csv", &["pages"]),
    ("qrcode", &["labels"]),
    ("png", &["labels"]),
    ("rustybuzz", &["labels"]),
    ("unicode_bidi", &["labels", "sentences"]),
    ("fluent", &["sentences"]),
    ("icu", &["sentences"]),
    ("krilla", &["labels"]),
    ("kurbo", &["labels"]),
    ("roxmltree", &["labels"]),
    ("unicode_linebreak", &["labels"]),
    ("rqrr", &["labels"]),
    ("image", &["labels", "darkroom"]),
    ("hyper", &["courier", "notices"]),
    ("tokio_rustls", &["courier"]),
    ("openidconnect", &["accounts"]),
    ("chrono", &["accounts"]),
    ("web_push_native", &["notices"]),
    ("p256", &["notices"]),
];

/// What the rules of the ward may not touch: no serde, no SQL, no async, no clock, no dice, no log.
const NOT_IN_DOMAIN: &[&str] = &[
    "serde",
    "diesel",
    "actix",
    "tokio",
    "jiff",
    "tracing",
    "getrandom",
    "metrics",
    "config",
    "governor",
];

/// Parts of the standard library that make a result depend on something outside.
const OUTSIDE: &[&str] = &["fs", "net", "env", "thread", "process", "io"];

/// What lies behind the store's door: an action sees `Store` and `Tx`, never a table.
const BEHIND_THE_STORE: &[&str] =
    &["schema", "queries", "columns", "threads", "sqlite", "postgres"];

fn sources() -> Vec<Source> {
    Source::all(Path::new(env!("CARGO_MANIFEST_DIR")).join("src").as_path())
}

fn everywhere(breaches: impl Fn(&Source) -> Vec<String>) {
    let found: Vec<String> = sources().iter().flat_map(breaches).collect();
    assert!(found.is_empty(), "\n{}\n", found.join("\n"));
}

/// Every use of a room that this file's room may not know.
fn strangers(source: &Source) -> Vec<String> {
    let room = source.room();
    // The command line and the demonstration stand above all rooms, and the map names them all.
    if ["main", "demo", "lib"].contains(&room) {
        return Vec::new();
    }
    let Some((_, known)) = MAY_KNOW.iter().find(|(name, _)| *name == room) else {
        return vec![source.says(1, "this room is not in MAY_KNOW: say there whom it may know")];
    };
    let stranger = |name: &str| name != room && !known.contains(&name);
    let listed = |name: &str| {
        MAY_KNOW.iter().any(|(room, _)| *room == name) || ["main", "demo"].contains(&name)
    };
    let mut found = Vec::new();
    for (line, name) in source.own_rooms() {
        if listed(&name) && stranger(&name) {
            found.push(source.says(line, &format!("{room} may not know {name}")));
        }
    }
    found
}

fn foreigners(source: &Source) -> Vec<String> {
    let room = source.room();
    let forbidden = |name: &str| {
        FOREIGN.iter().any(|(start, rooms)| begins(name, start) && !rooms.contains(&room))
            || (room == "domain" && NOT_IN_DOMAIN.iter().any(|start| begins(name, start)))
    };
    let foreign = source.foreign_crates().into_iter().filter(|(_, name)| forbidden(name));
    foreign.map(|(line, name)| source.says(line, &format!("{room} may not use {name}"))).collect()
}

/// Whether a crate is the one named or one of its family: `diesel`, `diesel_async`.
fn begins(name: &str, family: &str) -> bool {
    name.strip_prefix(family).is_some_and(|rest| rest.is_empty() || rest.starts_with('_'))
}

/// What a pure room may not do: wait, or look outside.
fn impurities(source: &Source) -> Vec<String> {
    if !["domain", "labels", "darkroom", "portrait"].contains(&source.room()) {
        return Vec::new();
    }
    let outside =
        source.paths_below("std").into_iter().filter(|(_, name)| OUTSIDE.contains(&name.as_str()));
    let mut found: Vec<String> =
        outside.map(|(line, name)| source.says(line, &format!("std::{name}"))).collect();
    let waits = source.tokens.iter().filter(|token| token.is("async") || token.is("await"));
    found.extend(waits.map(|token| source.says(token.line, "a pure room does not wait")));
    found
}

fn looks_behind_the_store(source: &Source) -> Vec<String> {
    if source.room() == "store" {
        return Vec::new();
    }
    let inner = source
        .paths_below("store")
        .into_iter()
        .filter(|(_, name)| BEHIND_THE_STORE.contains(&name.as_str()));
    inner
        .map(|(line, name)| {
            source.says(line, &format!("store::{name} lies behind the store's door"))
        })
        .collect()
}

fn left_undone(source: &Source) -> Vec<String> {
    let is_macro = |pair: &&[Token]| {
        pair[1].is("!") && ["todo", "unimplemented", "dbg"].iter().any(|n| pair[0].is(n))
    };
    let found = source.tokens.windows(2).filter(is_macro);
    found.map(|pair| source.says(pair[0].line, &format!("{}!", pair[0].text))).collect()
}

fn too_long(source: &Source) -> Vec<String> {
    let long = source.functions().into_iter().filter(|function| function.lines > 60);
    let mut found: Vec<String> = long
        .map(|function| {
            source.says(function.line, &format!("{} has {} lines", function.name, function.lines))
        })
        .collect();
    if source.lines > 400 && source.room() != "server" {
        found.push(source.says(source.lines, "longer than 400 lines"));
    }
    found
}

#[test]
fn no_room_knows_one_it_may_not() {
    everywhere(strangers);
}

#[test]
fn foreign_crates_stay_in_their_rooms() {
    everywhere(foreigners);
}

#[test]
fn the_rules_the_labels_and_the_portraits_are_pure() {
    everywhere(impurities);
}

#[test]
fn only_the_store_sees_its_tables() {
    everywhere(looks_behind_the_store);
}

#[test]
fn nothing_is_left_undone() {
    everywhere(left_undone);
}

#[test]
fn every_file_opens_by_saying_what_it_is_for() {
    everywhere(|source| {
        if source.opens_with_its_purpose {
            Vec::new()
        } else {
            vec![source.says(1, "begins without //!")]
        }
    });
}

#[test]
fn nothing_grows_too_long() {
    everywhere(too_long);
    let middle = |mut lengths: Vec<usize>| {
        lengths.sort_unstable();
        lengths.get(lengths.len() / 2).copied().unwrap_or_default()
    };
    let files = middle(sources().iter().map(|source| source.lines).collect());
    let functions = middle(
        sources().iter().flat_map(Source::functions).map(|function| function.lines).collect(),
    );
    println!(
        "median file: {files} lines (wanted: 90 at most); median function: {functions} lines (wanted: 12 at most)"
    );
}

#[test]
fn both_databases_have_the_same_migrations() {
    assert_eq!(migrations("sqlite"), migrations("postgres"));
    assert!(!migrations("sqlite").is_empty());
}

/// The names of a database's migrations, each of which has a way up and a way down.
fn migrations(database: &str) -> BTreeSet<String> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let entries = fs::read_dir(root.join("migrations").join(database)).expect("a folder");
    let paths = entries.map(|entry| entry.expect("an entry").path());
    let folders: Vec<_> = paths.filter(|path| path.is_dir()).collect();
    for file in ["up.sql", "down.sql"] {
        let without = folders.iter().find(|folder| !folder.join(file).is_file());
        assert_eq!(without, None, "has no {file}");
    }
    let names = folders.iter().filter_map(|folder| folder.file_name());
    names.map(|name| name.to_string_lossy().into_owned()).collect()
}

/// How much a check finds in a file made up for it; the checks above are only worth what they catch.
fn caught(check: fn(&Source) -> Vec<String>, path: &str, text: &str) -> usize {
    check(&Source::new(path, text)).len()
}

#[test]
fn a_stranger_is_caught_however_it_is_written() {
    for use_of_one in [
        "use crate::store::Store;",
        "use crate::{domain::tag, store::{Store, Tx}};",
        "use crate::{\n actions,\n pages\n};",
        "fn f() { let s: super::super::store::Tx; }",
    ] {
        assert_eq!(caught(strangers, "api/scans.rs", use_of_one), 1, "{use_of_one}");
    }
    let two = "use crate::wire::Key; use super::super::super::store; use super::super::words;";
    assert_eq!(caught(strangers, "domain/tag/code.rs", two), 2);
    assert_eq!(caught(strangers, "attic.rs", ""), 1);
    let none = "// crate::store\nconst A: &str = \"crate::store\"; use crate::actions;";
    assert_eq!(caught(strangers, "api/scans.rs", none), 0);
    let inner = "use crate::store::{Tx, schema::tags};";
    assert_eq!(caught(looks_behind_the_store, "actions/a.rs", inner), 1);
}

#[test]
fn a_foreign_crate_is_caught_however_it_is_written() {
    let two = "#[derive(diesel_async::Thing)] struct A; use actix_web;";
    assert_eq!(caught(foreigners, "actions/a.rs", two), 2);
    assert_eq!(caught(foreigners, "actions/a.rs", "use diesel::prelude::*;"), 1);
    let one = "#[derive(serde::Serialize)] struct A(uuid::Uuid);";
    assert_eq!(caught(foreigners, "domain/id.rs", one), 1);
    assert_eq!(caught(foreigners, "domain/id.rs", "use {serde::Serialize, tokio};"), 2);
    let at_home = "use diesel::prelude::*; use ::diesel_migrations::embed;";
    assert_eq!(caught(foreigners, "store/a.rs", at_home), 0);
    let outside = "use std::{fmt, fs}; async fn a() {} fn b() { std::env::var(\"X\"); }";
    assert_eq!(caught(impurities, "domain/a.rs", outside), 3);
}

#[test]
fn what_is_undone_or_too_long_is_caught() {
    let undone = "fn a() { todo!() } fn b() { dbg!(1); } /* todo!() */";
    assert_eq!(caught(left_undone, "a.rs", undone), 2);
    let body = "let a = '{';\n".repeat(60);
    let long = format!("fn short() {{}}\nfn long(a: [u8; 3]) {{\n{body}}}\n");
    assert_eq!(caught(too_long, "a.rs", &long), 1);
    assert_eq!(caught(too_long, "a.rs", &"//\n".repeat(401)), 1);
}

/// A double quote in a script stands in a template literal, where it is HTML's or CSS's.
#[test]
fn scripts_quote_singly() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/pages/static");
    for entry in fs::read_dir(folder).expect("the scripts") {
        let path = entry.expect("a file").path();
        if path.extension().is_some_and(|kind| kind == "js") {
            let text = fs::read_to_string(&path).expect("text");
            let double = text.split('`').step_by(2).any(|code| code.contains('"'));
            assert!(!double, "{} has a double quote", path.display());
        }
    }
}

/// `docs/dependencies.md` has one row for each dependency, and ARCHITECTURE.md names each top-level module.
#[test]
fn the_documents_name_every_dependency_and_every_module() {
    let manifest = document("Cargo.toml");
    let tables = manifest.split("[lints.rust]").next().unwrap_or_default();
    let listed = tables.lines().skip_while(|line| *line != "[dependencies]");
    let mut dependencies: Vec<_> =
        listed.filter_map(|line| line.split_once(" = ").map(|(name, _)| name)).collect();
    let explained = document("docs/dependencies.md");
    let rows = explained.lines().filter_map(|line| line.strip_prefix("| `"));
    let mut explained: Vec<_> = rows.filter_map(|row| row.split('`').next()).collect();
    dependencies.sort_unstable();
    explained.sort_unstable();
    assert!(dependencies.len() > 20, "{dependencies:?}");
    assert_eq!(explained, dependencies, "docs/dependencies.md differs from Cargo.toml");

    let architecture = document("ARCHITECTURE.md");
    for entry in fs::read_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join("src")).expect("src") {
        let entry = entry.expect("an entry");
        let slash = if entry.path().is_dir() { "/" } else { "" };
        let name = format!("`src/{}{slash}`", entry.file_name().to_string_lossy());
        assert!(architecture.contains(&name), "ARCHITECTURE.md does not name {name}");
    }
}

#[test]
fn paths_in_the_documents_exist() {
    for name in ["ARCHITECTURE.md", "CONTRIBUTING.md", "docs/dependencies.md"] {
        let text = document(name);
        let quoted = text.split('`').skip(1).step_by(2);
        let is_path =
            |text: &&str| ["src/", "tests/", "docs/"].iter().any(|top| text.starts_with(top));
        for path in quoted.filter(is_path) {
            let exists = Path::new(env!("CARGO_MANIFEST_DIR")).join(path).exists();
            assert!(exists, "{name} names {path}, which does not exist");
        }
    }
}

fn document(name: &str) -> String {
    fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(name)).expect(name)
}
