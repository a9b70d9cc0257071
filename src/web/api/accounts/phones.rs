//! `/phones`: the shared phones of the ward, and the one-time codes that enrol them.

use actix_web::HttpResponse;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::domain::account::person::Role;
use crate::domain::id::PhoneId;
use crate::json::Timestamp;
use crate::use_cases::sign_in::phones::{self, EnrolmentOffer, PhoneView};
use crate::web::api::extract::ApiRequest;
use crate::web::api::response::{self, PersonResponse};
use crate::web::problem::Problem;
use crate::web::validation::ShortText;

#[derive(Serialize)]
struct PhoneResponse {
    id: Uuid,
    name: String,
    enrolled_by: PersonResponse,
    created_at: Timestamp,
    last_seen_at: Timestamp,
    revoked_at: Option<Timestamp>,
}

impl PhoneResponse {
    fn new(PhoneView { record, enrolled_by }: &PhoneView) -> Self {
        let display_name = enrolled_by.clone();
        Self {
            id: record.id.uuid(),
            name: record.name.clone(),
            enrolled_by: PersonResponse { id: record.enrolled_by.uuid(), display_name },
            created_at: Timestamp(record.created_at),
            last_seen_at: Timestamp(record.last_seen_at),
            revoked_at: record.revoked_at.map(Timestamp),
        }
    }
}

#[derive(Serialize)]
struct EnrolmentOfferResponse {
    name: String,
    url: String,
    expires_at: Timestamp,
}

impl EnrolmentOfferResponse {
    fn new(offer: &EnrolmentOffer) -> Self {
        let (name, url) = (offer.name.clone(), offer.url.clone());
        Self { name, url, expires_at: Timestamp(offer.expires_at) }
    }
}

#[derive(Deserr)]
#[deserr(error = InputErrors, deny_unknown_fields)]
struct CreateOfferRequest {
    name: ShortText,
}

/// `GET /phones`
pub(crate) async fn list(request: ApiRequest) -> Result<HttpResponse, Problem> {
    request.require_role(Role::Admin).await?;
    let pagination = request.query(&["limit", "after"])?.pagination(PhoneId::from_uuid)?;
    let page = phones::list(request.app(), pagination).await?;
    Ok(response::page(page, |phone| phone.record.id.uuid(), PhoneResponse::new))
}

/// `POST /phones`
pub(crate) async fn create_offer(request: ApiRequest) -> Result<HttpResponse, Problem> {
    let actor = request.require_role(Role::Admin).await?;
    request.query(&[])?;
    let render = response::render_created(EnrolmentOfferResponse::new, |_| None, |_| None);
    let idempotent = request.idempotent_request_by(actor, render)?;
    let CreateOfferRequest { name } = request.json()?;
    response::created(&phones::create_offer(request.app(), actor.id, name.0, idempotent).await?)
}

/// `DELETE /phones/{id}`
pub(crate) async fn revoke(request: ApiRequest) -> Result<HttpResponse, Problem> {
    request.require_role(Role::Admin).await?;
    let id = request.path_id("id", PhoneId::from_uuid)?;
    request.query(&[])?;
    phones::revoke(request.app(), id).await?;
    Ok(response::no_content())
}
