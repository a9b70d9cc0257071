//! A companion in API responses.

use serde::Serialize;
use uuid::Uuid;

use super::response::null_if_purged;
use crate::domain::companion::{Coat, Screening, ScreeningAnswer, ScreeningQuestion, Species};
use crate::json::{JsonKey, Timestamp};
use crate::use_cases::models::Companion;

#[derive(Serialize)]
pub(crate) struct CompanionResponse {
    id: Uuid,
    child_id: Uuid,
    name: Option<String>,
    species: JsonKey<Species>,
    coat: Option<JsonKey<Coat>>,
    description: Option<String>,
    screening: ScreeningResponse,
    created_at: Timestamp,
    revision: i64,
}

impl From<&Companion> for CompanionResponse {
    fn from(companion: &Companion) -> Self {
        Self {
            id: companion.id.uuid(),
            child_id: companion.child_id.uuid(),
            name: null_if_purged(companion.name.clone()),
            species: JsonKey(companion.species),
            coat: companion.coat.map(JsonKey),
            description: companion.description.clone(),
            screening: companion.screening.into(),
            created_at: Timestamp(companion.created_at),
            revision: companion.revision,
        }
    }
}

#[derive(Serialize)]
struct ScreeningResponse {
    metal: JsonKey<ScreeningAnswer>,
    magnet: JsonKey<ScreeningAnswer>,
    battery: JsonKey<ScreeningAnswer>,
    weighted: JsonKey<ScreeningAnswer>,
    loose_parts: JsonKey<ScreeningAnswer>,
    latex: JsonKey<ScreeningAnswer>,
    holds_water: JsonKey<ScreeningAnswer>,
    washable: JsonKey<ScreeningAnswer>,
}

impl From<Screening> for ScreeningResponse {
    fn from(screening: Screening) -> Self {
        let answer = |question| JsonKey(screening.answer(question));
        Self {
            metal: answer(ScreeningQuestion::Metal),
            magnet: answer(ScreeningQuestion::Magnet),
            battery: answer(ScreeningQuestion::Battery),
            weighted: answer(ScreeningQuestion::Weighted),
            loose_parts: answer(ScreeningQuestion::LooseParts),
            latex: answer(ScreeningQuestion::Latex),
            holds_water: answer(ScreeningQuestion::HoldsWater),
            washable: answer(ScreeningQuestion::Washable),
        }
    }
}
