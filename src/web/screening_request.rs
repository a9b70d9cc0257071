//! The answers of a safety screening in a request body, one optional member per question.

use serde::Deserialize;

use crate::domain::companion::{ScreeningAnswer, ScreeningQuestion};
use crate::json::JsonKey;

#[derive(Clone, Copy, Default, Deserr)]
#[deserr(error = InputErrors, deny_unknown_fields)]
pub(crate) struct ScreeningRequest {
    metal: Option<JsonKey<ScreeningAnswer>>,
    magnet: Option<JsonKey<ScreeningAnswer>>,
    battery: Option<JsonKey<ScreeningAnswer>>,
    weighted: Option<JsonKey<ScreeningAnswer>>,
    loose_parts: Option<JsonKey<ScreeningAnswer>>,
    latex: Option<JsonKey<ScreeningAnswer>>,
    holds_water: Option<JsonKey<ScreeningAnswer>>,
    washable: Option<JsonKey<ScreeningAnswer>>,
}

impl ScreeningRequest {
    /// Only the questions that are answered.
    pub(crate) fn answers(self) -> Vec<(ScreeningQuestion, ScreeningAnswer)> {
        [
            (ScreeningQuestion::Metal, self.metal),
            (ScreeningQuestion::Magnet, self.magnet),
            (ScreeningQuestion::Battery, self.battery),
            (ScreeningQuestion::Weighted, self.weighted),
            (ScreeningQuestion::LooseParts, self.loose_parts),
            (ScreeningQuestion::Latex, self.latex),
            (ScreeningQuestion::HoldsWater, self.holds_water),
            (ScreeningQuestion::Washable, self.washable),
        ]
        .into_iter()
        .filter_map(|(question, answer)| Some((question, answer?.0)))
        .collect()
    }
}
