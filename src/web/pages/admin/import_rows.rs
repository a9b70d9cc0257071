//! Parsing the rows of a CSV import. Each cell is validated with the same rules as the API's JSON.

use std::collections::HashMap;

use serde::de::DeserializeOwned;

use crate::domain::account::person::Role;
use crate::domain::place::{EntryPolicy, MAX_REWASH_HOURS, PlaceKind};
use crate::json::JsonKey;
use crate::use_cases::import_csv::{PlaceRow, Rewash, StaffRow};
use crate::web::csv_table::{self, Columns, CsvError, CsvRow};
use crate::web::validation::{Count, ShortText, Username};

pub(super) struct ParsedRows<T> {
    /// The valid rows.
    pub(super) rows: Vec<T>,
    /// Line number and name of each valid row.
    pub(super) names: Vec<(u64, String)>,
    pub(super) errors: Vec<CsvError>,
}

/// Parses a row into its unique name and its content.
type ParseRow<T> = fn(&CsvRow) -> Result<(String, T), String>;

/// Parses a file. A name may occur only once.
pub(super) fn parse<T>(
    text: &str,
    columns: Columns,
    parse_row: ParseRow<T>,
) -> Result<ParsedRows<T>, String> {
    let mut parsed = ParsedRows { rows: Vec::new(), names: Vec::new(), errors: Vec::new() };
    let mut seen = HashMap::new();
    for row in csv_table::read(text, columns)? {
        let result = row.and_then(|row| {
            let line = row.line;
            let (name, content) = parse_row(&row).map_err(|error| (line, error))?;
            match seen.insert(name.clone(), line) {
                Some(earlier) => Err((line, format!("{name} is already in line {earlier}"))),
                None => Ok((line, name, content)),
            }
        });
        match result {
            Ok((line, name, content)) => {
                parsed.names.push((line, name));
                parsed.rows.push(content);
            }
            Err(error) => parsed.errors.push(error),
        }
    }
    Ok(parsed)
}

pub(super) fn staff(row: &CsvRow) -> Result<(String, StaffRow), String> {
    let username = required::<Username>(row, "username")?.0;
    let staff = StaffRow {
        username: username.clone(),
        display_name: required::<ShortText>(row, "display_name")?.0,
        role: required::<JsonKey<Role>>(row, "role")?.0,
        disabled: yes_no(row, "disabled")?,
    };
    Ok((username, staff))
}

pub(super) fn place(row: &CsvRow) -> Result<(String, PlaceRow), String> {
    let name = required::<ShortText>(row, "name")?.0;
    let place = PlaceRow {
        name: name.clone(),
        kind: required::<JsonKey<PlaceKind>>(row, "kind")?.0,
        entry: optional::<JsonKey<EntryPolicy>>(row, "entry")?.map(|entry| entry.0),
        rewash: rewash_hours(row)?,
        isolation: yes_no(row, "isolation")?,
        active: yes_no(row, "active")?,
    };
    Ok((name, place))
}

fn optional<T: DeserializeOwned>(row: &CsvRow, column: &str) -> Result<Option<T>, String> {
    let Some(text) = row.cell(column).filter(|text| !text.is_empty()) else { return Ok(None) };
    let value = serde_json::from_value(serde_json::Value::String(text.to_owned()));
    value.map(Some).map_err(|error| format!("{column}: {error}"))
}

fn required<T: DeserializeOwned>(row: &CsvRow, column: &str) -> Result<T, String> {
    optional(row, column)?.ok_or_else(|| format!("{column}: must not be empty"))
}

/// An empty cell switches the rewash off; a missing column leaves it unchanged.
fn rewash_hours(row: &CsvRow) -> Result<Rewash, String> {
    match row.cell("rewash_hours") {
        None => Ok(Rewash::Unspecified),
        Some("") => Ok(Rewash::Never),
        Some(text) => match serde_json::from_str::<Count<MAX_REWASH_HOURS>>(text) {
            Ok(hours) => Ok(Rewash::Every(hours.0)),
            Err(_) => Err(format!(
                "rewash_hours: must be a whole number from 1 to {MAX_REWASH_HOURS}, or empty"
            )),
        },
    }
}

/// Also accepts true and false, as some spreadsheets write them.
fn yes_no(row: &CsvRow, column: &str) -> Result<Option<bool>, String> {
    match row.cell(column).unwrap_or_default().to_lowercase().as_str() {
        "" => Ok(None),
        "yes" | "true" => Ok(Some(true)),
        "no" | "false" => Ok(Some(false)),
        _ => Err(format!("{column}: must be yes or no")),
    }
}
