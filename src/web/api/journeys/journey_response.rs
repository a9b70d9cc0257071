//! A journey in API responses.

use serde::Serialize;
use uuid::Uuid;

use super::suggestion_response::SuggestionResponse;
use crate::domain::alert::AlertKind;
use crate::domain::companion::{Coat, Species};
use crate::domain::journey::JourneyStatus;
use crate::domain::journey::action::HolderKind;
use crate::domain::journey::cleanliness::UncleanReason;
use crate::domain::journey::clearance::Blocker;
use crate::domain::outfit::{Gowning, Item};
use crate::domain::place::Stage;
use crate::json::{JsonKey, Timestamp};
use crate::use_cases::journeys::journey_view::{JourneyView, Reminder};
use crate::use_cases::models::Alert;
use crate::web::api::place_summary::PlaceSummary;
use crate::web::api::response::null_if_purged;
use crate::web::problem::BlockerResponse;

#[derive(Serialize)]
pub(crate) struct JourneyResponse {
    id: Uuid,
    companion: CompanionSummary,
    child_alias: Option<String>,
    visit_id: Uuid,
    stage: JsonKey<Stage>,
    place: Option<PlaceSummary>,
    last_seen_at: Timestamp,
    holder: HolderResponse,
    outfit: Vec<JsonKey<Item>>,
    gowning: GowningResponse,
    clean: CleanResponse,
    clearance: ClearanceResponse,
    alerts: Vec<AlertSummary>,
    reminders: Vec<ReminderResponse>,
    next: Vec<SuggestionResponse>,
    status: JsonKey<JourneyStatus>,
    created_at: Timestamp,
    revision: i64,
}

#[derive(Serialize)]
struct CompanionSummary {
    id: Uuid,
    name: Option<String>,
    species: JsonKey<Species>,
    coat: Option<JsonKey<Coat>>,
}

#[derive(Serialize)]
struct HolderResponse {
    kind: JsonKey<HolderKind>,
    name: Option<String>,
}

#[derive(Serialize)]
struct GowningResponse {
    status: JsonKey<Gowning>,
    missing: Vec<JsonKey<Item>>,
}

#[derive(Serialize)]
struct CleanResponse {
    is_clean: bool,
    until: Option<Timestamp>,
    #[serde(rename = "why_not")]
    unclean_reason: Option<JsonKey<UncleanReason>>,
}

#[derive(Serialize)]
struct ClearanceResponse {
    operating_room: GateResponse,
    imaging: GateResponse,
}

#[derive(Serialize)]
struct GateResponse {
    cleared: bool,
    blockers: Vec<BlockerResponse>,
}

#[derive(Serialize)]
struct AlertSummary {
    id: Uuid,
    kind: JsonKey<AlertKind>,
    detail: String,
    raised_at: Timestamp,
}

#[derive(Serialize)]
struct ReminderResponse {
    key: JsonKey<Reminder>,
    text: &'static str,
}

impl JourneyResponse {
    pub(crate) fn new(view: &JourneyView) -> Self {
        let state = &view.journey.state;
        Self {
            id: view.journey.id.uuid(),
            companion: CompanionSummary {
                id: view.companion.id.uuid(),
                name: null_if_purged(view.companion.name.clone()),
                species: JsonKey(view.companion.species),
                coat: view.companion.coat.map(JsonKey),
            },
            child_alias: view.child_alias.clone(),
            visit_id: view.journey.visit_id.uuid(),
            stage: JsonKey(state.stage),
            place: view.place.as_ref().map(Into::into),
            last_seen_at: Timestamp(state.last_seen_at.unwrap_or(view.journey.created_at)),
            holder: HolderResponse {
                kind: JsonKey(state.holder.kind),
                name: view.holder_name.clone(),
            },
            outfit: state.outfit.keys().copied().map(JsonKey).collect(),
            gowning: GowningResponse {
                status: JsonKey(view.gowning),
                missing: view.missing_items.iter().copied().map(JsonKey).collect(),
            },
            clean: CleanResponse {
                is_clean: view.cleanliness.unclean_reason.is_none(),
                until: view.cleanliness.until.map(Timestamp),
                unclean_reason: view.cleanliness.unclean_reason.map(JsonKey),
            },
            clearance: ClearanceResponse {
                operating_room: gate(&view.or_blockers),
                imaging: gate(&view.imaging_blockers),
            },
            alerts: view.alerts.iter().map(alert_summary).collect(),
            reminders: view.reminders.iter().copied().map(reminder_response).collect(),
            next: view.suggestions.iter().map(Into::into).collect(),
            status: JsonKey(state.status),
            created_at: Timestamp(view.journey.created_at),
            revision: view.journey.revision,
        }
    }
}

fn gate(blockers: &[Blocker]) -> GateResponse {
    GateResponse {
        cleared: blockers.is_empty(),
        blockers: blockers.iter().map(Into::into).collect(),
    }
}

fn alert_summary(alert: &Alert) -> AlertSummary {
    AlertSummary {
        id: alert.id.uuid(),
        kind: JsonKey(alert.kind),
        detail: alert.detail.clone(),
        raised_at: Timestamp(alert.raised_at),
    }
}

fn reminder_response(reminder: Reminder) -> ReminderResponse {
    let text = match reminder {
        Reminder::NotInCribDuringSleep => "Not in the crib during sleep.",
        Reminder::WipeThePhone => "Wipe the phone.",
        Reminder::TagMayBeWorn => {
            "This tag is not washable. Check that it still scans, or replace it."
        }
    };
    ReminderResponse { key: JsonKey(reminder), text }
}
