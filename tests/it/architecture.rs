//! The rules of the architecture, checked against the source: which layer may use which, no import cycles, and how long
//! files and functions may get. Paths are read from tokens, so comments and line breaks do not matter.

mod source;

use std::collections::{BTreeMap, BTreeSet};
use std::{fs, path::Path};

use source::{Source, Token, layer_of};

/// Each layer and the layers that it may use; a layer that is missing here is refused.
const MAY_USE: &[(&str, &[&str])] = &[
    ("domain", &[]),
    ("json", &["domain"]),
    ("clock", &["domain"]),
    ("random", &["domain"]),
    ("blocking", &[]),
    // The database's own defaults.
    ("config", &["domain", "i18n", "db"]),
    ("printing", &["domain", "photos"]),
    ("photos", &["domain"]),
    ("portrait", &["domain"]),
    ("i18n", &["domain"]),
    // Encryption needs nonces.
    ("db", &["domain", "json", "random"]),
    // One reading of the event log serves all subscriptions.
    ("realtime", &["domain", "json", "clock", "random", "db"]),
    (
        "use_cases",
        &[
            "blocking", "domain", "json", "clock", "random", "config", "realtime", "photos",
            "i18n", "db",
        ],
    ),
    ("integrations", &["domain", "json", "random", "i18n"]),
    ("jobs", &["domain", "json", "clock", "i18n", "config", "db", "integrations", "use_cases"]),
    (
        "web",
        &[
            "domain",
            "json",
            "clock",
            "random",
            "config",
            "printing",
            "photos",
            "i18n",
            "realtime",
            "integrations",
            "use_cases",
        ],
    ),
    (
        "web::api",
        &[
            "blocking",
            "domain",
            "json",
            "clock",
            "config",
            "printing",
            "photos",
            "portrait",
            "i18n",
            "realtime",
            "use_cases",
            "web",
        ],
    ),
    (
        "web::pages",
        &[
            "blocking",
            "domain",
            "json",
            "clock",
            "config",
            "printing",
            "portrait",
            "i18n",
            "realtime",
            "integrations",
            "use_cases",
            "web",
        ],
    ),
    (
        "cli",
        &[
            "domain",
            "json",
            "clock",
            "random",
            "config",
            "photos",
            "printing",
            "i18n",
            "realtime",
            "integrations",
            "use_cases",
            "db",
            "jobs",
            "web",
            "web::api",
        ],
    ),
];

/// The files of `web` that know the API and the pages: they route requests to both.
const ROUTING: &[&str] = &["web/mod.rs", "web/server.rs", "web/routes.rs"];

/// The layers whose files may not import each other in a circle.
const WITHOUT_CYCLES: &[&str] = &["domain", "use_cases", "web", "web::api", "web::pages"];

/// Prefixes of crate names, and the layers that may use them.
const FOREIGN: &[(&str, &[&str])] = &[
    ("diesel", &["db"]),
    ("libsqlite3_sys", &["db"]),
    ("tokio_postgres", &["db"]),
    ("actix", &["web", "web::api", "web::pages", "cli", "main"]),
    ("askama", &["web::pages"]),
    ("csv", &["web"]),
    ("qrcode", &["printing"]),
    ("png", &["printing"]),
    ("rustybuzz", &["printing"]),
    ("unicode_bidi", &["printing", "i18n"]),
    ("fluent", &["i18n"]),
    ("icu", &["i18n"]),
    ("krilla", &["printing"]),
    ("kurbo", &["printing"]),
    ("roxmltree", &["printing"]),
    ("unicode_linebreak", &["printing"]),
    ("rqrr", &["printing"]),
    ("image", &["printing", "photos"]),
    ("hyper", &["integrations", "jobs"]),
    ("tokio_rustls", &["integrations", "web"]),
    ("openidconnect", &["integrations"]),
    ("chrono", &["integrations"]),
    ("web_push_native", &["integrations"]),
    ("p256", &["integrations"]),
];

/// What `domain` may not use: no serde, no SQL, no async, no clock, no random source, no log.
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

/// Parts of the standard library through which a result depends on the outside.
const OUTSIDE: &[&str] = &["fs", "net", "env", "thread", "process", "io"];

/// The private side of `db`: a use case sees `Store` and `Tx`, never a table.
const PRIVATE_TO_DB: &[&str] = &["schema", "queries", "columns", "worker", "sqlite", "postgres"];

fn sources() -> Vec<Source> {
    Source::all(Path::new(env!("CARGO_MANIFEST_DIR")).join("src").as_path())
}

fn everywhere(breaches: impl Fn(&Source) -> Vec<String>) {
    let found: Vec<String> = sources().iter().flat_map(breaches).collect();
    assert!(found.is_empty(), "\n{}\n", found.join("\n"));
}

/// Every import of a layer that this file's layer may not use.
fn forbidden_layers(source: &Source) -> Vec<String> {
    let layer = source.layer();
    if layer == "main" || ROUTING.contains(&source.path()) {
        return Vec::new();
    }
    let Some((_, allowed)) = MAY_USE.iter().find(|(name, _)| *name == layer) else {
        return vec![source.says(1, "this layer is not in MAY_USE: add it with what it may use")];
    };
    let known = |name: &str| MAY_USE.iter().any(|(layer, _)| *layer == name);
    let paths = source.own_paths().into_iter().map(|(line, path)| (line, layer_of(&path)));
    let forbidden = paths
        .filter(|(_, name)| known(name) && *name != layer && !allowed.contains(&name.as_str()));
    forbidden
        .map(|(line, name)| source.says(line, &format!("{layer} may not use {name}")))
        .collect::<BTreeSet<_>>()
        .into_iter()
        .collect()
}

fn forbidden_crates(source: &Source) -> Vec<String> {
    let layer = source.layer();
    let forbidden = |name: &str| {
        FOREIGN
            .iter()
            .any(|(start, layers)| begins(name, start) && !layers.contains(&layer.as_str()))
            || (layer == "domain" && NOT_IN_DOMAIN.iter().any(|start| begins(name, start)))
    };
    let foreign = source.foreign_crates().into_iter().filter(|(_, name)| forbidden(name));
    foreign.map(|(line, name)| source.says(line, &format!("{layer} may not use {name}"))).collect()
}

/// Whether a crate is the one named or one of its family: `diesel`, `diesel_async`.
fn begins(name: &str, family: &str) -> bool {
    let rest = name.strip_prefix(family);
    // `csv_table` is a module of ours.
    name != "csv_table" && rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('_'))
}

/// What pure code may not do: wait, or read the outside.
fn impurities(source: &Source) -> Vec<String> {
    let pure = ["domain", "printing", "portrait"].contains(&source.layer().as_str());
    if !pure && !source.path().starts_with("photos/processing") {
        return Vec::new();
    }
    let outside =
        source.paths_below("std").into_iter().filter(|(_, name)| OUTSIDE.contains(&name.as_str()));
    let mut found: Vec<String> =
        outside.map(|(line, name)| source.says(line, &format!("std::{name}"))).collect();
    let waits = source.tokens.iter().filter(|token| token.is("async") || token.is("await"));
    found.extend(waits.map(|token| source.says(token.line, "pure code does not wait")));
    found
}

fn uses_db_internals(source: &Source) -> Vec<String> {
    if source.layer() == "db" {
        return Vec::new();
    }
    let inner = source
        .paths_below("db")
        .into_iter()
        .filter(|(_, name)| PRIVATE_TO_DB.contains(&name.as_str()));
    inner.map(|(line, name)| source.says(line, &format!("db::{name} is private to db"))).collect()
}

fn unfinished(source: &Source) -> Vec<String> {
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
    if source.lines > 400 {
        found.push(source.says(source.lines, "longer than 400 lines"));
    }
    found
}

#[test]
fn layers_use_only_the_layers_below_them() {
    everywhere(forbidden_layers);
}

#[test]
fn foreign_crates_are_used_only_in_their_layers() {
    everywhere(forbidden_crates);
}

#[test]
fn domain_printing_portrait_and_photo_processing_are_pure() {
    everywhere(impurities);
}

#[test]
fn only_db_uses_its_tables_and_queries() {
    everywhere(uses_db_internals);
}

#[test]
fn files_do_not_import_each_other_in_a_circle() {
    let cycles = import_cycles(&sources());
    assert!(cycles.is_empty(), "\n{}\n", cycles.join("\n"));
}

/// The circles of imports between files of the layers in `WITHOUT_CYCLES`, each as one line.
fn import_cycles(sources: &[Source]) -> Vec<String> {
    let checked = |source: &&Source| WITHOUT_CYCLES.contains(&source.layer().as_str());
    let files: BTreeMap<Vec<String>, &Source> =
        sources.iter().filter(checked).map(|source| (source.module(), source)).collect();
    let imports: BTreeMap<_, BTreeSet<_>> = files
        .iter()
        .map(|(module, source)| (module, imported_files(source, module, &files)))
        .collect();
    let mut cycles = BTreeSet::new();
    for start in imports.keys() {
        let reached = reachable(start, &imports);
        if reached.contains(*start) {
            let circle = reached.iter().filter(|file| reachable(file, &imports).contains(*start));
            cycles.insert(circle.map(|file| files[*file].path()).collect::<Vec<_>>().join(", "));
        }
    }
    cycles.into_iter().collect()
}

/// The files that a file's paths lead into: for each path the file of its longest prefix that is a module.
fn imported_files<'a>(
    source: &Source,
    module: &[String],
    files: &'a BTreeMap<Vec<String>, &Source>,
) -> BTreeSet<&'a Vec<String>> {
    let file_of = |path: &Vec<String>| {
        let prefixes = (1..=path.len()).rev().map(|length| &path[..length]);
        let mut known = prefixes.filter_map(|prefix| files.get_key_value(prefix));
        known.next().map(|(file, _)| file)
    };
    let own = source.own_paths().into_iter().chain(source.child_paths());
    own.filter_map(|(_, path)| file_of(&path)).filter(|file| file.as_slice() != module).collect()
}

fn reachable<'a>(
    start: &Vec<String>,
    imports: &BTreeMap<&'a Vec<String>, BTreeSet<&'a Vec<String>>>,
) -> BTreeSet<&'a Vec<String>> {
    let (mut found, mut open) = (BTreeSet::new(), vec![start]);
    while let Some(file) = open.pop() {
        for next in imports.get(file).into_iter().flatten() {
            if found.insert(*next) {
                open.push(next);
            }
        }
    }
    found
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
fn no_code_is_unfinished() {
    everywhere(unfinished);
}

#[test]
fn files_and_functions_stay_short() {
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

/// How many faults a check finds in a made-up file.
fn caught(check: fn(&Source) -> Vec<String>, path: &str, text: &str) -> usize {
    check(&Source::new(path, text)).len()
}

#[test]
fn a_forbidden_layer_is_caught_however_it_is_written() {
    for one in [
        "use crate::db::Store;",
        "use crate::{domain::tag, db::{Store, Tx}};",
        "use crate::{\n use_cases,\n web::pages\n};",
        "fn f() { let s: super::super::super::db::Tx; }",
        "use super::super::pages::board;",
    ] {
        assert_eq!(caught(forbidden_layers, "web/api/scans.rs", one), 1, "{one}");
    }
    let two = "use crate::json::Key;\nuse super::super::super::db; use super::super::words;";
    assert_eq!(caught(forbidden_layers, "domain/tag/code.rs", two), 2);
    assert_eq!(caught(forbidden_layers, "attic.rs", ""), 1);
    let none = "// crate::db\nconst A: &str = \"crate::db\"; use crate::use_cases;";
    assert_eq!(caught(forbidden_layers, "web/api/scans.rs", none), 0);
    let inner = "use crate::db::{Tx, schema::tags};";
    assert_eq!(caught(uses_db_internals, "use_cases/a.rs", inner), 1);
}

#[test]
fn an_import_cycle_is_caught() {
    let source = |path: &str, text: &str| Source::new(path, text);
    let circle = [
        source("domain/a.rs", "use super::b::B;"),
        source("domain/b.rs", "use crate::domain::{c::C, time::Time};"),
        source("domain/c/mod.rs", "use super::a;"),
        source("domain/time.rs", ""),
    ];
    assert_eq!(import_cycles(&circle), ["domain/a.rs, domain/b.rs, domain/c/mod.rs"]);
    let parent_and_child = [
        source("use_cases/a/mod.rs", "mod b; use b::C;"),
        source("use_cases/a/b.rs", "use super::D;"),
    ];
    assert_eq!(import_cycles(&parent_and_child).len(), 1);
    assert!(import_cycles(&circle[..2]).is_empty());
}

#[test]
fn a_foreign_crate_is_caught_however_it_is_written() {
    let two = "#[derive(diesel_async::Thing)] struct A; use actix_web;";
    assert_eq!(caught(forbidden_crates, "use_cases/a.rs", two), 2);
    assert_eq!(caught(forbidden_crates, "use_cases/a.rs", "use diesel::prelude::*;"), 1);
    let one = "#[derive(serde::Serialize)] struct A(uuid::Uuid);";
    assert_eq!(caught(forbidden_crates, "domain/id.rs", one), 1);
    assert_eq!(caught(forbidden_crates, "domain/id.rs", "use {serde::Serialize, tokio};"), 2);
    let allowed = "use diesel::prelude::*; use ::diesel_migrations::embed;";
    assert_eq!(caught(forbidden_crates, "db/a.rs", allowed), 0);
    let outside = "use std::{fmt, fs}; async fn a() {} fn b() { std::env::var(\"X\"); }";
    assert_eq!(caught(impurities, "domain/a.rs", outside), 3);
}

#[test]
fn unfinished_or_long_code_is_caught() {
    let undone = "fn a() { todo!() } fn b() { dbg!(1); } /* todo!() */";
    assert_eq!(caught(unfinished, "a.rs", undone), 2);
    let body = "let a = '{';\n".repeat(60);
    let long = format!("fn short() {{}}\nfn long(a: [u8; 3]) {{\n{body}}}\n");
    assert_eq!(caught(too_long, "a.rs", &long), 1);
    assert_eq!(caught(too_long, "a.rs", &"//\n".repeat(401)), 1);
}

/// A double quote in a script stands in a template literal, where it is HTML's or CSS's.
#[test]
fn scripts_use_single_quotes() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/web/pages/static");
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
