//! Label stock that is sold, with its published measures.

use super::grid::{Grid, MM_PER_INCH};
use crate::domain::string_enum::string_enum;

string_enum! {
    pub enum Stock {
        /// A4: 21 labels of 63.5 × 38.1 mm.
        AveryL7160 = "avery_l7160",
        /// A4: 65 labels of 38.1 × 21.2 mm.
        AveryL7651 = "avery_l7651",
        /// A4: 35 labels of 35 × 35 mm.
        AveryL7120 = "avery_l7120",
        /// US letter: 30 labels of 2⅝ × 1 in.
        Avery5160 = "avery_5160",
        /// A roll of wristbands that fit a paw, one per page. Only the middle of a wristband is printed.
        Wristband = "wristband_1x7in",
    }
}

/// The resolution of an office printer: 300 dpi.
pub(crate) const OFFICE_DOTS_PER_MM: f64 = 300.0 / MM_PER_INCH;

impl Stock {
    /// The manufacturer's published measures.
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
                page: (8.5 * MM_PER_INCH, 11.0 * MM_PER_INCH),
                label: (2.625 * MM_PER_INCH, MM_PER_INCH),
                columns: 3,
                rows: 10,
                margin: (0.1875 * MM_PER_INCH, 0.5 * MM_PER_INCH),
                pitch: (2.75 * MM_PER_INCH, MM_PER_INCH),
            },
            Self::Wristband => Grid {
                page: (MM_PER_INCH, 7.0 * MM_PER_INCH),
                label: (MM_PER_INCH, 3.0 * MM_PER_INCH),
                columns: 1,
                rows: 1,
                margin: (0.0, 2.0 * MM_PER_INCH),
                pitch: (MM_PER_INCH, 3.0 * MM_PER_INCH),
            },
        }
    }

    /// The printer dots per millimetre that symbols are aligned to, so that all modules are equally wide. Sheets go
    /// through office printers, whose resolution is a multiple of 300 dpi. Wristbands go through thermal printers, most
    /// of which have 8 dots per millimetre.
    pub(crate) const fn dots_per_mm(self) -> f64 {
        match self {
            Self::Wristband => 8.0,
            _ => OFFICE_DOTS_PER_MM,
        }
    }

    /// The name that people choose it by.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::AveryL7160 => "Avery L7160: A4, 21 labels of 63.5 × 38.1 mm",
            Self::AveryL7651 => "Avery L7651: A4, 65 labels of 38.1 × 21.2 mm",
            Self::AveryL7120 => "Avery L7120: A4, 35 labels of 35 × 35 mm",
            Self::Avery5160 => "Avery 5160: US letter, 30 labels of 2⅝ × 1 in",
            Self::Wristband => "Wristbands of 1 × 7 in, one per page",
        }
    }
}
