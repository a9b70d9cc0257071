//! A sheet of labels as somebody asks for it: how the labels lie, where to begin, how far a printer is off.

use super::field_error::FieldError;
use crate::domain::string_enum::StringEnum as _;
use crate::printing::{Grid, Layout, LayoutError, MAX_MEASURE, MAX_OFFSET, Stock};

/// As many labels as lie side by side, or one below the other.
pub const MOST_IN_LINE: u32 = 100;

/// What is asked for; nothing of it has been checked.
#[derive(Clone, Copy, Debug)]
pub struct SheetSpec {
    /// The labels.
    pub labels: Labels,
    /// The first place to print on, from 1.
    pub start_at: Option<u32>,
    /// Millimetres to the right, and down.
    pub offset: (Option<f64>, Option<f64>),
}

/// Which labels.
#[derive(Clone, Copy, Debug)]
pub enum Labels {
    /// Stock that is known.
    Stock(Stock),
    /// A grid of one's own.
    Own(CustomLabels),
}

/// The measures of a grid of one's own, in millimetres, across and down.
#[derive(Clone, Copy, Debug)]
pub struct CustomLabels {
    /// The page's.
    pub page: (f64, f64),
    /// A label's.
    pub label: (f64, f64),
    /// From the page's edges to the first label.
    pub margin: (f64, f64),
    /// From one label to the next; without one, the next begins where this one ends.
    pub pitch: (Option<f64>, Option<f64>),
    /// How many labels lie side by side, and one below the other.
    pub lines: (u32, u32),
}

/// A sheet that can be drawn.
#[derive(Clone, Copy, Debug)]
pub struct Sheet {
    /// How its labels lie.
    pub layout: Layout,
    /// What the layout is called.
    pub name: &'static str,
    /// The first place to print on, from 0.
    pub first: u32,
}

impl SheetSpec {
    /// Checks what is asked for.
    ///
    /// # Errors
    /// Which member of `layout`, `offset` or `start_at` is amiss.
    pub fn sheet(self) -> Result<Sheet, FieldError> {
        let offset = (far(self.offset.0, "x_mm")?, far(self.offset.1, "y_mm")?);
        let misfit = |at| move |why: LayoutError| FieldError::new(at, why.to_string());
        let (layout, name) = match self.labels {
            Labels::Stock(stock) => (Layout::from_stock(stock, offset), stock.key()),
            Labels::Own(own) => {
                let grid = own.grid()?;
                // By itself first, so that nobody looks for the fault in the offset.
                Layout::new(grid, (0.0, 0.0)).map_err(misfit("/layout"))?;
                (Layout::new(grid, offset), "custom")
            }
        };
        let layout = layout.map_err(misfit("/offset"))?;
        let first = self.start_at.unwrap_or(1);
        if !(1..=layout.labels_per_page()).contains(&first) {
            let detail = format!("must be a place on the page: 1 to {}", layout.labels_per_page());
            return Err(FieldError::new("/start_at", detail));
        }
        Ok(Sheet { layout, name, first: first - 1 })
    }
}

fn far(mm: Option<f64>, member: &str) -> Result<f64, FieldError> {
    let mm = mm.unwrap_or_default();
    let amiss = || {
        let detail = format!("must be from -{MAX_OFFSET} to {MAX_OFFSET}");
        FieldError::new(format!("/offset/{member}"), detail)
    };
    if mm.abs() <= MAX_OFFSET { Ok(mm) } else { Err(amiss()) }
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
                let detail = format!("must be a measure in millimetres: 0 to {MAX_MEASURE}");
                return Err(FieldError::new(format!("/layout/{member}"), detail));
            }
        }
        for (lines, member) in [(self.lines.0, "columns"), (self.lines.1, "rows")] {
            if !(1..=MOST_IN_LINE).contains(&lines) {
                let detail = format!("must be 1 to {MOST_IN_LINE}");
                return Err(FieldError::new(format!("/layout/{member}"), detail));
            }
        }
        let (page, label, margin) = (self.page, self.label, self.margin);
        Ok(Grid { page, label, columns: self.lines.0, rows: self.lines.1, margin, pitch })
    }
}
