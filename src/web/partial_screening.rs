//! The answers of a safety screening as JSON, one optional member per question.

use deserr::Deserr;
use serde::Serialize;

use crate::domain::companion::{ScreeningAnswer, ScreeningQuestion};
use crate::domain::string_enum::StringEnum as _;
use crate::json::JsonKey;
use crate::web::extract::input_errors::InputErrors;

#[derive(Clone, Copy, Default, Serialize, Deserr)]
#[deserr(error = InputErrors, deny_unknown_fields)]
pub(crate) struct PartialScreening {
    #[serde(skip_serializing_if = "Option::is_none")]
    #[deserr(default)]
    metal: Option<JsonKey<ScreeningAnswer>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[deserr(default)]
    magnet: Option<JsonKey<ScreeningAnswer>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[deserr(default)]
    battery: Option<JsonKey<ScreeningAnswer>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[deserr(default)]
    weighted: Option<JsonKey<ScreeningAnswer>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[deserr(default)]
    loose_parts: Option<JsonKey<ScreeningAnswer>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[deserr(default)]
    latex: Option<JsonKey<ScreeningAnswer>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[deserr(default)]
    holds_water: Option<JsonKey<ScreeningAnswer>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[deserr(default)]
    washable: Option<JsonKey<ScreeningAnswer>>,
}

impl PartialScreening {
    pub(crate) fn new(answers: &[(ScreeningQuestion, ScreeningAnswer)]) -> Self {
        let mut screening = Self::default();
        for &(question, answer) in answers {
            *screening.member(question) = Some(JsonKey(answer));
        }
        screening
    }

    /// Only the questions that are answered.
    pub(crate) fn answers(mut self) -> Vec<(ScreeningQuestion, ScreeningAnswer)> {
        let answered = |&question| Some((question, (*self.member(question))?.0));
        ScreeningQuestion::ALL.iter().filter_map(answered).collect()
    }

    const fn member(
        &mut self,
        question: ScreeningQuestion,
    ) -> &mut Option<JsonKey<ScreeningAnswer>> {
        match question {
            ScreeningQuestion::Metal => &mut self.metal,
            ScreeningQuestion::Magnet => &mut self.magnet,
            ScreeningQuestion::Battery => &mut self.battery,
            ScreeningQuestion::Weighted => &mut self.weighted,
            ScreeningQuestion::LooseParts => &mut self.loose_parts,
            ScreeningQuestion::Latex => &mut self.latex,
            ScreeningQuestion::HoldsWater => &mut self.holds_water,
            ScreeningQuestion::Washable => &mut self.washable,
        }
    }
}
