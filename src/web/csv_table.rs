//! Lists that go out to a spreadsheet and come back (RFC 4180).
//!
//! A cell that a spreadsheet would run as a formula goes out behind an apostrophe, and loses it on its way
//! back; one that has such an apostrophe of its own gets another, so that everything comes back as it was.

use std::collections::BTreeMap;

/// The largest list, in bytes.
pub const MOST: usize = 1024 * 1024;
/// The longest, in lines below the heading.
pub const LINES: usize = 5000;

/// What a file in UTF-8 begins with, so that spreadsheets do not take it for an older alphabet.
const MARK: &str = "\u{feff}";
/// What begins a formula, or is skipped before one.
const BEGINS_A_FORMULA: [char; 6] = ['=', '+', '-', '@', '\t', '\r'];

/// Where a bad line stands, and what is wrong with it.
pub type CsvError = (u64, String);

/// The columns that a list may have: those it must, and those it may.
#[derive(Clone, Copy)]
pub struct Columns {
    /// Those it must have.
    pub needed: &'static [&'static str],
    /// Those it may have.
    pub optional: &'static [&'static str],
}

/// A line below the heading.
#[derive(Clone, Debug)]
pub struct CsvRow {
    /// Where it stands in the file; the heading is line 1.
    pub number: u64,
    cells: BTreeMap<String, String>,
}

impl CsvRow {
    /// What stands in a column; empty where the cell is, none where the list has no such column.
    #[must_use]
    pub fn cell(&self, column: &str) -> Option<&str> {
        self.cells.get(column).map(|cell| cell.trim())
    }
}

/// A list as a file.
#[must_use]
pub fn write(heading: &[&str], lines: impl IntoIterator<Item = Vec<String>>) -> Vec<u8> {
    let mut to = csv::WriterBuilder::new()
        .terminator(csv::Terminator::CRLF)
        .from_writer(MARK.as_bytes().to_vec());
    // Written to memory, with as many cells in each line as the heading has, it cannot fail.
    let _ = to.write_record(heading);
    for line in lines {
        let _ = to.write_record(line.iter().map(|cell| escape_formula(cell)));
    }
    to.into_inner().unwrap_or_default()
}

/// The lines of a file, each with a fault or as it is.
///
/// # Errors
/// What is wrong with the file as a whole.
pub fn read(text: &str, columns: Columns) -> Result<Vec<Result<CsvRow, CsvError>>, String> {
    let text = text.strip_prefix(MARK).unwrap_or(text);
    if text.contains('\u{fffd}') {
        return Err("It is not in UTF-8. Save it as \u{201c}CSV UTF-8\u{201d}.".to_owned());
    }
    let mut from = csv::ReaderBuilder::new()
        .flexible(true)
        .delimiter(delimiter(text))
        .from_reader(text.as_bytes());
    let heading = heading(from.headers().map_err(|error| error.to_string())?, columns)?;
    let (mut lines, mut count) = (Vec::new(), Count::default());
    for record in from.records() {
        let record = record.map_err(|error| error.to_string())?;
        lines.push(line(&record, &heading, count.line(text, &record)));
        if lines.len() > LINES {
            return Err(format!("It has more than {LINES} lines. Bring it in in pieces."));
        }
    }
    if lines.is_empty() { Err("It has no line below the heading.".to_owned()) } else { Ok(lines) }
}

/// Where a comma is the sign of decimals, spreadsheets write semicolons between cells.
fn delimiter(text: &str) -> u8 {
    let first = text.lines().next().unwrap_or_default();
    if first.contains(';') && !first.contains(',') { b';' } else { b',' }
}

fn heading(record: &csv::StringRecord, columns: Columns) -> Result<Vec<String>, String> {
    let names: Vec<_> = record.iter().map(|name| name.trim().to_lowercase()).collect();
    let known: Vec<_> = columns.needed.iter().chain(columns.optional).copied().collect();
    let strange = names.iter().find(|name| !known.contains(&name.as_str()));
    if let Some(name) = strange {
        return Err(format!("There is no column {name:?}; there are: {}.", known.join(", ")));
    }
    let missing = columns.needed.iter().find(|name| !names.iter().any(|known| known == *name));
    if let Some(name) = missing {
        return Err(format!("The column {name:?} is missing from the heading in line 1."));
    }
    match names.iter().enumerate().find(|(nth, name)| names[..*nth].contains(name)) {
        Some((_, name)) => Err(format!("The column {name:?} is there twice.")),
        None => Ok(names),
    }
}

/// Counts the lines of a file, as far as it was read.
#[derive(Default)]
struct Count {
    read: usize,
    ended: u64,
}

impl Count {
    /// The line that a record begins in. Where lines end by two signs, the reader stops between them.
    fn line(&mut self, text: &str, record: &csv::StringRecord) -> u64 {
        let at = record.position().map_or(0, csv::Position::byte);
        let at = usize::try_from(at).unwrap_or(self.read).max(self.read);
        let rest = text.as_bytes().get(at..).unwrap_or_default();
        let between = rest.iter().take_while(|byte| b"\r\n".contains(byte)).count();
        let passed = text.as_bytes().get(self.read..at + between).unwrap_or_default();
        self.ended += passed.iter().filter(|byte| **byte == b'\n').map(|_| 1).sum::<u64>();
        self.read = at + between;
        self.ended + 1
    }
}

fn line(record: &csv::StringRecord, heading: &[String], number: u64) -> Result<CsvRow, CsvError> {
    if record.len() != heading.len() {
        let told = format!("has {} cells, and the heading {}", record.len(), heading.len());
        return Err((number, told));
    }
    let cells = heading.iter().cloned().zip(record.iter().map(unescape_formula));
    Ok(CsvRow { number, cells: cells.collect() })
}

/// A cell that no spreadsheet runs.
#[must_use]
pub fn escape_formula(cell: &str) -> String {
    if is_a_formula(cell) { format!("'{cell}") } else { cell.to_owned() }
}

/// The cell before [`defused`].
#[must_use]
pub fn unescape_formula(cell: &str) -> String {
    match cell.strip_prefix('\'') {
        Some(rest) if is_a_formula(rest) => rest.to_owned(),
        _ => cell.to_owned(),
    }
}

fn is_a_formula(cell: &str) -> bool {
    cell.trim_start_matches('\'').starts_with(BEGINS_A_FORMULA)
}
