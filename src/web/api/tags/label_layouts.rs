//! A sheet of labels as it is asked for: which tags, how they lie, and how far one printer is off.

use std::fmt;

use serde::de::value::{MapAccessDeserializer, StrDeserializer};
use serde::de::{MapAccess, Visitor};
use serde::{Deserialize, Deserializer, Serialize};

use crate::domain::tag::TagCode;
use crate::json::JsonKey;
use crate::printing::{Grid, Stock};
use crate::web::label_sheet::{CustomLabels, Labels, MOST_IN_LINE, Sheet, SheetSpec};
use crate::web::problem::Problem;
use crate::web::validation::{Count, Scanned};

/// As many tags as are printed at once: as many as are minted.
const MOST: usize = 1000;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct SheetRequest {
    codes: Vec<Scanned>,
    layout: LayoutRequest,
    start_at: Option<Count<10_000>>,
    offset: Option<OffsetRequest>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct OffsetRequest {
    x_mm: Option<f64>,
    y_mm: Option<f64>,
}

enum LayoutRequest {
    Stock(Stock),
    Grid(GridRequest),
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct GridRequest {
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

impl SheetRequest {
    /// Checks what no single member says by itself.
    pub(crate) fn told(self) -> Result<(Vec<TagCode>, Sheet), Problem> {
        if !(1..=MOST).contains(&self.codes.len()) {
            return Err(Problem::invalid("/codes", format!("must name 1 to {MOST} tags")));
        }
        let codes = codes(&self.codes)?;
        let labels = match self.layout {
            LayoutRequest::Stock(stock) => Labels::Stock(stock),
            LayoutRequest::Grid(grid) => Labels::Own(grid.told()),
        };
        let offset = self.offset.map_or((None, None), |offset| (offset.x_mm, offset.y_mm));
        let asked = SheetSpec { labels, start_at: self.start_at.map(|at| at.0), offset };
        Ok((codes, asked.sheet()?))
    }
}

/// The codes, each of them once: a tag printed twice would pass for two.
fn codes(told: &[Scanned]) -> Result<Vec<TagCode>, Problem> {
    let mut codes: Vec<TagCode> = Vec::new();
    let mut known = std::collections::BTreeSet::new();
    for (nth, text) in told.iter().enumerate() {
        let pointer = format!("/codes/{nth}");
        let code =
            TagCode::parse(&text.0).map_err(|why| Problem::invalid(&pointer, why.to_string()))?;
        if !known.insert(code) {
            return Err(Problem::invalid(&pointer, "names a tag that was named before"));
        }
        codes.push(code);
    }
    Ok(codes)
}

impl GridRequest {
    fn told(self) -> CustomLabels {
        CustomLabels {
            page: (self.page_width_mm, self.page_height_mm),
            label: (self.label_width_mm, self.label_height_mm),
            margin: (self.left_mm, self.top_mm),
            pitch: (self.column_pitch_mm, self.row_pitch_mm),
            lines: (self.columns.0, self.rows.0),
        }
    }
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

/// A layout is the key of one that is known, or a grid of one's own.
impl<'de> Deserialize<'de> for LayoutRequest {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        struct Either;

        impl<'de> Visitor<'de> for Either {
            type Value = LayoutRequest;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("the key of a layout, or a grid")
            }

            fn visit_str<E: serde::de::Error>(self, key: &str) -> Result<LayoutRequest, E> {
                JsonKey::deserialize(StrDeserializer::new(key))
                    .map(|JsonKey(stock)| LayoutRequest::Stock(stock))
            }

            fn visit_map<A: MapAccess<'de>>(self, members: A) -> Result<LayoutRequest, A::Error> {
                GridRequest::deserialize(MapAccessDeserializer::new(members))
                    .map(LayoutRequest::Grid)
            }
        }

        from.deserialize_any(Either)
    }
}
