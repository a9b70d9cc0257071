//! `/settings`: what this site has decided, so that a phone need not guess.

use std::time::Duration;

use actix_web::HttpResponse;
use serde::Serialize;

use crate::domain::account::person::Role;
use crate::domain::family::Language;
use crate::domain::outfit::{Item, Worn};
use crate::domain::string_enum::StringEnum;
use crate::json::JsonKey;
use crate::use_cases::AppContext;
use crate::web::api::extract::ApiRequest;
use crate::web::api::response;
use crate::web::problem::Problem;

const MINUTE: f64 = 60.0;
const HOUR: f64 = 60.0 * MINUTE;
const DAY: f64 = 24.0 * HOUR;

#[derive(Serialize)]
struct SettingsResponse {
    required_outfit: Vec<JsonKey<Item>>,
    catalogue: Vec<PieceResponse>,
    companions_in_or: u32,
    resting_places: Vec<String>,
    languages: Vec<JsonKey<Language>>,
    public_url: Option<String>,
    clean_hours: f64,
    ward_days: f64,
    left_behind_minutes: f64,
    copied_tag_minutes: f64,
    late_minutes: f64,
    undo_minutes: f64,
    no_new_word_minutes: f64,
    quiet_minutes: f64,
    event_hours: f64,
    links_end_days: f64,
    photos: bool,
    photo_hours: f64,
    idle_lock_seconds: f64,
}

#[derive(Serialize)]
struct PieceResponse {
    item: JsonKey<Item>,
    metal_free: bool,
    latex_free: bool,
}

impl From<Worn> for PieceResponse {
    fn from(piece: Worn) -> Self {
        let Worn { item, metal_free, latex_free } = piece;
        Self { item: JsonKey(item), metal_free, latex_free }
    }
}

impl SettingsResponse {
    fn of(app: &AppContext) -> Self {
        let rules = &app.rules;
        let told = |unit: f64, span: Duration| span.as_secs_f64() / unit;
        Self {
            required_outfit: rules.required.iter().copied().map(JsonKey).collect(),
            catalogue: Item::ALL.iter().map(|item| rules.catalogue.worn(*item).into()).collect(),
            companions_in_or: rules.companions_in_or,
            resting_places: rules.resting_places.clone(),
            languages: Language::ALL.iter().copied().map(JsonKey).collect(),
            public_url: app.public_url.as_ref().map(ToString::to_string),
            clean_hours: told(HOUR, rules.clean_for),
            ward_days: told(DAY, rules.clean_on_ward_for),
            left_behind_minutes: told(MINUTE, rules.left_behind_after),
            copied_tag_minutes: told(MINUTE, rules.copied_within),
            late_minutes: told(MINUTE, rules.late_after),
            undo_minutes: told(MINUTE, rules.undo_within),
            no_new_word_minutes: told(MINUTE, rules.no_news_after),
            quiet_minutes: told(MINUTE, rules.quiet_after),
            event_hours: told(HOUR, rules.events_kept_for),
            links_end_days: told(DAY, rules.links_end_after),
            photos: app.photo_storage.is_on(),
            photo_hours: told(HOUR, rules.photos_end_after),
            idle_lock_seconds: app.session_policy.idle_lock.as_secs_f64(),
        }
    }
}

/// `GET /settings`
///
/// # Errors
/// See `readSettings` in openapi.yaml.
pub async fn get(ask: ApiRequest) -> Result<HttpResponse, Problem> {
    ask.staff(Role::Staff).await?;
    ask.query(&[])?;
    Ok(response::ok(&SettingsResponse::of(ask.app())))
}
