//! `/visits/{id}/photo-consent`: whether the family agreed to photos.

use actix_web::HttpResponse;
use deserr::Deserr;
use serde::Serialize;
use uuid::Uuid;

use crate::domain::id::VisitId;
use crate::domain::photo::Consenter;
use crate::json::{JsonKey, Timestamp};
use crate::use_cases::photos::{ConsentView, consent, read};
use crate::web::api::response::{self, PersonResponse};
use crate::web::extract::callers::StaffCaller;
use crate::web::extract::input_errors::InputErrors;
use crate::web::extract::json::Json;
use crate::web::extract::path::PathId;
use crate::web::extract::state::App;
use crate::web::problem::Problem;

#[derive(Deserr)]
#[deserr(error = InputErrors, deny_unknown_fields)]
pub(crate) struct RecordConsentRequest {
    given_by: JsonKey<Consenter>,
}

#[derive(Serialize)]
pub(crate) struct ConsentResponse {
    visit_id: Uuid,
    given_by: JsonKey<Consenter>,
    recorded_by: PersonResponse,
    recorded_at: Timestamp,
}

impl From<&ConsentView> for ConsentResponse {
    fn from(ConsentView { consent, recorded_by }: &ConsentView) -> Self {
        let id = consent.recorded_by.uuid();
        Self {
            visit_id: consent.visit_id.uuid(),
            given_by: JsonKey(consent.given_by),
            recorded_by: PersonResponse { id, display_name: recorded_by.clone() },
            recorded_at: Timestamp(consent.recorded_at),
        }
    }
}

/// `GET /visits/{id}/photo-consent`
pub(crate) async fn get(
    _: StaffCaller,
    app: App,
    PathId(visit): PathId<VisitId>,
) -> Result<HttpResponse, Problem> {
    Ok(response::ok(&ConsentResponse::from(&read::consent_of(&app, visit).await?)))
}

/// `PUT /visits/{id}/photo-consent`
pub(crate) async fn create(
    staff: StaffCaller,
    app: App,
    PathId(visit): PathId<VisitId>,
    Json(body): Json<RecordConsentRequest>,
) -> Result<HttpResponse, Problem> {
    let consent = consent::record(&app, staff.actor.id, visit, body.given_by.0).await?;
    Ok(response::ok(&ConsentResponse::from(&consent)))
}

/// `DELETE /visits/{id}/photo-consent`
pub(crate) async fn withdraw(
    staff: StaffCaller,
    app: App,
    PathId(visit): PathId<VisitId>,
) -> Result<HttpResponse, Problem> {
    consent::withdraw(&app, staff.actor.id, visit).await?;
    Ok(response::no_content())
}
