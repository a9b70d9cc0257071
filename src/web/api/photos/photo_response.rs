//! A photo in API responses.

use serde::Serialize;
use uuid::Uuid;

use crate::domain::id::PhotoId;
use crate::domain::photo::PhotoState;
use crate::json::{JsonKey, Timestamp};
use crate::use_cases::photos::PhotoView;
use crate::web::api::response::{PersonResponse, null_if_purged};

#[derive(Serialize)]
pub(crate) struct PhotoResponse {
    id: Uuid,
    journey_id: Uuid,
    visit_id: Uuid,
    companion: CompanionName,
    state: JsonKey<PhotoState>,
    width: i32,
    height: i32,
    taken_by: PersonResponse,
    taken_at: Timestamp,
    released_by: Option<PersonResponse>,
    released_at: Option<Timestamp>,
    url: String,
}

#[derive(Serialize)]
struct CompanionName {
    id: Uuid,
    name: Option<String>,
}

impl From<&PhotoView> for PhotoResponse {
    fn from(view: &PhotoView) -> Self {
        let photo = &view.photo;
        let person = |id: Uuid, name: &str| PersonResponse { id, display_name: name.to_owned() };
        let name = view.released_by.as_deref().unwrap_or_default();
        Self {
            id: photo.id.uuid(),
            journey_id: photo.journey_id.uuid(),
            visit_id: photo.visit_id.uuid(),
            companion: CompanionName {
                id: view.companion.id.uuid(),
                name: null_if_purged(view.companion.name.clone()),
            },
            state: JsonKey(photo.state()),
            width: photo.width,
            height: photo.height,
            taken_by: person(photo.taken_by.uuid(), &view.taken_by),
            taken_at: Timestamp(photo.taken_at),
            released_by: photo.released_by.map(|id| person(id.uuid(), name)),
            released_at: photo.released_at.map(Timestamp),
            url: photo_url(photo.id),
        }
    }
}

pub(crate) fn photo_url(id: PhotoId) -> String {
    format!("/api/v1/photos/{id}")
}
