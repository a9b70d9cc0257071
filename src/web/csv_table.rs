//! CSV tables (RFC 4180) that are exported to a spreadsheet and imported again.
//!
//! A cell that a spreadsheet would run as a formula is exported with a leading apostrophe, which the import removes.
//! A cell that already has such an apostrophe gets another one, so that every cell survives the round trip.

use std::collections::BTreeMap;

pub(crate) const MAX_BYTES: usize = 1024 * 1024;
/// Without the heading.
pub const MAX_ROWS: usize = 5000;

/// Tells spreadsheets that the file is UTF-8.
const BYTE_ORDER_MARK: &str = "\u{feff}";
/// These start a formula, or are skipped before one.
const FORMULA_STARTS: [char; 6] = ['=', '+', '-', '@', '\t', '\r'];

/// The line number of an invalid row, and what is wrong with it.
pub type CsvError = (u64, String);

#[derive(Clone, Copy)]
pub struct Columns {
    pub required: &'static [&'static str],
    pub optional: &'static [&'static str],
}

#[derive(Clone, Debug)]
pub struct CsvRow {
    /// Its first line in the file; the heading is line 1.
    pub line: u64,
    cells: BTreeMap<String, String>,
}

impl CsvRow {
    /// Trimmed. `None` if the file has no such column; an empty cell is an empty text.
    #[must_use]
    pub fn cell(&self, column: &str) -> Option<&str> {
        self.cells.get(column).map(|cell| cell.trim())
    }
}

#[must_use]
pub fn write(heading: &[&str], rows: impl IntoIterator<Item = Vec<String>>) -> Vec<u8> {
    let mut writer = csv::WriterBuilder::new()
        .terminator(csv::Terminator::CRLF)
        .from_writer(BYTE_ORDER_MARK.as_bytes().to_vec());
    // Writing to memory, with as many cells in each row as the heading has, cannot fail.
    let _ = writer.write_record(heading);
    for row in rows {
        let _ = writer.write_record(row.iter().map(|cell| escape_formula(cell)));
    }
    writer.into_inner().unwrap_or_default()
}

/// Each row, or what is wrong with it. Fails as a whole where the file is not such a table.
pub fn read(text: &str, columns: Columns) -> Result<Vec<Result<CsvRow, CsvError>>, String> {
    let text = text.strip_prefix(BYTE_ORDER_MARK).unwrap_or(text);
    if text.contains('\u{fffd}') {
        return Err("The file is not in UTF-8. Save it as \u{201c}CSV UTF-8\u{201d}.".to_owned());
    }
    let mut reader = csv::ReaderBuilder::new()
        .flexible(true)
        .delimiter(delimiter(text))
        .from_reader(text.as_bytes());
    let heading = heading(reader.headers().map_err(|error| error.to_string())?, columns)?;
    let (mut rows, mut lines) = (Vec::new(), LineCounter::default());
    for record in reader.records() {
        let record = record.map_err(|error| error.to_string())?;
        rows.push(row(&record, &heading, lines.line_of(text, &record)));
        if rows.len() > MAX_ROWS {
            return Err(format!("The file has more than {MAX_ROWS} rows. Import it in parts."));
        }
    }
    if rows.is_empty() {
        Err("The file has no rows below the heading.".to_owned())
    } else {
        Ok(rows)
    }
}

/// Where the comma is the decimal separator, spreadsheets put semicolons between cells.
fn delimiter(text: &str) -> u8 {
    let first = text.lines().next().unwrap_or_default();
    if first.contains(';') && !first.contains(',') { b';' } else { b',' }
}

fn heading(record: &csv::StringRecord, columns: Columns) -> Result<Vec<String>, String> {
    let names: Vec<_> = record.iter().map(|name| name.trim().to_lowercase()).collect();
    let known: Vec<_> = columns.required.iter().chain(columns.optional).copied().collect();
    if let Some(name) = names.iter().find(|name| !known.contains(&name.as_str())) {
        return Err(format!("Unknown column {name:?}. Known columns: {}.", known.join(", ")));
    }
    let missing = columns.required.iter().find(|name| !names.iter().any(|known| known == *name));
    if let Some(name) = missing {
        return Err(format!("The column {name:?} is missing from the heading in line 1."));
    }
    match names.iter().enumerate().find(|(nth, name)| names[..*nth].contains(name)) {
        Some((_, name)) => Err(format!("The column {name:?} appears twice.")),
        None => Ok(names),
    }
}

/// Counts the lines of a file up to where it was read.
#[derive(Default)]
struct LineCounter {
    read: usize,
    ended: u64,
}

impl LineCounter {
    /// The line that a record starts in. With CRLF line ends, the reader stops between the two.
    fn line_of(&mut self, text: &str, record: &csv::StringRecord) -> u64 {
        let start = record.position().map_or(0, csv::Position::byte);
        let start = usize::try_from(start).unwrap_or(self.read).max(self.read);
        let rest = text.as_bytes().get(start..).unwrap_or_default();
        let line_ends = rest.iter().take_while(|byte| b"\r\n".contains(byte)).count();
        let passed = text.as_bytes().get(self.read..start + line_ends).unwrap_or_default();
        self.ended += passed.iter().filter(|byte| **byte == b'\n').map(|_| 1).sum::<u64>();
        self.read = start + line_ends;
        self.ended + 1
    }
}

fn row(record: &csv::StringRecord, heading: &[String], line: u64) -> Result<CsvRow, CsvError> {
    if record.len() != heading.len() {
        let (cells, columns) = (record.len(), heading.len());
        return Err((line, format!("has {cells} cells, but the heading has {columns}")));
    }
    let cells = heading.iter().cloned().zip(record.iter().map(unescape_formula));
    Ok(CsvRow { line, cells: cells.collect() })
}

#[must_use]
pub fn escape_formula(cell: &str) -> String {
    if is_formula(cell) { format!("'{cell}") } else { cell.to_owned() }
}

/// Undoes [`escape_formula`].
#[must_use]
pub fn unescape_formula(cell: &str) -> String {
    match cell.strip_prefix('\'') {
        Some(rest) if is_formula(rest) => rest.to_owned(),
        _ => cell.to_owned(),
    }
}

fn is_formula(cell: &str) -> bool {
    cell.trim_start_matches('\'').starts_with(FORMULA_STARTS)
}
