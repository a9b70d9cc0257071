//! How labels lie on a page: stock that is sold, by its published measures, or a grid of one's own.

use std::fmt;

use crate::domain::string_enum::string_enum;

string_enum! {
    /// Stock whose measures are published.
    pub enum Stock {
        /// Avery L7160, A4: 21 of 63.5 × 38.1 mm.
        AveryL7160 = "avery_l7160",
        /// Avery L7651, A4: 65 of 38.1 × 21.2 mm.
        AveryL7651 = "avery_l7651",
        /// Avery L7120, A4: 35 squares of 35 mm.
        AveryL7120 = "avery_l7120",
        /// Avery 5160, US letter: 30 of 2⅝ × 1 in.
        Avery5160 = "avery_5160",
        /// A roll of wristbands of 1 × 7 in, as they fit a paw: one band a page, printed in its middle.
        Wristband = "wristband_1x7in",
    }
}

/// Equal labels in columns and rows on a page; every measure in millimetres.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Grid {
    /// The page's width and height.
    pub page: (f64, f64),
    /// A label's width and height.
    pub label: (f64, f64),
    /// How many labels lie side by side.
    pub columns: u32,
    /// How many lie one below the other.
    pub rows: u32,
    /// From the page's left edge, and from its upper edge, to the first label.
    pub margin: (f64, f64),
    /// From one label's left edge to the next one's, and from one upper edge to the next.
    pub pitch: (f64, f64),
}

/// An inch in millimetres.
const INCH: f64 = 25.4;
/// What rounding may add up to before it counts.
const HAIR: f64 = 0.01;
/// Dots of an office printer to the millimetre.
const OFFICE: f64 = 300.0 / INCH;
/// The longest page there is, in millimetres.
pub const MAX_LABEL: f64 = 1200.0;
/// How far a printer can be put right, in millimetres.
pub const MAX_OFFSET: f64 = 10.0;

impl Stock {
    /// Its measures, as its maker publishes them.
    #[must_use]
    pub const fn grid(self) -> Grid {
        const A4: (f64, f64) = (210.0, 297.0);
        match self {
            Self::AveryL7160 => Grid {
                page: A4,
                label: (63.5, 38.1),
                columns: 3,
                rows: 7,
                margin: (7.25, 15.15),
                pitch: (66.0, 38.1),
            },
            Self::AveryL7651 => Grid {
                page: A4,
                label: (38.1, 21.2),
                columns: 5,
                rows: 13,
                margin: (4.75, 10.7),
                pitch: (40.6, 21.2),
            },
            Self::AveryL7120 => Grid {
                page: A4,
                label: (35.0, 35.0),
                columns: 5,
                rows: 7,
                margin: (7.5, 11.0),
                pitch: (40.0, 40.0),
            },
            Self::Avery5160 => Grid {
                page: (8.5 * INCH, 11.0 * INCH),
                label: (2.625 * INCH, INCH),
                columns: 3,
                rows: 10,
                margin: (0.1875 * INCH, 0.5 * INCH),
                pitch: (2.75 * INCH, INCH),
            },
            Self::Wristband => Grid {
                page: (INCH, 7.0 * INCH),
                label: (INCH, 3.0 * INCH),
                columns: 1,
                rows: 1,
                margin: (0.0, 2.0 * INCH),
                pitch: (INCH, 3.0 * INCH),
            },
        }
    }

    /// How many dots to the millimetre its symbols are made of, so that all modules come out equally wide. Sheets go
    /// through office printers, whose dots are a part of 300 to the inch; a roll goes through a thermal printer,
    /// mostly one of 8 to the millimetre.
    #[must_use]
    pub const fn dots_per_mm(self) -> f64 {
        match self {
            Self::Wristband => 8.0,
            _ => OFFICE,
        }
    }

    /// What a person calls it.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::AveryL7160 => "Avery L7160: A4, 21 labels of 63.5 × 38.1 mm",
            Self::AveryL7651 => "Avery L7651: A4, 65 labels of 38.1 × 21.2 mm",
            Self::AveryL7120 => "Avery L7120: A4, 35 labels of 35 × 35 mm",
            Self::Avery5160 => "Avery 5160: US letter, 30 labels of 2⅝ × 1 in",
            Self::Wristband => "Wristbands of 1 × 7 in, one a page",
        }
    }
}

/// A grid that is known to fit its page, put right for one printer.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Layout {
    grid: Grid,
    shift: (f64, f64),
    dots_per_mm: f64,
}

/// Why labels cannot lie like this.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LayoutError {
    /// A measure is no number, or the labels have no size.
    NoMeasure,
    /// A label would lie over the next one.
    Overlap,
    /// A label would lie beyond the page's edge.
    OffThePage,
}

impl Layout {
    /// Lays labels out, everything moved right and down by `shift` millimetres.
    ///
    /// # Errors
    /// When labels would overlap, or would not lie on the page.
    pub fn new(grid: Grid, shift: (f64, f64)) -> Result<Self, LayoutError> {
        let Grid { page, label, columns, rows, margin, pitch } = grid;
        let measures = [page.0, page.1, label.0, label.1, margin.0, margin.1, pitch.0, pitch.1];
        let numbers = measures.iter().chain([&shift.0, &shift.1]).all(|mm| mm.is_finite());
        let sizes = measures.iter().all(|mm| (0.0..=MAX_LABEL).contains(mm));
        if !numbers || !sizes || label.0 <= 0.0 || label.1 <= 0.0 || columns == 0 || rows == 0 {
            return Err(LayoutError::NoMeasure);
        }
        let overlap = |count: u32, pitch: f64, size: f64| count > 1 && pitch < size - HAIR;
        if overlap(columns, pitch.0, label.0) || overlap(rows, pitch.1, label.1) {
            return Err(LayoutError::Overlap);
        }
        let layout = Self { grid, shift, dots_per_mm: OFFICE };
        let (first, last) = (layout.corner(0), layout.corner(layout.places() - 1));
        let inside = first.0 >= -HAIR
            && first.1 >= -HAIR
            && last.0 + label.0 <= page.0 + HAIR
            && last.1 + label.1 <= page.1 + HAIR;
        if inside { Ok(layout) } else { Err(LayoutError::OffThePage) }
    }

    /// Lays out stock that is known.
    ///
    /// # Errors
    /// When labels would not lie on the page, moved like this.
    pub fn of(stock: Stock, shift: (f64, f64)) -> Result<Self, LayoutError> {
        Ok(Self { dots_per_mm: stock.dots_per_mm(), ..Self::new(stock.grid(), shift)? })
    }

    /// How many dots to the millimetre symbols are made of here.
    #[must_use]
    pub const fn dots_per_mm(&self) -> f64 {
        self.dots_per_mm
    }

    /// The page's width and height.
    #[must_use]
    pub const fn page(&self) -> (f64, f64) {
        self.grid.page
    }

    /// A label's width and height.
    #[must_use]
    pub const fn label(&self) -> (f64, f64) {
        self.grid.label
    }

    /// How many labels a page has.
    #[must_use]
    pub const fn places(&self) -> u32 {
        self.grid.columns.saturating_mul(self.grid.rows)
    }

    /// The upper left corner of a page's `nth` label, counted from 0 along the rows.
    #[must_use]
    pub fn corner(&self, nth: u32) -> (f64, f64) {
        let Grid { columns, margin, pitch, .. } = self.grid;
        let (column, row) = (f64::from(nth % columns), f64::from(nth / columns));
        (margin.0 + self.shift.0 + column * pitch.0, margin.1 + self.shift.1 + row * pitch.1)
    }
}

impl fmt::Display for LayoutError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::NoMeasure => "every measure must be a number, and a label must have a size",
            Self::Overlap => "labels would overlap: a pitch is smaller than the label",
            Self::OffThePage => "labels would lie beyond the page: check margins, pitch and offset",
        })
    }
}
