//! Where labels lie on a page: a grid that fits its page, with an offset that corrects one printer.

use super::grid::Grid;
use super::stock::{OFFICE_DOTS_PER_MM, Stock};

/// The longest measure of a page or label, in millimetres.
pub(crate) const MAX_MEASURE: f64 = 1200.0;
/// The largest correction of a printer, in millimetres.
pub(crate) const MAX_OFFSET: f64 = 10.0;
/// What rounding may add up to, in millimetres.
const TOLERANCE: f64 = 0.01;

#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Layout {
    grid: Grid,
    /// Millimetres to the right and down.
    offset: (f64, f64),
    dots_per_mm: f64,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum LayoutError {
    #[error("every measure must be a number, and a label must have a size")]
    InvalidMeasure,
    #[error("labels would overlap: a pitch is smaller than the label")]
    Overlap,
    #[error("labels would extend beyond the page: check margins, pitch and offset")]
    OffThePage,
}

impl Layout {
    pub fn new(grid: Grid, offset: (f64, f64)) -> Result<Self, LayoutError> {
        let Grid { page, label, columns, rows, margin, pitch } = grid;
        let measures = [page.0, page.1, label.0, label.1, margin.0, margin.1, pitch.0, pitch.1];
        let are_finite = measures.iter().chain([&offset.0, &offset.1]).all(|mm| mm.is_finite());
        let are_in_range = measures.iter().all(|mm| (0.0..=MAX_MEASURE).contains(mm));
        let is_empty = label.0 <= 0.0 || label.1 <= 0.0 || columns == 0 || rows == 0;
        if !are_finite || !are_in_range || is_empty {
            return Err(LayoutError::InvalidMeasure);
        }
        let overlap = |count: u32, pitch: f64, size: f64| count > 1 && pitch < size - TOLERANCE;
        if overlap(columns, pitch.0, label.0) || overlap(rows, pitch.1, label.1) {
            return Err(LayoutError::Overlap);
        }
        let layout = Self { grid, offset, dots_per_mm: OFFICE_DOTS_PER_MM };
        if layout.fits_page() { Ok(layout) } else { Err(LayoutError::OffThePage) }
    }

    pub fn from_stock(stock: Stock, offset: (f64, f64)) -> Result<Self, LayoutError> {
        Ok(Self { dots_per_mm: stock.dots_per_mm(), ..Self::new(stock.grid(), offset)? })
    }

    fn fits_page(&self) -> bool {
        let Grid { page, label, .. } = self.grid;
        let first = self.label_corner(0);
        let last = self.label_corner(self.labels_per_page() - 1);
        first.0 >= -TOLERANCE
            && first.1 >= -TOLERANCE
            && last.0 + label.0 <= page.0 + TOLERANCE
            && last.1 + label.1 <= page.1 + TOLERANCE
    }

    /// The printer dots per millimetre that symbols are aligned to.
    pub(crate) const fn dots_per_mm(&self) -> f64 {
        self.dots_per_mm
    }

    pub(crate) const fn page_size(&self) -> (f64, f64) {
        self.grid.page
    }

    #[must_use]
    pub const fn label_size(&self) -> (f64, f64) {
        self.grid.label
    }

    #[must_use]
    pub const fn labels_per_page(&self) -> u32 {
        self.grid.columns.saturating_mul(self.grid.rows)
    }

    /// The upper left corner of a label. `index` counts from 0, row by row.
    #[must_use]
    pub fn label_corner(&self, index: u32) -> (f64, f64) {
        let Grid { columns, margin, pitch, .. } = self.grid;
        let (column, row) = (f64::from(index % columns), f64::from(index / columns));
        (margin.0 + self.offset.0 + column * pitch.0, margin.1 + self.offset.1 + row * pitch.1)
    }
}
