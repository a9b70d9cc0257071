//! Reads the settings of a label sheet from the print form.

use super::super::shared::error::PageError;
use super::super::shared::form::Form;
use crate::domain::string_enum::StringEnum as _;
use crate::printing::Stock;
use crate::web::field_error::FieldError;
use crate::web::label_sheet::{CustomLabels, LabelChoice, Sheet, SheetSpec};

/// The form fields that describe the sheet.
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

/// Missing fields have defaults, except the sizes of custom labels.
pub(crate) fn read(form: &Form) -> Result<Sheet, PageError> {
    let labels = match form.get("layout") {
        Some("custom") => LabelChoice::Custom(custom_labels(form)?),
        Some(key) => {
            let unknown = || PageError::invalid("layout", "must be one of the listed layouts");
            LabelChoice::Stock(Stock::from_key(key).ok_or_else(unknown)?)
        }
        None => LabelChoice::Stock(Stock::AveryL7160),
    };
    let offset = (number(form, "x_mm")?, number(form, "y_mm")?);
    let spec = SheetSpec { labels, start_at: count(form, "start_at")?, offset };
    // A form field has the last segment of the JSON pointer as its name.
    let by_field_name = |error: FieldError| {
        let name = error.pointer.rsplit('/').next().unwrap_or_default();
        PageError::invalid(name, &error.detail)
    };
    spec.check().map_err(by_field_name)
}

/// The form's sheet fields as the tail of a query string.
pub(crate) fn to_query(form: &Form) -> String {
    let needs_no_escape =
        |text: &str| text.bytes().all(|b| b.is_ascii_alphanumeric() || b"._-".contains(&b));
    let fields = FIELDS.iter().filter_map(|name| Some((name, form.get(name)?)));
    let safe = fields.filter(|(_, text)| needs_no_escape(text));
    safe.map(|(name, text)| ["&", name, "=", text].concat()).collect()
}

fn custom_labels(form: &Form) -> Result<CustomLabels, PageError> {
    let size = |name: &'static str| {
        number(form, name)?
            .ok_or_else(|| PageError::invalid(name, "must be a number of millimetres"))
    };
    let lines = |name: &'static str| Ok::<_, PageError>(count(form, name)?.unwrap_or_default());
    Ok(CustomLabels {
        page: (size("page_width_mm")?, size("page_height_mm")?),
        label: (size("label_width_mm")?, size("label_height_mm")?),
        margin: (size("left_mm")?, size("top_mm")?),
        pitch: (number(form, "column_pitch_mm")?, number(form, "row_pitch_mm")?),
        columns: lines("columns")?,
        rows: lines("rows")?,
    })
}

/// Accepts a comma as the decimal separator.
fn number(form: &Form, name: &'static str) -> Result<Option<f64>, PageError> {
    let Some(text) = form.get(name) else { return Ok(None) };
    let number = text.replace(',', ".").parse().ok().filter(|number: &f64| number.is_finite());
    number.map(Some).ok_or_else(|| PageError::invalid(name, "must be a number"))
}

fn count(form: &Form, name: &'static str) -> Result<Option<u32>, PageError> {
    let Some(text) = form.get(name) else { return Ok(None) };
    let count = text.parse().ok().filter(|count| *count > 0);
    count.map(Some).ok_or_else(|| PageError::invalid(name, "must be a whole number of at least 1"))
}
