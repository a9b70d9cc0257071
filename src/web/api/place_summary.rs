//! A place in the responses of other resources.

use serde::Serialize;
use uuid::Uuid;

use crate::domain::place::PlaceKind;
use crate::json::JsonKey;
use crate::use_cases::models::Place;

#[derive(Serialize)]
pub(crate) struct PlaceSummary {
    id: Uuid,
    name: String,
    kind: JsonKey<PlaceKind>,
}

impl From<&Place> for PlaceSummary {
    fn from(place: &Place) -> Self {
        Self { id: place.id.uuid(), name: place.name.clone(), kind: JsonKey(place.kind) }
    }
}
