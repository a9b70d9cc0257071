//! A requested sheet of labels, checked: label layout, first label to print on, printer offset.

use super::field_error::FieldError;
use crate::domain::string_enum::StringEnum as _;
use crate::printing::{Grid, Layout, LayoutError, MAX_MEASURE, MAX_OFFSET, Stock};

/// Labels side by side, or one below the other.
pub(crate) const MAX_PER_LINE: u32 = 100;

/// As requested; not checked yet.
#[derive(Clone, Copy, Debug)]
pub(crate) struct SheetSpec {
    pub(crate) labels: LabelChoice,
    /// The first label to print on, from 1.
    pub(crate) start_at: Option<u32>,
    /// Millimetres to the right, and down.
    pub(crate) offset: (Option<f64>, Option<f64>),
}

#[derive(Clone, Copy, Debug)]
pub(crate) enum LabelChoice {
    Stock(Stock),
    Custom(CustomLabels),
}

/// A custom grid: millimetres, across and down.
#[derive(Clone, Copy, Debug)]
pub(crate) struct CustomLabels {
    pub(crate) page: (f64, f64),
    pub(crate) label: (f64, f64),
    /// From the page's left and top edge to the first label.
    pub(crate) margin: (f64, f64),
    /// From the start of one label to the start of the next; the label's own size if not set.
    pub(crate) pitch: (Option<f64>, Option<f64>),
    pub(crate) columns: u32,
    pub(crate) rows: u32,
}

/// A sheet that can be drawn.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Sheet {
    pub(crate) layout: Layout,
    pub(crate) name: &'static str,
    /// The first label to print on, from 0.
    pub(crate) first: u32,
}

impl SheetSpec {
    /// Errors point to a member of `layout`, `offset` or `start_at`.
    pub(crate) fn check(self) -> Result<Sheet, FieldError> {
        let offset = (offset(self.offset.0, "x_mm")?, offset(self.offset.1, "y_mm")?);
        let error_at =
            |pointer| move |error: LayoutError| FieldError::new(pointer, error.to_string());
        let (layout, name) = match self.labels {
            LabelChoice::Stock(stock) => (Layout::from_stock(stock, offset), stock.key()),
            LabelChoice::Custom(custom) => {
                let grid = custom.grid()?;
                // Without the offset first, so that an error in the grid is not blamed on the offset.
                Layout::new(grid, (0.0, 0.0)).map_err(error_at("/layout"))?;
                (Layout::new(grid, offset), "custom")
            }
        };
        let layout = layout.map_err(error_at("/offset"))?;
        let first = self.start_at.unwrap_or(1);
        if !(1..=layout.labels_per_page()).contains(&first) {
            let detail = format!("must be a label on the page: 1 to {}", layout.labels_per_page());
            return Err(FieldError::new("/start_at", detail));
        }
        Ok(Sheet { layout, name, first: first - 1 })
    }
}

fn offset(mm: Option<f64>, member: &str) -> Result<f64, FieldError> {
    let mm = mm.unwrap_or_default();
    if mm.abs() <= MAX_OFFSET {
        return Ok(mm);
    }
    let detail = format!("must be from -{MAX_OFFSET} to {MAX_OFFSET}");
    Err(FieldError::new(format!("/offset/{member}"), detail))
}

impl CustomLabels {
    fn grid(self) -> Result<Grid, FieldError> {
        let pitch = (self.pitch.0.unwrap_or(self.label.0), self.pitch.1.unwrap_or(self.label.1));
        for (mm, member) in [
            (self.label.0, "label_width_mm"),
            (self.label.1, "label_height_mm"),
            (self.page.0, "page_width_mm"),
            (self.page.1, "page_height_mm"),
            (self.margin.0, "left_mm"),
            (self.margin.1, "top_mm"),
            (pitch.0, "column_pitch_mm"),
            (pitch.1, "row_pitch_mm"),
        ] {
            if !(0.0..=MAX_MEASURE).contains(&mm) {
                let detail = format!("must be a number of millimetres from 0 to {MAX_MEASURE}");
                return Err(FieldError::new(format!("/layout/{member}"), detail));
            }
        }
        for (count, member) in [(self.columns, "columns"), (self.rows, "rows")] {
            if !(1..=MAX_PER_LINE).contains(&count) {
                let detail = format!("must be 1 to {MAX_PER_LINE}");
                return Err(FieldError::new(format!("/layout/{member}"), detail));
            }
        }
        let Self { page, label, margin, columns, rows, .. } = self;
        Ok(Grid { page, label, columns, rows, margin, pitch })
    }
}
