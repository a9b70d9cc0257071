//! The measures of a label sheet.

pub(crate) const MM_PER_INCH: f64 = 25.4;

/// Labels of equal size in columns and rows on a page. All measures are in millimetres, all pairs are (x, y).
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Grid {
    pub page: (f64, f64),
    pub label: (f64, f64),
    pub columns: u32,
    pub rows: u32,
    /// From the left and upper edge of the page to the first label.
    pub margin: (f64, f64),
    /// From one label to the next: left edge to left edge, upper edge to upper edge.
    pub pitch: (f64, f64),
}
