//! `/children/{id}/export` and `/children/{id}/receipt`: all that is kept of one child, and what is left of one that was erased.

use std::collections::BTreeMap;

use actix_web::HttpResponse;
use actix_web::http::header::CONTENT_DISPOSITION;
use serde::Serialize;
use uuid::Uuid;

use super::ChildResponse;
use crate::domain::account::person::Role;
use crate::domain::erasure::{ErasureCategory, ErasureCounts, ErasureReason, ErasureReceipt};
use crate::domain::id::ChildId;
use crate::domain::tag::PublicUrl;
use crate::json::{AuditEntryResponse, JsonKey, Timestamp};
use crate::use_cases::privacy::export_child::{self, ChildExport, JourneyExport, VisitExport};
use crate::use_cases::privacy::purge_child;
use crate::web::api::alerts::AlertResponse;
use crate::web::api::companions::CompanionResponse;
use crate::web::api::extract::ApiRequest;
use crate::web::api::family::LinkResponse;
use crate::web::api::journeys::JourneyResponse;
use crate::web::api::journeys::steps::{Names, StepResponse};
use crate::web::api::photos::{ConsentResponse, PhotoResponse};
use crate::web::api::response::{self, PersonResponse};
use crate::web::api::tags::TagResponse;
use crate::web::api::visits::{MoveResponse, VisitResponse};
use crate::web::problem::Problem;

#[derive(Serialize)]
struct ExportResponse {
    exported_at: Timestamp,
    child: ChildResponse,
    companions: Vec<CompanionResponse>,
    visits: Vec<StayResponse>,
    journeys: Vec<WayResponse>,
    tags: Vec<TagResponse>,
    finder_words: Vec<FinderResponse>,
    audit: Vec<AuditEntryResponse>,
}

#[derive(Serialize)]
struct StayResponse {
    visit: VisitResponse,
    moves: Vec<MoveResponse>,
    family_links: Vec<LinkResponse>,
    photo_consent: Option<ConsentResponse>,
    photos: Vec<PhotoResponse>,
}

#[derive(Serialize)]
struct WayResponse {
    journey: JourneyResponse,
    steps: Vec<StepResponse>,
    alerts: Vec<AlertResponse>,
}

#[derive(Serialize)]
struct FinderResponse {
    word: String,
    at: Timestamp,
}

impl ExportResponse {
    fn of(all: &ChildExport, base: Option<&PublicUrl>) -> Self {
        let finders = all.finder_messages.iter();
        Self {
            exported_at: Timestamp(all.exported_at),
            child: ChildResponse::of(&all.child),
            companions: all.companions.iter().map(CompanionResponse::of).collect(),
            visits: all.visits.iter().map(StayResponse::from).collect(),
            journeys: all.journeys.iter().map(WayResponse::from).collect(),
            tags: all.tags.iter().map(|tag| TagResponse::of(tag, base)).collect(),
            finder_words: finders
                .map(|left| FinderResponse { word: left.word.clone(), at: Timestamp(left.at) })
                .collect(),
            audit: all.audit.iter().map(AuditEntryResponse::from).collect(),
        }
    }
}

impl From<&VisitExport> for StayResponse {
    fn from(stay: &VisitExport) -> Self {
        Self {
            visit: (&stay.visit).into(),
            moves: stay.moves.iter().map(|(told, place)| MoveResponse::of(told, place)).collect(),
            family_links: stay.links.iter().map(LinkResponse::from).collect(),
            photo_consent: stay.consent.as_ref().map(ConsentResponse::from),
            photos: stay.photos.iter().map(PhotoResponse::from).collect(),
        }
    }
}

impl From<&JourneyExport> for WayResponse {
    fn from(way: &JourneyExport) -> Self {
        let step = |view: &crate::use_cases::journeys::StepView| {
            let names = Names { by: &view.by_name, witness: view.witness_name.as_deref() };
            StepResponse::of(&view.step, &names, view.voided_by)
        };
        Self {
            journey: JourneyResponse::of(&way.journey),
            steps: way.steps.iter().map(step).collect(),
            alerts: way.alerts.iter().map(AlertResponse::from).collect(),
        }
    }
}

#[derive(Serialize)]
struct ReceiptResponse {
    id: Uuid,
    child_id: Uuid,
    occasion: JsonKey<ErasureReason>,
    erased_at: Timestamp,
    erased_by: Option<PersonResponse>,
    removed: BTreeMap<JsonKey<ErasureCategory>, i64>,
    kept: BTreeMap<JsonKey<ErasureCategory>, i64>,
}

impl ReceiptResponse {
    fn of(receipt: &ErasureReceipt, by: Option<String>) -> Self {
        let counts = |counts: &ErasureCounts| {
            counts.0.iter().map(|(&trace, &count)| (JsonKey(trace), count)).collect()
        };
        let by = receipt.by.zip(by);
        Self {
            id: receipt.id.uuid(),
            child_id: receipt.child.uuid(),
            occasion: JsonKey(receipt.occasion),
            erased_at: Timestamp(receipt.at),
            erased_by: by.map(|(id, display_name)| PersonResponse { id: id.uuid(), display_name }),
            removed: counts(&receipt.removed),
            kept: counts(&receipt.kept),
        }
    }
}

/// `GET /children/{id}/export`
///
/// # Errors
/// See `exportChild` in openapi.yaml.
pub async fn export(ask: ApiRequest) -> Result<HttpResponse, Problem> {
    ask.staff(Role::Lead).await?;
    let id = ask.id("id", ChildId::from_uuid)?;
    ask.query(&[])?;
    let all = export_child::export(ask.app(), id).await?;
    let named = format!("attachment; filename=\"child-{id}.json\"");
    Ok(HttpResponse::Ok()
        .insert_header((CONTENT_DISPOSITION, named))
        .json(ExportResponse::of(&all, ask.app().public_url.as_ref())))
}

/// `GET /children/{id}/receipt`
///
/// # Errors
/// See `readReceipt` in openapi.yaml.
pub async fn receipt(ask: ApiRequest) -> Result<HttpResponse, Problem> {
    ask.staff(Role::Staff).await?;
    let id = ask.id("id", ChildId::from_uuid)?;
    ask.query(&[])?;
    let (receipt, by) = purge_child::get_receipt(ask.app(), id).await?;
    Ok(response::ok(&ReceiptResponse::of(&receipt, by)))
}
