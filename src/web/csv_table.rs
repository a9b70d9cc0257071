//! CSV files for export to a spreadsheet and import from one (RFC 4180).
//!
//! A cell that a spreadsheet would run as a formula is exported with a leading apostrophe, which the import
//! removes again. A cell that already has such an apostrophe gets another one, so every cell survives the round trip.

use std::collections::BTreeMap;

pub const MAX_BYTES: usize = 1024 * 1024;
/// Without the header.
pub const MAX_ROWS: usize = 5000;

/// The byte order mark; without it spreadsheets do not recognise UTF-8.
const BOM: &str = "\u{feff}";
/// A cell that starts with one of these is a formula, or white space before one.
const FORMULA_PREFIXES: [char; 6] = ['=', '+', '-', '@', '\t', '\r'];

/// The line number, and what is wrong with that line.
pub type CsvError = (u64, String);

#[derive(Clone, Copy)]
pub struct Columns {
    pub required: &'static [&'static str],
    pub optional: &'static [&'static str],
}

#[derive(Clone, Debug)]
pub struct CsvRow {
    /// The line in the file; the header is line 1.
    pub line: u64,
    cells: BTreeMap<String, String>,
}

impl CsvRow {
    /// The trimmed text of a cell; `None` if the file has no such column.
    #[must_use]
    pub fn cell(&self, column: &str) -> Option<&str> {
        self.cells.get(column).map(|cell| cell.trim())
    }
}

#[must_use]
pub fn write(header: &[&str], rows: impl IntoIterator<Item = Vec<String>>) -> Vec<u8> {
    let mut writer = csv::WriterBuilder::new()
        .terminator(csv::Terminator::CRLF)
        .from_writer(BOM.as_bytes().to_vec());
    // Writing to memory cannot fail when every row has as many cells as the header.
    let _ = writer.write_record(header);
    for row in rows {
        let _ = writer.write_record(row.iter().map(|cell| escape_formula(cell)));
    }
    writer.into_inner().unwrap_or_default()
}

/// Reads a file. A bad row is an error of its own; the outer error is about the file as a whole.
pub fn read(text: &str, columns: Columns) -> Result<Vec<Result<CsvRow, CsvError>>, String> {
    let text = text.strip_prefix(BOM).unwrap_or(text);
    if text.contains('\u{fffd}') {
        return Err("The file is not UTF-8. Save it as \u{201c}CSV UTF-8\u{201d}.".to_owned());
    }
    let mut reader = csv::ReaderBuilder::new()
        .flexible(true)
        .delimiter(delimiter(text))
        .from_reader(text.as_bytes());
    let header = header(reader.headers().map_err(|error| error.to_string())?, columns)?;
    let (mut rows, mut counter) = (Vec::new(), LineCounter::default());
    for record in reader.records() {
        let record = record.map_err(|error| error.to_string())?;
        rows.push(row(&record, &header, counter.line_of(text, &record)));
        if rows.len() > MAX_ROWS {
            return Err(format!(
                "The file has more than {MAX_ROWS} rows. Split it into several files."
            ));
        }
    }
    if rows.is_empty() {
        Err("The file has no rows below the header.".to_owned())
    } else {
        Ok(rows)
    }
}

/// Where the comma is the decimal separator, spreadsheets separate cells with semicolons.
fn delimiter(text: &str) -> u8 {
    let first = text.lines().next().unwrap_or_default();
    if first.contains(';') && !first.contains(',') { b';' } else { b',' }
}

fn header(record: &csv::StringRecord, columns: Columns) -> Result<Vec<String>, String> {
    let names: Vec<_> = record.iter().map(|name| name.trim().to_lowercase()).collect();
    let known: Vec<_> = columns.required.iter().chain(columns.optional).copied().collect();
    let unknown = names.iter().find(|name| !known.contains(&name.as_str()));
    if let Some(name) = unknown {
        return Err(format!("Unknown column {name:?}. Allowed columns: {}.", known.join(", ")));
    }
    let missing = columns.required.iter().find(|name| !names.iter().any(|known| known == *name));
    if let Some(name) = missing {
        return Err(format!("The column {name:?} is missing from the header in line 1."));
    }
    match names.iter().enumerate().find(|(index, name)| names[..*index].contains(name)) {
        Some((_, name)) => Err(format!("The column {name:?} occurs twice.")),
        None => Ok(names),
    }
}

/// Counts lines up to the current record.
#[derive(Default)]
struct LineCounter {
    bytes_read: usize,
    line_breaks: u64,
}

impl LineCounter {
    /// The line in which a record begins. After CRLF the reader reports the position between CR and LF.
    fn line_of(&mut self, text: &str, record: &csv::StringRecord) -> u64 {
        let start = record.position().map_or(0, csv::Position::byte);
        let start = usize::try_from(start).unwrap_or(self.bytes_read).max(self.bytes_read);
        let rest = text.as_bytes().get(start..).unwrap_or_default();
        let skipped = rest.iter().take_while(|byte| b"\r\n".contains(byte)).count();
        let passed = text.as_bytes().get(self.bytes_read..start + skipped).unwrap_or_default();
        self.line_breaks += passed.iter().filter(|byte| **byte == b'\n').map(|_| 1).sum::<u64>();
        self.bytes_read = start + skipped;
        self.line_breaks + 1
    }
}

fn row(record: &csv::StringRecord, header: &[String], line: u64) -> Result<CsvRow, CsvError> {
    if record.len() != header.len() {
        let detail = format!("has {} cells; the header has {}", record.len(), header.len());
        return Err((line, detail));
    }
    let cells = header.iter().cloned().zip(record.iter().map(unescape_formula));
    Ok(CsvRow { line, cells: cells.collect() })
}

/// Makes a cell safe to open in a spreadsheet.
#[must_use]
pub fn escape_formula(cell: &str) -> String {
    if is_formula(cell) { format!("'{cell}") } else { cell.to_owned() }
}

/// Reverses [`escape_formula`].
#[must_use]
pub fn unescape_formula(cell: &str) -> String {
    match cell.strip_prefix('\'') {
        Some(rest) if is_formula(rest) => rest.to_owned(),
        _ => cell.to_owned(),
    }
}

fn is_formula(cell: &str) -> bool {
    cell.trim_start_matches('\'').starts_with(FORMULA_PREFIXES)
}
