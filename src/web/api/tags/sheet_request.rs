//! The body of a tag sheet: which tags, on which labels, with which printer offset.

use crate::web::extract::input_errors::InputErrors;
use deserr::{Deserr, IntoValue, ValuePointerRef};

use super::grid_request::GridRequest;
use crate::domain::tag::TagCode;
use crate::json::JsonKey;
use crate::printing::Stock;
use crate::use_cases::tags::create_tags::MAX_TAGS;
use crate::web::label_sheet::{LabelChoice, Sheet, SheetSpec};
use crate::web::problem::Problem;
use crate::web::validation::{Count, Distinct, ScannedTag};

#[derive(Deserr)]
#[deserr(error = InputErrors, deny_unknown_fields)]
pub(crate) struct SheetRequest {
    /// A tag that is printed twice could end up on two companions.
    codes: Distinct<ScannedTag>,
    layout: LayoutRequest,
    #[deserr(default)]
    start_at: Option<Count<10_000>>,
    #[deserr(default)]
    offset: Option<OffsetRequest>,
}

#[derive(Deserr)]
#[deserr(error = InputErrors, deny_unknown_fields)]
struct OffsetRequest {
    #[deserr(default)]
    x_mm: Option<f64>,
    #[deserr(default)]
    y_mm: Option<f64>,
}

enum LayoutRequest {
    Stock(Stock),
    Grid(GridRequest),
}

impl SheetRequest {
    pub(crate) fn into_sheet(self) -> Result<(Vec<TagCode>, Sheet), Problem> {
        let count = u32::try_from(self.codes.0.len()).unwrap_or(u32::MAX);
        if !(1..=MAX_TAGS).contains(&count) {
            return Err(Problem::invalid("/codes", format!("must list 1 to {MAX_TAGS} tags")));
        }
        let codes = self.codes.0.into_iter().map(|code| code.0).collect();
        let labels = match self.layout {
            LayoutRequest::Stock(stock) => LabelChoice::Stock(stock),
            LayoutRequest::Grid(grid) => LabelChoice::Custom(grid.into_labels()),
        };
        let offset = self.offset.map_or((None, None), |offset| (offset.x_mm, offset.y_mm));
        let spec = SheetSpec { labels, start_at: self.start_at.map(|at| at.0), offset };
        Ok((codes, spec.check()?))
    }
}

/// Either the key of a known layout, or a custom grid.
impl Deserr<InputErrors> for LayoutRequest {
    fn deserialize_from_value<V: IntoValue>(
        value: deserr::Value<V>,
        location: ValuePointerRef<'_>,
    ) -> Result<Self, InputErrors> {
        match value {
            value @ deserr::Value::String(_) => {
                let key = JsonKey::<Stock>::deserialize_from_value(value, location);
                key.map(|JsonKey(stock)| Self::Stock(stock))
            }
            value @ deserr::Value::Map(_) => {
                GridRequest::deserialize_from_value(value, location).map(Self::Grid)
            }
            _ => Err(InputErrors::at(location, "must be the key of a layout, or a grid")),
        }
    }
}
