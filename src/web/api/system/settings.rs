//! `/settings`: the site's settings that clients need.

use std::time::Duration;

use actix_web::HttpResponse;
use serde::Serialize;

use crate::domain::family::Language;
use crate::domain::outfit::{Item, Worn};
use crate::domain::string_enum::StringEnum;
use crate::json::JsonKey;
use crate::use_cases::AppContext;
use crate::web::api::response;
use crate::web::extract::callers::StaffCaller;
use crate::web::extract::state::App;
use crate::web::problem::Problem;

const MINUTE: f64 = 60.0;
const HOUR: f64 = 60.0 * MINUTE;
const DAY: f64 = 24.0 * HOUR;

#[derive(Serialize)]
struct SettingsResponse {
    required_outfit: Vec<JsonKey<Item>>,
    catalogue: Vec<CatalogueItemResponse>,
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
struct CatalogueItemResponse {
    item: JsonKey<Item>,
    metal_free: bool,
    latex_free: bool,
}

impl From<Worn> for CatalogueItemResponse {
    fn from(worn: Worn) -> Self {
        let Worn { item, metal_free, latex_free } = worn;
        Self { item: JsonKey(item), metal_free, latex_free }
    }
}

impl SettingsResponse {
    fn new(app: &AppContext) -> Self {
        let rules = &app.rules;
        let in_units = |unit: f64, span: Duration| span.as_secs_f64() / unit;
        Self {
            required_outfit: rules.required_outfit.iter().copied().map(JsonKey).collect(),
            catalogue: Item::ALL
                .iter()
                .map(|item| rules.catalogue.with_markings(*item).into())
                .collect(),
            companions_in_or: rules.companions_in_or,
            resting_places: rules.resting_places.clone(),
            languages: Language::ALL.iter().copied().map(JsonKey).collect(),
            public_url: app.public_url.as_ref().map(ToString::to_string),
            clean_hours: in_units(HOUR, rules.clean_for),
            ward_days: in_units(DAY, rules.clean_on_ward_for),
            left_behind_minutes: in_units(MINUTE, rules.left_behind_after),
            copied_tag_minutes: in_units(MINUTE, rules.copied_within),
            late_minutes: in_units(MINUTE, rules.late_after),
            undo_minutes: in_units(MINUTE, rules.undo_within),
            no_new_word_minutes: in_units(MINUTE, rules.no_news_after),
            quiet_minutes: in_units(MINUTE, rules.quiet_after),
            event_hours: in_units(HOUR, rules.event_retention),
            links_end_days: in_units(DAY, rules.links_expire_after),
            photos: app.photo_storage.is_enabled(),
            photo_hours: in_units(HOUR, rules.photos_expire_after),
            idle_lock_seconds: app.session_policy.idle_lock.as_secs_f64(),
        }
    }
}

/// `GET /settings`
pub(crate) async fn get(_: StaffCaller, app: App) -> Result<HttpResponse, Problem> {
    Ok(response::ok(&SettingsResponse::new(&app)))
}
