//! `/children/{id}/export` and `/receipt`: everything stored about a child, and the receipt of a purge.

use std::collections::BTreeMap;

use actix_web::HttpResponse;
use actix_web::http::header::CONTENT_DISPOSITION;
use serde::Serialize;
use uuid::Uuid;

use super::child_response::ChildResponse;
use crate::domain::erasure::{ErasureCategory, ErasureCounts, ErasureReason, ErasureReceipt};
use crate::domain::id::ChildId;
use crate::domain::tag::PublicUrl;
use crate::json::{AuditEntryResponse, JsonKey, Timestamp};
use crate::use_cases::privacy::export_child::{self, ChildExport, JourneyExport, VisitExport};
use crate::use_cases::privacy::purge_child;
use crate::web::api::alerts::AlertResponse;
use crate::web::api::companion_response::CompanionResponse;
use crate::web::api::family::family_links::FamilyLinkResponse;
use crate::web::api::journeys::journey_response::JourneyResponse;
use crate::web::api::journeys::step_response::StepResponse;
use crate::web::api::photos::photo_consent::ConsentResponse;
use crate::web::api::photos::photo_response::PhotoResponse;
use crate::web::api::response::{self, PersonResponse};
use crate::web::api::tags::tag_response::TagResponse;
use crate::web::api::visits::moves::MoveResponse;
use crate::web::api::visits::visit_response::VisitResponse;
use crate::web::extract::callers::{LeadCaller, StaffCaller};
use crate::web::extract::path::PathId;
use crate::web::extract::state::App;
use crate::web::problem::Problem;

#[derive(Serialize)]
struct ExportResponse {
    exported_at: Timestamp,
    child: ChildResponse,
    companions: Vec<CompanionResponse>,
    visits: Vec<VisitExportResponse>,
    journeys: Vec<JourneyExportResponse>,
    tags: Vec<TagResponse>,
    finder_words: Vec<FinderMessageResponse>,
    audit: Vec<AuditEntryResponse>,
}

#[derive(Serialize)]
struct VisitExportResponse {
    visit: VisitResponse,
    moves: Vec<MoveResponse>,
    family_links: Vec<FamilyLinkResponse>,
    photo_consent: Option<ConsentResponse>,
    photos: Vec<PhotoResponse>,
}

#[derive(Serialize)]
struct JourneyExportResponse {
    journey: JourneyResponse,
    steps: Vec<StepResponse>,
    alerts: Vec<AlertResponse>,
}

#[derive(Serialize)]
struct FinderMessageResponse {
    word: String,
    at: Timestamp,
}

impl ExportResponse {
    fn new(export: &ChildExport, base: Option<&PublicUrl>) -> Self {
        let messages = export.finder_messages.iter();
        Self {
            exported_at: Timestamp(export.exported_at),
            child: (&export.child).into(),
            companions: export.companions.iter().map(CompanionResponse::from).collect(),
            visits: export.visits.iter().map(VisitExportResponse::from).collect(),
            journeys: export.journeys.iter().map(JourneyExportResponse::from).collect(),
            tags: export.tags.iter().map(|tag| TagResponse::new(tag, base)).collect(),
            finder_words: messages
                .map(|message| FinderMessageResponse {
                    word: message.message.clone(),
                    at: Timestamp(message.created_at),
                })
                .collect(),
            audit: export.audit.iter().map(AuditEntryResponse::from).collect(),
        }
    }
}

impl From<&VisitExport> for VisitExportResponse {
    fn from(export: &VisitExport) -> Self {
        Self {
            visit: (&export.visit).into(),
            moves: export
                .moves
                .iter()
                .map(|(moved, place)| MoveResponse::new(moved, place))
                .collect(),
            family_links: export.links.iter().map(FamilyLinkResponse::from).collect(),
            photo_consent: export.consent.as_ref().map(ConsentResponse::from),
            photos: export.photos.iter().map(PhotoResponse::from).collect(),
        }
    }
}

impl From<&JourneyExport> for JourneyExportResponse {
    fn from(export: &JourneyExport) -> Self {
        Self {
            journey: JourneyResponse::new(&export.journey),
            steps: export.steps.iter().map(StepResponse::from).collect(),
            alerts: export.alerts.iter().map(AlertResponse::from).collect(),
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
    fn new(receipt: &ErasureReceipt, by: Option<String>) -> Self {
        let counts = |counts: &ErasureCounts| {
            counts.0.iter().map(|(&category, &count)| (JsonKey(category), count)).collect()
        };
        let by = receipt.by.zip(by);
        Self {
            id: receipt.id.uuid(),
            child_id: receipt.child.uuid(),
            occasion: JsonKey(receipt.reason),
            erased_at: Timestamp(receipt.at),
            erased_by: by.map(|(id, display_name)| PersonResponse { id: id.uuid(), display_name }),
            removed: counts(&receipt.removed),
            kept: counts(&receipt.retained),
        }
    }
}

/// `GET /children/{id}/export`
pub(crate) async fn export(
    _: LeadCaller,
    app: App,
    PathId(id): PathId<ChildId>,
) -> Result<HttpResponse, Problem> {
    let export = export_child::export(&app, id).await?;
    let disposition = format!("attachment; filename=\"child-{id}.json\"");
    Ok(HttpResponse::Ok()
        .insert_header((CONTENT_DISPOSITION, disposition))
        .json(ExportResponse::new(&export, app.public_url.as_ref())))
}

/// `GET /children/{id}/receipt`
pub(crate) async fn receipt(
    _: StaffCaller,
    app: App,
    PathId(id): PathId<ChildId>,
) -> Result<HttpResponse, Problem> {
    let (receipt, by) = purge_child::get_receipt(&app, id).await?;
    Ok(response::ok(&ReceiptResponse::new(&receipt, by)))
}
