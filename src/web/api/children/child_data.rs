//! `/children/{id}/export` and `/children/{id}/receipt`: all that is kept of one child, and what is left of one that was erased.

use std::collections::BTreeMap;

use actix_web::HttpResponse;
use actix_web::http::header::CONTENT_DISPOSITION;
use serde::Serialize;
use uuid::Uuid;

use super::ChildOut;
use crate::domain::account::person::Role;
use crate::domain::erasure::{Counts, Occasion, Receipt, Trace};
use crate::domain::id::ChildId;
use crate::domain::tag::PublicUrl;
use crate::json::{EntryOut, Key, Stamp};
use crate::use_cases::privacy::export_child::{self, Everything, Stay, Way};
use crate::use_cases::privacy::purge_child;
use crate::web::api::alerts::AlertOut;
use crate::web::api::companions::CompanionOut;
use crate::web::api::extract::Ask;
use crate::web::api::family::LinkOut;
use crate::web::api::journeys::JourneyOut;
use crate::web::api::journeys::steps::{Names, StepOut};
use crate::web::api::photos::{ConsentOut, PhotoOut};
use crate::web::api::response::{self, PersonOut};
use crate::web::api::tags::TagOut;
use crate::web::api::visits::{MoveOut, VisitOut};
use crate::web::problem::Problem;

#[derive(Serialize)]
struct ExportOut {
    exported_at: Stamp,
    child: ChildOut,
    companions: Vec<CompanionOut>,
    visits: Vec<StayOut>,
    journeys: Vec<WayOut>,
    tags: Vec<TagOut>,
    finder_words: Vec<FinderOut>,
    audit: Vec<EntryOut>,
}

#[derive(Serialize)]
struct StayOut {
    visit: VisitOut,
    moves: Vec<MoveOut>,
    family_links: Vec<LinkOut>,
    photo_consent: Option<ConsentOut>,
    photos: Vec<PhotoOut>,
}

#[derive(Serialize)]
struct WayOut {
    journey: JourneyOut,
    steps: Vec<StepOut>,
    alerts: Vec<AlertOut>,
}

#[derive(Serialize)]
struct FinderOut {
    word: String,
    at: Stamp,
}

impl ExportOut {
    fn of(all: &Everything, base: Option<&PublicUrl>) -> Self {
        let finders = all.finders.iter();
        Self {
            exported_at: Stamp(all.at),
            child: ChildOut::of(&all.child),
            companions: all.companions.iter().map(CompanionOut::of).collect(),
            visits: all.stays.iter().map(StayOut::from).collect(),
            journeys: all.ways.iter().map(WayOut::from).collect(),
            tags: all.tags.iter().map(|tag| TagOut::of(tag, base)).collect(),
            finder_words: finders
                .map(|left| FinderOut { word: left.word.clone(), at: Stamp(left.at) })
                .collect(),
            audit: all.audit.iter().map(EntryOut::from).collect(),
        }
    }
}

impl From<&Stay> for StayOut {
    fn from(stay: &Stay) -> Self {
        Self {
            visit: (&stay.visit).into(),
            moves: stay.moves.iter().map(|(told, place)| MoveOut::of(told, place)).collect(),
            family_links: stay.links.iter().map(LinkOut::from).collect(),
            photo_consent: stay.consent.as_ref().map(ConsentOut::from),
            photos: stay.photos.iter().map(PhotoOut::from).collect(),
        }
    }
}

impl From<&Way> for WayOut {
    fn from(way: &Way) -> Self {
        let step = |view: &crate::use_cases::journeys::StepView| {
            let names = Names { by: &view.by_name, witness: view.witness_name.as_deref() };
            StepOut::of(&view.step, &names, view.voided_by)
        };
        Self {
            journey: JourneyOut::of(&way.journey),
            steps: way.steps.iter().map(step).collect(),
            alerts: way.alerts.iter().map(AlertOut::from).collect(),
        }
    }
}

#[derive(Serialize)]
struct ReceiptOut {
    id: Uuid,
    child_id: Uuid,
    occasion: Key<Occasion>,
    erased_at: Stamp,
    erased_by: Option<PersonOut>,
    removed: BTreeMap<Key<Trace>, i64>,
    kept: BTreeMap<Key<Trace>, i64>,
}

impl ReceiptOut {
    fn of(receipt: &Receipt, by: Option<String>) -> Self {
        let counts =
            |counts: &Counts| counts.0.iter().map(|(&trace, &count)| (Key(trace), count)).collect();
        let by = receipt.by.zip(by);
        Self {
            id: receipt.id.uuid(),
            child_id: receipt.child.uuid(),
            occasion: Key(receipt.occasion),
            erased_at: Stamp(receipt.at),
            erased_by: by.map(|(id, display_name)| PersonOut { id: id.uuid(), display_name }),
            removed: counts(&receipt.removed),
            kept: counts(&receipt.kept),
        }
    }
}

/// `GET /children/{id}/export`
///
/// # Errors
/// See `exportChild` in openapi.yaml.
pub async fn export(ask: Ask) -> Result<HttpResponse, Problem> {
    ask.staff(Role::Lead).await?;
    let id = ask.id("id", ChildId::from_uuid)?;
    ask.query(&[])?;
    let all = export_child::export(ask.world(), id).await?;
    let named = format!("attachment; filename=\"child-{id}.json\"");
    Ok(HttpResponse::Ok()
        .insert_header((CONTENT_DISPOSITION, named))
        .json(ExportOut::of(&all, ask.world().public_url.as_ref())))
}

/// `GET /children/{id}/receipt`
///
/// # Errors
/// See `getPurgeReceipt` in openapi.yaml.
pub async fn receipt(ask: Ask) -> Result<HttpResponse, Problem> {
    ask.staff(Role::Staff).await?;
    let id = ask.id("id", ChildId::from_uuid)?;
    ask.query(&[])?;
    let (receipt, by) = purge_child::receipt_of(ask.world(), id).await?;
    Ok(response::ok(&ReceiptOut::of(&receipt, by)))
}
