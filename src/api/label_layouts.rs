//! A sheet of labels as it is asked for: which tags, how they lie, and how far one printer is off.

use std::fmt;

use serde::de::value::{MapAccessDeserializer, StrDeserializer};
use serde::de::{MapAccess, Visitor};
use serde::{Deserialize, Deserializer, Serialize};

use super::problem::Problem;
use crate::domain::tag::Code;
use crate::domain::words::Keyed as _;
use crate::door::text::{Count, Scanned};
use crate::labels::{FARTHEST, Grid, Layout, Misfit, Stock};
use crate::wire::Key;

/// As many tags as are printed at once: as many as are minted.
const MOST: usize = 1000;
/// As many labels as lie side by side, or one below the other.
const MOST_IN_LINE: u32 = 100;
/// The widest and the longest page, in millimetres.
const LARGEST: f64 = 1200.0;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct SheetIn {
    codes: Vec<Scanned>,
    layout: LayoutIn,
    start_at: Option<Count<10_000>>,
    offset: Option<OffsetIn>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct OffsetIn {
    x_mm: Option<f64>,
    y_mm: Option<f64>,
}

enum LayoutIn {
    Stock(Stock),
    Grid(GridIn),
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct GridIn {
    page_width_mm: f64,
    page_height_mm: f64,
    label_width_mm: f64,
    label_height_mm: f64,
    columns: Count<MOST_IN_LINE>,
    rows: Count<MOST_IN_LINE>,
    left_mm: f64,
    top_mm: f64,
    column_pitch_mm: Option<f64>,
    row_pitch_mm: Option<f64>,
}

/// A grid as the contract writes it.
#[derive(Serialize)]
pub(super) struct GridOut {
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

/// A sheet that can be drawn.
pub(super) struct SheetTold {
    pub codes: Vec<Code>,
    pub layout: Layout,
    /// What the layout is called.
    pub name: &'static str,
    /// The first place to print on, from 0.
    pub first: u32,
}

impl SheetIn {
    /// Checks what no single member says by itself.
    pub(super) fn told(self) -> Result<SheetTold, Problem> {
        if !(1..=MOST).contains(&self.codes.len()) {
            return Err(Problem::invalid("/codes", format!("must name 1 to {MOST} tags")));
        }
        let codes = codes(&self.codes)?;
        let offset = self.offset.map_or(Ok((0.0, 0.0)), OffsetIn::told)?;
        let misfit = |at| move |why: Misfit| Problem::invalid(at, why.to_string());
        let (layout, name) = match self.layout {
            LayoutIn::Stock(stock) => (Layout::of(stock, offset), stock.key()),
            LayoutIn::Grid(grid) => {
                let grid = grid.told()?;
                Layout::new(grid, (0.0, 0.0)).map_err(misfit("/layout"))?;
                (Layout::new(grid, offset), "custom")
            }
        };
        let layout = layout.map_err(misfit("/offset"))?;
        let first = self.start_at.map_or(1, |at| at.0);
        if first > layout.places() {
            let detail = format!("must be a place on the page: 1 to {}", layout.places());
            return Err(Problem::invalid("/start_at", detail));
        }
        Ok(SheetTold { codes, layout, name, first: first - 1 })
    }
}

/// The codes, each of them once: a tag printed twice would pass for two.
fn codes(told: &[Scanned]) -> Result<Vec<Code>, Problem> {
    let mut codes: Vec<Code> = Vec::new();
    let mut known = std::collections::BTreeSet::new();
    for (nth, text) in told.iter().enumerate() {
        let pointer = format!("/codes/{nth}");
        let code =
            Code::parse(&text.0).map_err(|why| Problem::invalid(&pointer, why.to_string()))?;
        if !known.insert(code) {
            return Err(Problem::invalid(&pointer, "names a tag that was named before"));
        }
        codes.push(code);
    }
    Ok(codes)
}

impl OffsetIn {
    fn told(self) -> Result<(f64, f64), Problem> {
        let far = |mm: Option<f64>, pointer: &str| {
            let mm = mm.unwrap_or_default();
            let detail = || format!("must be from -{FARTHEST} to {FARTHEST}");
            if mm.abs() <= FARTHEST { Ok(mm) } else { Err(Problem::invalid(pointer, detail())) }
        };
        Ok((far(self.x_mm, "/offset/x_mm")?, far(self.y_mm, "/offset/y_mm")?))
    }
}

impl GridIn {
    fn told(self) -> Result<Grid, Problem> {
        let size = |mm: f64, pointer: &str| {
            let detail = || format!("must be a measure in millimetres: 0 to {LARGEST}");
            let fits = (0.0..=LARGEST).contains(&mm);
            if fits {
                Ok(mm)
            } else {
                Err(Problem::invalid(&format!("/layout/{pointer}"), detail()))
            }
        };
        let label = (
            size(self.label_width_mm, "label_width_mm")?,
            size(self.label_height_mm, "label_height_mm")?,
        );
        Ok(Grid {
            page: (
                size(self.page_width_mm, "page_width_mm")?,
                size(self.page_height_mm, "page_height_mm")?,
            ),
            label,
            columns: self.columns.0,
            rows: self.rows.0,
            margin: (size(self.left_mm, "left_mm")?, size(self.top_mm, "top_mm")?),
            // Without a gap, the next label begins where this one ends.
            pitch: (
                size(self.column_pitch_mm.unwrap_or(label.0), "column_pitch_mm")?,
                size(self.row_pitch_mm.unwrap_or(label.1), "row_pitch_mm")?,
            ),
        })
    }
}

impl From<Grid> for GridOut {
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

/// A layout is the key of one that is known, or a grid of one's own.
impl<'de> Deserialize<'de> for LayoutIn {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        struct Either;

        impl<'de> Visitor<'de> for Either {
            type Value = LayoutIn;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("the key of a layout, or a grid")
            }

            fn visit_str<E: serde::de::Error>(self, key: &str) -> Result<LayoutIn, E> {
                Key::deserialize(StrDeserializer::new(key)).map(|Key(stock)| LayoutIn::Stock(stock))
            }

            fn visit_map<A: MapAccess<'de>>(self, members: A) -> Result<LayoutIn, A::Error> {
                GridIn::deserialize(MapAccessDeserializer::new(members)).map(LayoutIn::Grid)
            }
        }

        from.deserialize_any(Either)
    }
}
