//! Checks docs/assurance.md: every promise must name existing tests and files.

use std::fs;
use std::path::Path;
use std::process::Command;

/// The paths of all tests in this binary.
fn tests() -> Vec<String> {
    let this = std::env::current_exe().expect("this binary");
    let output = Command::new(this).args(["--list", "--format", "terse"]).output().expect("a list");
    let output = String::from_utf8(output.stdout).expect("text");
    output.lines().filter_map(|line| line.strip_suffix(": test")).map(str::to_owned).collect()
}

/// The rows of all tables: promise, evidence, command, last result.
fn rows() -> Vec<[String; 4]> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let sheet = fs::read_to_string(root.join("docs/assurance.md")).expect("the sheet");
    let is_row = |line: &&str| line.starts_with("| ") && !line.starts_with("| promise");
    let rows = sheet.lines().filter(is_row).map(|line| {
        let escaped = line.trim_matches('|').replace("\\|", "\u{0}");
        let cells: Vec<_> =
            escaped.split('|').map(|cell| cell.trim().replace('\u{0}', "|")).collect();
        cells.try_into().unwrap_or_else(|_| panic!("four cells: {line}"))
    });
    rows.collect()
}

/// The texts in backquotes.
fn quoted(cell: &str) -> impl Iterator<Item = &str> {
    cell.split('`').skip(1).step_by(2)
}

#[test]
fn every_promise_names_existing_tests() {
    let (tests, rows) = (tests(), rows());
    assert!(tests.len() > 500 && rows.len() > 30, "{} tests, {} rows", tests.len(), rows.len());
    for [promise, _, command, figure] in &rows {
        assert!(quoted(command).next().is_some(), "no command for: {promise}");
        assert!(!figure.is_empty(), "no result for: {promise}");
        for line in quoted(command) {
            let words: Vec<_> = line.split_whitespace().collect();
            let named = words.iter().position(|word| *word == "it").map(|at| &words[at + 1..]);
            let Some([filter, ..]) = named else { continue };
            assert!(tests.iter().any(|test| test.contains(filter)), "no test matches {filter}");
        }
    }
}

#[test]
fn every_promise_names_existing_files() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    for [promise, evidence, ..] in rows() {
        for path in quoted(&evidence).filter(|path| path.starts_with("tests/")) {
            let path = path.split('{').next().unwrap_or(path);
            assert!(
                root.join(path).exists(),
                "{path} does not exist, but is the evidence for: {promise}"
            );
        }
    }
}
