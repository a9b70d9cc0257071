//! `/visits/{id}/photo-consent`: whether the family agreed to photos.

use actix_web::HttpResponse;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::domain::account::person::Role;
use crate::domain::id::VisitId;
use crate::domain::photo::Consenter;
use crate::json::{JsonKey, Timestamp};
use crate::use_cases::photos::{ConsentView, consent, read};
use crate::web::api::extract::ApiRequest;
use crate::web::api::response::{self, PersonResponse};
use crate::web::problem::Problem;

#[derive(Deserr)]
#[deserr(error = InputErrors, deny_unknown_fields)]
struct RecordConsentRequest {
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
pub(crate) async fn get(request: ApiRequest) -> Result<HttpResponse, Problem> {
    request.require_role(Role::Staff).await?;
    let visit = request.path_id("id", VisitId::from_uuid)?;
    request.query(&[])?;
    Ok(response::ok(&ConsentResponse::from(&read::consent_of(request.app(), visit).await?)))
}

/// `PUT /visits/{id}/photo-consent`
pub(crate) async fn create(request: ApiRequest) -> Result<HttpResponse, Problem> {
    let actor = request.require_role(Role::Staff).await?;
    let visit = request.path_id("id", VisitId::from_uuid)?;
    request.query(&[])?;
    let body: RecordConsentRequest = request.json()?;
    let consent = consent::record(request.app(), actor.id, visit, body.given_by.0).await?;
    Ok(response::ok(&ConsentResponse::from(&consent)))
}

/// `DELETE /visits/{id}/photo-consent`
pub(crate) async fn withdraw(request: ApiRequest) -> Result<HttpResponse, Problem> {
    let actor = request.require_role(Role::Staff).await?;
    let visit = request.path_id("id", VisitId::from_uuid)?;
    request.query(&[])?;
    consent::withdraw(request.app(), actor.id, visit).await?;
    Ok(response::no_content())
}
