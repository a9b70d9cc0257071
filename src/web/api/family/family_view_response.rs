//! What a family sees, in API responses.

use serde::Serialize;
use uuid::Uuid;

use crate::domain::companion::{Coat, Species};
use crate::domain::family::{FamilyStatus, Language, Moment};
use crate::domain::outfit::{Gowning, Item};
use crate::domain::passport::PassportStamp;
use crate::domain::place::Stage;
use crate::i18n;
use crate::json::{JsonKey, Timestamp};
use crate::use_cases::family::family_view::{CompanionFeed, FamilyView};
use crate::use_cases::models::Photo;

#[derive(Serialize)]
pub(crate) struct FamilyViewResponse {
    companions: Vec<CompanionViewResponse>,
    language: JsonKey<Language>,
    quiet: bool,
    updated_at: Timestamp,
}

#[derive(Serialize)]
struct CompanionViewResponse {
    companion: AppearanceResponse,
    status: StatusResponse,
    stage: JsonKey<Stage>,
    gowning: JsonKey<Gowning>,
    moments: Vec<MomentResponse>,
    photos: Vec<FamilyPhotoResponse>,
    card: Option<FamilyCardResponse>,
    passport: Vec<PassportStampResponse>,
}

#[derive(Serialize)]
struct FamilyCardResponse {
    url: String,
    released_at: Timestamp,
}

#[derive(Serialize)]
struct PassportStampResponse {
    at: Timestamp,
    stood_watch: bool,
}

#[derive(Serialize)]
struct FamilyPhotoResponse {
    id: Uuid,
    url: String,
    at: Timestamp,
}

#[derive(Serialize)]
struct AppearanceResponse {
    name: String,
    species: JsonKey<Species>,
    coat: JsonKey<Coat>,
    outfit: Vec<JsonKey<Item>>,
}

#[derive(Serialize)]
struct StatusResponse {
    key: JsonKey<FamilyStatus>,
    text: String,
    since: Timestamp,
}

#[derive(Serialize)]
struct MomentResponse {
    key: JsonKey<FamilyStatus>,
    text: String,
    at: Timestamp,
}

impl FamilyViewResponse {
    /// `token` is the link's, for the URLs of photos and the card.
    pub(crate) fn new(view: &FamilyView, language: Language, token: &str) -> Self {
        let companions = view.companions.iter();
        Self {
            companions: companions
                .map(|companion| CompanionViewResponse::new(companion, language, token))
                .collect(),
            language: JsonKey(language),
            quiet: view.is_held,
            updated_at: Timestamp(view.updated_at),
        }
    }
}

impl CompanionViewResponse {
    fn new(companion: &CompanionFeed, language: Language, token: &str) -> Self {
        let text = |moment: &Moment| i18n::status_text(language, moment.status, &companion.name);
        let moment = |moment: &Moment| MomentResponse {
            key: JsonKey(moment.status),
            text: text(moment),
            at: Timestamp(moment.at),
        };
        let photo = |photo: &Photo| FamilyPhotoResponse {
            id: photo.id.uuid(),
            url: format!("/api/v1/family/{token}/photos/{}", photo.id),
            at: Timestamp(photo.taken_at),
        };
        let stamp = |stamp: &PassportStamp| PassportStampResponse {
            at: Timestamp(stamp.at),
            stood_watch: stamp.stood_watch,
        };
        Self {
            companion: AppearanceResponse {
                name: companion.name.clone(),
                species: JsonKey(companion.species),
                coat: JsonKey(companion.coat),
                outfit: companion.visible.outfit.iter().copied().map(JsonKey).collect(),
            },
            status: StatusResponse {
                key: JsonKey(companion.status.status),
                text: text(&companion.status),
                since: Timestamp(companion.status.at),
            },
            stage: JsonKey(companion.visible.stage),
            gowning: JsonKey(companion.visible.gowning),
            moments: companion.moments.iter().map(moment).collect(),
            photos: companion.photos.iter().map(photo).collect(),
            card: companion.card.as_ref().map(|card| FamilyCardResponse {
                url: format!("/api/v1/family/{token}/card.pdf"),
                released_at: Timestamp(card.released_at),
            }),
            passport: companion.passport.iter().map(stamp).collect(),
        }
    }
}
