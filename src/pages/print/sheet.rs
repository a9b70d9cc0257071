//! How a sheet is wanted, as the print page's form says it.

use super::super::asked::Form;
use super::super::turned::Turned;
use crate::domain::words::Keyed as _;
use crate::labels::{FARTHEST, Grid, Layout, Stock};

/// What the form says of the sheet, by the names of its fields.
const FIELDS: [&str; 14] = [
    "layout",
    "start_at",
    "x_mm",
    "y_mm",
    "page_width_mm",
    "page_height_mm",
    "label_width_mm",
    "label_height_mm",
    "columns",
    "rows",
    "left_mm",
    "top_mm",
    "column_pitch_mm",
    "row_pitch_mm",
];
/// As many labels as lie side by side, or one below the other.
const MOST_IN_LINE: u32 = 100;

/// A sheet that can be drawn.
pub(super) struct Wanted {
    pub layout: Layout,
    /// What the layout is called.
    pub name: &'static str,
    /// The first place to print on, from 0.
    pub first: u32,
}

impl Wanted {
    /// Reads the form; what it leaves out is as usual.
    pub(super) fn read(form: &Form) -> Result<Self, Turned> {
        let far = |name: &'static str| {
            let mm = number(form, name)?.unwrap_or_default();
            let detail = format!("must be from -{FARTHEST} to {FARTHEST}");
            if mm.abs() <= FARTHEST { Ok(mm) } else { Err(Turned::invalid(name, &detail)) }
        };
        let shift = (far("x_mm")?, far("y_mm")?);
        let (layout, name) = match form.get("layout") {
            Some("custom") => (Layout::new(grid(form)?, shift), "custom"),
            Some(key) => {
                let unknown = || Turned::invalid("layout", "must be one of the list");
                let stock = Stock::from_key(key).ok_or_else(unknown)?;
                (Layout::of(stock, shift), stock.key())
            }
            None => (Layout::of(Stock::AveryL7160, shift), Stock::AveryL7160.key()),
        };
        let layout = layout.map_err(|why| Turned::invalid("layout", &why.to_string()))?;
        let first = count(form, "start_at")?.unwrap_or(1);
        if first > layout.places() {
            let detail = format!("must be a place on the page: 1 to {}", layout.places());
            return Err(Turned::invalid("start_at", &detail));
        }
        Ok(Self { layout, name, first: first - 1 })
    }
}

/// What the form says of the sheet as the tail of a query string.
pub(super) fn query(form: &Form) -> String {
    let plain = |text: &str| text.bytes().all(|b| b.is_ascii_alphanumeric() || b"._-".contains(&b));
    let said = FIELDS.iter().filter_map(|name| Some((name, form.get(name)?)));
    let parts =
        said.filter(|(_, text)| plain(text)).map(|(name, text)| ["&", name, "=", text].concat());
    parts.collect()
}

fn grid(form: &Form) -> Result<Grid, Turned> {
    let size = |name: &'static str| {
        number(form, name)?.ok_or_else(|| Turned::invalid(name, "must be a measure in millimetres"))
    };
    let lines = |name: &'static str| {
        let lines = count(form, name)?.filter(|lines| *lines <= MOST_IN_LINE);
        lines.ok_or_else(|| Turned::invalid(name, "must be 1 to 100"))
    };
    let label = (size("label_width_mm")?, size("label_height_mm")?);
    Ok(Grid {
        page: (size("page_width_mm")?, size("page_height_mm")?),
        label,
        columns: lines("columns")?,
        rows: lines("rows")?,
        margin: (size("left_mm")?, size("top_mm")?),
        // Without a gap, the next label begins where this one ends.
        pitch: (
            number(form, "column_pitch_mm")?.unwrap_or(label.0),
            number(form, "row_pitch_mm")?.unwrap_or(label.1),
        ),
    })
}

fn number(form: &Form, name: &'static str) -> Result<Option<f64>, Turned> {
    let Some(text) = form.get(name) else { return Ok(None) };
    let number = text.replace(',', ".").parse().ok().filter(|number: &f64| number.is_finite());
    number.map(Some).ok_or_else(|| Turned::invalid(name, "must be a number"))
}

fn count(form: &Form, name: &'static str) -> Result<Option<u32>, Turned> {
    let Some(text) = form.get(name) else { return Ok(None) };
    let count = text.parse().ok().filter(|count| *count > 0);
    count.map(Some).ok_or_else(|| Turned::invalid(name, "must be a whole number from 1 on"))
}
