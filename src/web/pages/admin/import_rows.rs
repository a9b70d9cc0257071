//! The lines of a list as what they say: each cell by the same checks as the API's JSON.

use std::collections::HashMap;

use serde::de::DeserializeOwned;

use crate::domain::account::person::Role;
use crate::domain::place::{EntryPolicy, MOST_REWASH_HOURS, PlaceKind};
use crate::json::JsonKey;
use crate::use_cases::import_csv::{PlaceRow, Rewash, StaffRow};
use crate::web::csv_table::{self, Columns, CsvError, CsvRow};
use crate::web::validation::{Count, ShortText, Username};

/// A list that was read.
pub struct Read<T> {
    /// What its good lines say.
    pub lines: Vec<T>,
    /// Where each of them stands, and whom or what it is about.
    pub marks: Vec<(u64, String)>,
    /// Where the bad ones stand, and what is wrong with them.
    pub bad: Vec<CsvError>,
}

/// Takes a line for whom or what it is about and what it says, or for what is wrong with it.
type Reader<T> = fn(&CsvRow) -> Result<(String, T), String>;

/// Reads a list; `read` takes a line for what it says and whom it is about, who may be there once.
///
/// # Errors
/// What is wrong with the list as a whole.
pub fn read<T>(text: &str, columns: Columns, read: Reader<T>) -> Result<Read<T>, String> {
    let mut all = Read { lines: Vec::new(), marks: Vec::new(), bad: Vec::new() };
    let mut seen = HashMap::new();
    for line in csv_table::read(text, columns)? {
        let said = line.and_then(|line| {
            let number = line.number;
            let (about, said) = read(&line).map_err(|why| (number, why))?;
            match seen.insert(about.clone(), number) {
                Some(before) => Err((number, format!("{about} stands in line {before} already"))),
                None => Ok((number, about, said)),
            }
        });
        match said {
            Ok((number, about, said)) => {
                all.marks.push((number, about));
                all.lines.push(said);
            }
            Err(bad) => all.bad.push(bad),
        }
    }
    Ok(all)
}

/// A line of the list of staff.
///
/// # Errors
/// What is wrong with it.
pub fn staff(line: &CsvRow) -> Result<(String, StaffRow), String> {
    let username = need::<Username>(line, "username")?.0;
    let said = StaffRow {
        username: username.clone(),
        display_name: need::<ShortText>(line, "display_name")?.0,
        role: need::<JsonKey<Role>>(line, "role")?.0,
        disabled: truth(line, "disabled")?,
    };
    Ok((username, said))
}

/// A line of the list of places.
///
/// # Errors
/// What is wrong with it.
pub fn place(line: &CsvRow) -> Result<(String, PlaceRow), String> {
    let name = need::<ShortText>(line, "name")?.0;
    let said = PlaceRow {
        name: name.clone(),
        kind: need::<JsonKey<PlaceKind>>(line, "kind")?.0,
        entry: cell::<JsonKey<EntryPolicy>>(line, "entry")?.map(|entry| entry.0),
        rewash: hours(line)?,
        isolation: truth(line, "isolation")?,
        active: truth(line, "active")?,
    };
    Ok((name, said))
}

fn cell<T: DeserializeOwned>(line: &CsvRow, column: &str) -> Result<Option<T>, String> {
    let Some(text) = line.cell(column).filter(|text| !text.is_empty()) else { return Ok(None) };
    let read = serde_json::from_value(serde_json::Value::String(text.to_owned()));
    read.map(Some).map_err(|error| format!("{column}: {error}"))
}

fn need<T: DeserializeOwned>(line: &CsvRow, column: &str) -> Result<T, String> {
    cell(line, column)?.ok_or_else(|| format!("{column}: must not be empty"))
}

/// Hours between washes: an empty cell says that there are none, a missing column says nothing.
fn hours(line: &CsvRow) -> Result<Rewash, String> {
    match line.cell("rewash_hours") {
        None => Ok(Rewash::Unspecified),
        Some("") => Ok(Rewash::Never),
        Some(text) => match serde_json::from_str::<Count<MOST_REWASH_HOURS>>(text) {
            Ok(hours) => Ok(Rewash::Every(hours.0)),
            Err(_) => Err(format!(
                "rewash_hours: must be a whole number from 1 to {MOST_REWASH_HOURS}, or empty"
            )),
        },
    }
}

/// Yes or no, as spreadsheets write it too.
fn truth(line: &CsvRow, column: &str) -> Result<Option<bool>, String> {
    match line.cell(column).unwrap_or_default().to_lowercase().as_str() {
        "" => Ok(None),
        "yes" | "true" => Ok(Some(true)),
        "no" | "false" => Ok(Some(false)),
        _ => Err(format!("{column}: must be yes or no")),
    }
}
