//! `/journeys`: the board, and one journey.

pub mod step_payload;
pub mod cards;
pub mod steps;
pub mod scans;

use actix_web::HttpResponse;
use serde::Serialize;
use uuid::Uuid;

use super::extract::ApiRequest;
use super::journeys::step_payload::kept;
use super::response;
use crate::domain::account::person::Role;
use crate::domain::alert::AlertKind;
use crate::domain::companion::{Coat, Species};
use crate::domain::id::{JourneyId, PlaceId};
use crate::domain::journey::JourneyStatus;
use crate::domain::journey::cleanliness::UncleanReason;
use crate::domain::journey::clearance::Blocker;
use crate::domain::journey::step::HolderKind;
use crate::domain::journey::suggestions::Suggestion;
use crate::domain::outfit::{Gowning, Item};
use crate::domain::place::{PlaceKind, Stage};
use crate::json::{JsonKey, Timestamp};
use crate::use_cases::journeys::journey_view::{JourneyView, Reminder};
use crate::use_cases::journeys::{self, JourneyFilter};
use crate::use_cases::models::{Alert, Place};
use crate::web::problem::{BlockerResponse, Problem};

/// A journey as the contract writes it.
#[derive(Serialize)]
pub struct JourneyResponse {
    id: Uuid,
    companion: WhoResponse,
    child_alias: Option<String>,
    visit_id: Uuid,
    stage: JsonKey<Stage>,
    place: Option<WhereResponse>,
    last_seen_at: Timestamp,
    holder: HolderResponse,
    outfit: Vec<JsonKey<Item>>,
    gowning: GowningResponse,
    clean: CleanResponse,
    clearance: ClearanceResponse,
    alerts: Vec<AlertBrief>,
    reminders: Vec<ReminderResponse>,
    next: Vec<NextResponse>,
    status: JsonKey<JourneyStatus>,
    created_at: Timestamp,
    revision: i64,
}

#[derive(Serialize)]
struct WhoResponse {
    id: Uuid,
    name: Option<String>,
    species: JsonKey<Species>,
    coat: Option<JsonKey<Coat>>,
}

/// A place, in short.
#[derive(Serialize)]
pub struct WhereResponse {
    id: Uuid,
    name: String,
    kind: JsonKey<PlaceKind>,
}

impl From<&Place> for WhereResponse {
    fn from(place: &Place) -> Self {
        Self { id: place.id.uuid(), name: place.name.clone(), kind: JsonKey(place.kind) }
    }
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
    why_not: Option<JsonKey<UncleanReason>>,
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
struct AlertBrief {
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

#[derive(Serialize, Default)]
struct NextResponse {
    kind: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    place_kind: Option<JsonKey<PlaceKind>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    items: Option<Vec<JsonKey<Item>>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    to: Option<JsonKey<HolderKind>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    with: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    outcome: Option<&'static str>,
}

impl JourneyResponse {
    /// The journey as the contract writes it.
    #[must_use]
    pub fn of(view: &JourneyView) -> Self {
        let state = &view.journey.state;
        Self {
            id: view.journey.id.uuid(),
            companion: WhoResponse {
                id: view.companion.id.uuid(),
                name: kept(view.companion.name.clone()),
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
                is_clean: view.cleanliness.why_not.is_none(),
                until: view.cleanliness.until.map(Timestamp),
                why_not: view.cleanliness.why_not.map(JsonKey),
            },
            clearance: ClearanceResponse {
                operating_room: gate(&view.or_blockers),
                imaging: gate(&view.imaging_blockers),
            },
            alerts: view.alerts.iter().map(brief).collect(),
            reminders: view.reminders.iter().copied().map(remind).collect(),
            next: view.suggestions.iter().map(next).collect(),
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

fn brief(alert: &Alert) -> AlertBrief {
    AlertBrief {
        id: alert.id.uuid(),
        kind: JsonKey(alert.kind),
        detail: alert.detail.clone(),
        raised_at: Timestamp(alert.raised_at),
    }
}

fn remind(reminder: Reminder) -> ReminderResponse {
    let text = match reminder {
        Reminder::NotInCribDuringSleep => "Not in the crib during sleep.",
        Reminder::WipeThePhone => "Wipe the phone.",
        Reminder::TagMayBeWorn => {
            "This tag is not made for washing: scan it again, or print a new one."
        }
    };
    ReminderResponse { key: JsonKey(reminder), text }
}

fn next(suggestion: &Suggestion) -> NextResponse {
    let items = |items: &[Item]| Some(items.iter().copied().map(JsonKey).collect());
    let of = |kind| NextResponse { kind, ..NextResponse::default() };
    match suggestion {
        Suggestion::Clean => of("cleaned"),
        Suggestion::Screen => of("screened"),
        Suggestion::Dress(on) => NextResponse { items: items(on), ..of("dressed") },
        Suggestion::Undress(off) => NextResponse { items: items(off), ..of("undressed") },
        Suggestion::Move(kind) => NextResponse { place_kind: Some(JsonKey(*kind)), ..of("moved") },
        Suggestion::HandOver(to) => NextResponse { to: Some(JsonKey(*to)), ..of("handed_over") },
        Suggestion::Find => of("found"),
        Suggestion::Reunite => NextResponse { with: Some("child"), ..of("reunited") },
        Suggestion::Close => NextResponse { outcome: Some("with_child"), ..of("closed") },
    }
}

/// A page of journeys.
pub(crate) fn page(page: crate::use_cases::Page<JourneyView>) -> HttpResponse {
    response::page(page, |view| view.journey.id.uuid(), JourneyResponse::of)
}

/// `GET /journeys`
///
/// # Errors
/// See `listJourneys` in openapi.yaml.
pub async fn list(ask: ApiRequest) -> Result<HttpResponse, Problem> {
    ask.staff(Role::Staff).await?;
    let query = ask.query(&["status", "stage", "place_id", "limit", "after"])?;
    let filter = JourneyFilter {
        status: query.text("status")?,
        stage: query.text("stage")?,
        place_id: query.uuid("place_id")?.map(PlaceId::from_uuid),
    };
    let span = query.pagination(JourneyId::from_uuid)?;
    Ok(page(journeys::board(ask.app(), filter, span).await?))
}

/// `GET /journeys/{id}`
///
/// # Errors
/// See `readJourney` in openapi.yaml.
pub async fn get(ask: ApiRequest) -> Result<HttpResponse, Problem> {
    ask.staff(Role::Staff).await?;
    let id = ask.id("id", JourneyId::from_uuid)?;
    ask.query(&[])?;
    let view = journeys::get(ask.app(), id).await?;
    Ok(response::tagged(view.journey.revision, &JourneyResponse::of(&view)))
}
