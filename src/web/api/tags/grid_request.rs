//! A custom label grid in a request body, in millimetres.

use crate::web::extract::input_errors::InputErrors;
use crate::web::label_sheet::{CustomLabels, MAX_PER_LINE};
use crate::web::validation::Count;
use deserr::Deserr;

#[derive(Deserr)]
#[deserr(error = InputErrors, deny_unknown_fields)]
pub(crate) struct GridRequest {
    page_width_mm: f64,
    page_height_mm: f64,
    label_width_mm: f64,
    label_height_mm: f64,
    columns: Count<MAX_PER_LINE>,
    rows: Count<MAX_PER_LINE>,
    left_mm: f64,
    top_mm: f64,
    #[deserr(default)]
    column_pitch_mm: Option<f64>,
    #[deserr(default)]
    row_pitch_mm: Option<f64>,
}

impl GridRequest {
    pub(crate) fn into_labels(self) -> CustomLabels {
        CustomLabels {
            page: (self.page_width_mm, self.page_height_mm),
            label: (self.label_width_mm, self.label_height_mm),
            margin: (self.left_mm, self.top_mm),
            pitch: (self.column_pitch_mm, self.row_pitch_mm),
            columns: self.columns.0,
            rows: self.rows.0,
        }
    }
}
