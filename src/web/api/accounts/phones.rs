//! `/phones`: the phones that staff share, and the codes that enrol them.

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
    fn of(PhoneView { record, enrolled_by }: &PhoneView) -> Self {
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
struct OfferedResponse {
    name: String,
    url: String,
    expires_at: Timestamp,
}

impl OfferedResponse {
    fn of(offered: &EnrolmentOffer) -> Self {
        let (name, url) = (offered.name.clone(), offered.url.clone());
        Self { name, url, expires_at: Timestamp(offered.expires_at) }
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct OfferRequest {
    name: ShortText,
}

/// `GET /phones`
///
/// # Errors
/// See `listPhones` in openapi.yaml.
pub async fn list(ask: ApiRequest) -> Result<HttpResponse, Problem> {
    ask.staff(Role::Admin).await?;
    let span = ask.query(&["limit", "after"])?.pagination(PhoneId::from_uuid)?;
    let page = phones::list(ask.app(), span).await?;
    Ok(response::page(page, |listed| listed.record.id.uuid(), PhoneResponse::of))
}

/// `POST /phones`
///
/// # Errors
/// See `enrolPhone` in openapi.yaml.
pub async fn create_offer(ask: ApiRequest) -> Result<HttpResponse, Problem> {
    let actor = ask.staff(Role::Admin).await?;
    ask.query(&[])?;
    let say = response::made(OfferedResponse::of, |_| None, |_| None);
    let door = ask.door(&format!("staff:{}", actor.id), say)?;
    let OfferRequest { name } = ask.json()?;
    response::created(&phones::create_offer(ask.app(), actor.id, name.0, door).await?)
}

/// `DELETE /phones/{id}`
///
/// # Errors
/// See `revokePhone` in openapi.yaml.
pub async fn revoke(ask: ApiRequest) -> Result<HttpResponse, Problem> {
    ask.staff(Role::Admin).await?;
    let id = ask.id("id", PhoneId::from_uuid)?;
    ask.query(&[])?;
    phones::revoke(ask.app(), id).await?;
    Ok(response::nothing())
}
