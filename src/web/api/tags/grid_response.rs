//! A label grid in API responses, in millimetres.

use serde::Serialize;

use crate::printing::Grid;

#[derive(Serialize)]
pub(crate) struct GridResponse {
    page_width_mm: f64,
    page_height_mm: f64,
    label_width_mm: f64,
    label_height_mm: f64,
    columns: u32,
    rows: u32,
    left_mm: f64,
    top_mm: f64,
    column_pitch_mm: f64,
    row_pitch_mm: f64,
}

impl From<Grid> for GridResponse {
    fn from(grid: Grid) -> Self {
        Self {
            page_width_mm: grid.page.0,
            page_height_mm: grid.page.1,
            label_width_mm: grid.label.0,
            label_height_mm: grid.label.1,
            columns: grid.columns,
            rows: grid.rows,
            left_mm: grid.margin.0,
            top_mm: grid.margin.1,
            column_pitch_mm: grid.pitch.0,
            row_pitch_mm: grid.pitch.1,
        }
    }
}
