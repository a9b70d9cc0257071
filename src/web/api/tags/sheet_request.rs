//! The body of a tag sheet: which tags, on which labels, with which printer offset.

use std::fmt;

use serde::de::value::{MapAccessDeserializer, StrDeserializer};
use serde::de::{MapAccess, Visitor};
use serde::{Deserialize, Deserializer};

use super::grid_request::GridRequest;
use crate::domain::tag::TagCode;
use crate::json::JsonKey;
use crate::printing::Stock;
use crate::use_cases::tags::create_tags::MAX_TAGS;
use crate::web::label_sheet::{LabelChoice, Sheet, SheetSpec};
use crate::web::problem::Problem;
use crate::web::validation::{Count, ScannedCode};

#[derive(Deserr)]
#[deserr(error = InputErrors, deny_unknown_fields)]
pub(crate) struct SheetRequest {
    codes: Vec<ScannedCode>,
    layout: LayoutRequest,
    start_at: Option<Count<10_000>>,
    offset: Option<OffsetRequest>,
}

#[derive(Deserr)]
#[deserr(error = InputErrors, deny_unknown_fields)]
struct OffsetRequest {
    x_mm: Option<f64>,
    y_mm: Option<f64>,
}

enum LayoutRequest {
    Stock(Stock),
    Grid(GridRequest),
}

impl SheetRequest {
    pub(crate) fn into_sheet(self) -> Result<(Vec<TagCode>, Sheet), Problem> {
        let count = u32::try_from(self.codes.len()).unwrap_or(u32::MAX);
        if !(1..=MAX_TAGS).contains(&count) {
            return Err(Problem::invalid("/codes", format!("must list 1 to {MAX_TAGS} tags")));
        }
        let codes = distinct_codes(&self.codes)?;
        let labels = match self.layout {
            LayoutRequest::Stock(stock) => LabelChoice::Stock(stock),
            LayoutRequest::Grid(grid) => LabelChoice::Custom(grid.into_labels()),
        };
        let offset = self.offset.map_or((None, None), |offset| (offset.x_mm, offset.y_mm));
        let spec = SheetSpec { labels, start_at: self.start_at.map(|at| at.0), offset };
        Ok((codes, spec.check()?))
    }
}

/// A tag that is printed twice could end up on two companions.
fn distinct_codes(scanned: &[ScannedCode]) -> Result<Vec<TagCode>, Problem> {
    let mut codes: Vec<TagCode> = Vec::new();
    let mut seen = std::collections::BTreeSet::new();
    for (nth, text) in scanned.iter().enumerate() {
        let pointer = format!("/codes/{nth}");
        let code = TagCode::parse(&text.0)
            .map_err(|error| Problem::invalid(&pointer, error.to_string()))?;
        if !seen.insert(code) {
            return Err(Problem::invalid(&pointer, "must not repeat an earlier tag"));
        }
        codes.push(code);
    }
    Ok(codes)
}

/// Either the key of a known layout, or a custom grid.
impl<'de> Deserialize<'de> for LayoutRequest {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        struct KeyOrGrid;

        impl<'de> Visitor<'de> for KeyOrGrid {
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

        from.deserialize_any(KeyOrGrid)
    }
}
