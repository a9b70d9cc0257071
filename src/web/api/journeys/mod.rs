//! `/journeys`: the board, and one journey.

pub mod step_payload;
pub mod cards;
pub mod steps;
pub mod scans;

use actix_web::HttpResponse;
use serde::Serialize;
use uuid::Uuid;

use super::extract::Ask;
use super::journeys::step_payload::kept;
use super::response;
use crate::domain::account::person::Role;
use crate::domain::alert::AlertKind;
use crate::domain::companion::{Coat, Species};
use crate::domain::id::{JourneyId, PlaceId};
use crate::domain::journey::Status;
use crate::domain::journey::cleanliness::NotClean;
use crate::domain::journey::clearance::Blocker;
use crate::domain::journey::step::HolderKind;
use crate::domain::journey::suggestions::Suggestion;
use crate::domain::outfit::{Gowning, Item};
use crate::domain::place::{PlaceKind, Stage};
use crate::json::{Key, Stamp};
use crate::use_cases::journeys::journey_view::{JourneyView, Reminder};
use crate::use_cases::journeys::{self, Filter};
use crate::use_cases::records::{Alert, Place};
use crate::web::problem::{BlockerOut, Problem};

/// A journey as the contract writes it.
#[derive(Serialize)]
pub struct JourneyOut {
    id: Uuid,
    companion: WhoOut,
    child_alias: Option<String>,
    visit_id: Uuid,
    stage: Key<Stage>,
    place: Option<WhereOut>,
    last_seen_at: Stamp,
    holder: HolderOut,
    outfit: Vec<Key<Item>>,
    gowning: GowningOut,
    clean: CleanOut,
    clearance: ClearanceOut,
    alerts: Vec<AlertBrief>,
    reminders: Vec<ReminderOut>,
    next: Vec<NextOut>,
    status: Key<Status>,
    created_at: Stamp,
    revision: i64,
}

#[derive(Serialize)]
struct WhoOut {
    id: Uuid,
    name: Option<String>,
    species: Key<Species>,
    coat: Option<Key<Coat>>,
}

/// A place, in short.
#[derive(Serialize)]
pub struct WhereOut {
    id: Uuid,
    name: String,
    kind: Key<PlaceKind>,
}

impl From<&Place> for WhereOut {
    fn from(place: &Place) -> Self {
        Self { id: place.id.uuid(), name: place.name.clone(), kind: Key(place.kind) }
    }
}

#[derive(Serialize)]
struct HolderOut {
    kind: Key<HolderKind>,
    name: Option<String>,
}

#[derive(Serialize)]
struct GowningOut {
    status: Key<Gowning>,
    missing: Vec<Key<Item>>,
}

#[derive(Serialize)]
struct CleanOut {
    is_clean: bool,
    until: Option<Stamp>,
    why_not: Option<Key<NotClean>>,
}

#[derive(Serialize)]
struct ClearanceOut {
    operating_room: GateOut,
    imaging: GateOut,
}

#[derive(Serialize)]
struct GateOut {
    cleared: bool,
    blockers: Vec<BlockerOut>,
}

#[derive(Serialize)]
struct AlertBrief {
    id: Uuid,
    kind: Key<AlertKind>,
    detail: String,
    raised_at: Stamp,
}

#[derive(Serialize)]
struct ReminderOut {
    key: Key<Reminder>,
    text: &'static str,
}

#[derive(Serialize, Default)]
struct NextOut {
    kind: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    place_kind: Option<Key<PlaceKind>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    items: Option<Vec<Key<Item>>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    to: Option<Key<HolderKind>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    with: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    outcome: Option<&'static str>,
}

impl JourneyOut {
    /// The journey as the contract writes it.
    #[must_use]
    pub fn of(view: &JourneyView) -> Self {
        let state = &view.journey.state;
        Self {
            id: view.journey.id.uuid(),
            companion: WhoOut {
                id: view.companion.id.uuid(),
                name: kept(view.companion.name.clone()),
                species: Key(view.companion.species),
                coat: view.companion.coat.map(Key),
            },
            child_alias: view.child_alias.clone(),
            visit_id: view.journey.visit_id.uuid(),
            stage: Key(state.stage),
            place: view.place.as_ref().map(Into::into),
            last_seen_at: Stamp(state.last_seen_at.unwrap_or(view.journey.created_at)),
            holder: HolderOut { kind: Key(state.holder.kind), name: view.holder_name.clone() },
            outfit: state.outfit.keys().copied().map(Key).collect(),
            gowning: GowningOut {
                status: Key(view.gowning),
                missing: view.missing.iter().copied().map(Key).collect(),
            },
            clean: CleanOut {
                is_clean: view.clean.why_not.is_none(),
                until: view.clean.until.map(Stamp),
                why_not: view.clean.why_not.map(Key),
            },
            clearance: ClearanceOut {
                operating_room: gate(&view.operating_room),
                imaging: gate(&view.imaging),
            },
            alerts: view.alerts.iter().map(brief).collect(),
            reminders: view.reminders.iter().copied().map(remind).collect(),
            next: view.next.iter().map(next).collect(),
            status: Key(state.status),
            created_at: Stamp(view.journey.created_at),
            revision: view.journey.revision,
        }
    }
}

fn gate(blockers: &[Blocker]) -> GateOut {
    GateOut { cleared: blockers.is_empty(), blockers: blockers.iter().map(Into::into).collect() }
}

fn brief(alert: &Alert) -> AlertBrief {
    AlertBrief {
        id: alert.id.uuid(),
        kind: Key(alert.kind),
        detail: alert.detail.clone(),
        raised_at: Stamp(alert.raised_at),
    }
}

fn remind(reminder: Reminder) -> ReminderOut {
    let text = match reminder {
        Reminder::NotInCribDuringSleep => "Not in the crib during sleep.",
        Reminder::WipeThePhone => "Wipe the phone.",
        Reminder::TagMayBeWorn => {
            "This tag is not made for washing: scan it again, or print a new one."
        }
    };
    ReminderOut { key: Key(reminder), text }
}

fn next(suggestion: &Suggestion) -> NextOut {
    let items = |items: &[Item]| Some(items.iter().copied().map(Key).collect());
    let of = |kind| NextOut { kind, ..NextOut::default() };
    match suggestion {
        Suggestion::Clean => of("cleaned"),
        Suggestion::Screen => of("screened"),
        Suggestion::Dress(on) => NextOut { items: items(on), ..of("dressed") },
        Suggestion::Undress(off) => NextOut { items: items(off), ..of("undressed") },
        Suggestion::Move(kind) => NextOut { place_kind: Some(Key(*kind)), ..of("moved") },
        Suggestion::HandOver(to) => NextOut { to: Some(Key(*to)), ..of("handed_over") },
        Suggestion::Find => of("found"),
        Suggestion::Reunite => NextOut { with: Some("child"), ..of("reunited") },
        Suggestion::Close => NextOut { outcome: Some("with_child"), ..of("closed") },
    }
}

/// A page of journeys.
pub(crate) fn page(page: crate::use_cases::Page<JourneyView>) -> HttpResponse {
    response::page(page, |view| view.journey.id.uuid(), JourneyOut::of)
}

/// `GET /journeys`
///
/// # Errors
/// See `listJourneys` in openapi.yaml.
pub async fn list(ask: Ask) -> Result<HttpResponse, Problem> {
    ask.staff(Role::Staff).await?;
    let query = ask.query(&["status", "stage", "place_id", "limit", "after"])?;
    let filter = Filter {
        status: query.word("status")?,
        stage: query.word("stage")?,
        place_id: query.uuid("place_id")?.map(PlaceId::from_uuid),
    };
    let span = query.span(JourneyId::from_uuid)?;
    Ok(page(journeys::board(ask.world(), filter, span).await?))
}

/// `GET /journeys/{id}`
///
/// # Errors
/// See `getJourney` in openapi.yaml.
pub async fn get(ask: Ask) -> Result<HttpResponse, Problem> {
    ask.staff(Role::Staff).await?;
    let id = ask.id("id", JourneyId::from_uuid)?;
    ask.query(&[])?;
    let view = journeys::get(ask.world(), id).await?;
    Ok(response::tagged(view.journey.revision, &JourneyOut::of(&view)))
}
