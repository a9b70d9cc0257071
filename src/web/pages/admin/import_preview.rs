//! The preview of a CSV import: what would happen to each row.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

use super::import_rows::ParsedRows;
use crate::use_cases::import_csv::{ImportResult, RowOutcome};
use crate::web::problem_code::ProblemCode;

/// How many invalid rows one sentence lists; the table has all of them.
const MAX_LISTED: usize = 20;

pub(super) struct ImportPreview {
    /// The rows that are invalid or change something; invalid ones first.
    pub(super) rows: Vec<PreviewRow>,
    pub(super) counts: [(usize, &'static str); 4],
    /// What the admin confirms by importing; none if a row is invalid.
    pub(super) confirmation: Option<String>,
}

pub(super) struct PreviewRow {
    pub(super) line: u64,
    pub(super) name: String,
    pub(super) result: String,
    pub(super) class: &'static str,
}

impl ImportPreview {
    pub(super) fn new<T>(parsed: ParsedRows<T>, outcome: &ImportResult, is_valid: bool) -> Self {
        let outcomes = &outcome.rows;
        let count = |matches: fn(&RowOutcome) -> bool| {
            outcomes.iter().filter(|outcome| matches(outcome)).count()
        };
        let refused = count(|outcome| matches!(outcome, RowOutcome::Refused(_)));
        let counts = [
            (count(|outcome| *outcome == RowOutcome::Added), "to add"),
            (count(|outcome| matches!(outcome, RowOutcome::Changed(_))), "to change"),
            (count(|outcome| *outcome == RowOutcome::Unchanged), "unchanged"),
            (refused + parsed.errors.len(), "invalid"),
        ];
        let parsed_rows = parsed.names.into_iter().zip(outcomes);
        let parsed_rows = parsed_rows.filter_map(|((line, name), outcome)| {
            let (result, class) = describe(outcome)?;
            Some(PreviewRow { line, name, result, class })
        });
        let errors = parsed.errors.into_iter().map(|(line, result)| PreviewRow {
            line,
            name: String::new(),
            result,
            class: "bad",
        });
        let mut rows: Vec<_> = parsed_rows.chain(errors).collect();
        rows.sort_by_key(|row| (row.class != "bad", row.line));
        let confirmation = is_valid.then(|| URL_SAFE_NO_PAD.encode(&outcome.confirmation));
        Self { rows, counts, confirmation }
    }

    /// The line numbers of the invalid rows.
    pub(super) fn invalid_rows(&self) -> String {
        let invalid = self.rows.iter().filter(|row| row.class == "bad");
        let lines: Vec<_> = invalid.map(|row| row.line.to_string()).collect();
        let listed = lines.iter().take(MAX_LISTED).cloned().collect::<Vec<_>>().join(", ");
        match lines.len().checked_sub(MAX_LISTED) {
            Some(more @ 1..) => format!("lines {listed} and {more} more"),
            _ if lines.len() == 1 => format!("line {listed}"),
            _ => format!("lines {listed}"),
        }
    }
}

/// The result of a row and its CSS class; none for a row that changes nothing.
fn describe(outcome: &RowOutcome) -> Option<(String, &'static str)> {
    match outcome {
        RowOutcome::Added => Some(("new".to_owned(), "new")),
        RowOutcome::Changed(fields) => Some((format!("changes: {}", fields.join(", ")), "changes")),
        RowOutcome::Unchanged => None,
        RowOutcome::Refused(error) => Some((ProblemCode::from(error).advice().to_owned(), "bad")),
    }
}
