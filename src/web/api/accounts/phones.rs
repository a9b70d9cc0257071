//! `/phones`: the phones that staff share, and the codes that enrol them.

use actix_web::HttpResponse;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::domain::account::person::Role;
use crate::domain::id::PhoneId;
use crate::json::Stamp;
use crate::use_cases::sign_in::phones::{self, Listed, Offered};
use crate::web::api::extract::Ask;
use crate::web::api::response::{self, PersonOut};
use crate::web::problem::Problem;
use crate::web::validation::Name;

#[derive(Serialize)]
struct PhoneOut {
    id: Uuid,
    name: String,
    enrolled_by: PersonOut,
    created_at: Stamp,
    last_seen_at: Stamp,
    revoked_at: Option<Stamp>,
}

impl PhoneOut {
    fn of(Listed { record, enrolled_by }: &Listed) -> Self {
        let display_name = enrolled_by.clone();
        Self {
            id: record.id.uuid(),
            name: record.name.clone(),
            enrolled_by: PersonOut { id: record.enrolled_by.uuid(), display_name },
            created_at: Stamp(record.created_at),
            last_seen_at: Stamp(record.last_seen_at),
            revoked_at: record.revoked_at.map(Stamp),
        }
    }
}

#[derive(Serialize)]
struct OfferedOut {
    name: String,
    url: String,
    expires_at: Stamp,
}

impl OfferedOut {
    fn of(offered: &Offered) -> Self {
        let (name, url) = (offered.name.clone(), offered.url.clone());
        Self { name, url, expires_at: Stamp(offered.expires_at) }
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct OfferIn {
    name: Name,
}

/// `GET /phones`
///
/// # Errors
/// See `listPhones` in openapi.yaml.
pub async fn list(ask: Ask) -> Result<HttpResponse, Problem> {
    ask.staff(Role::Admin).await?;
    let span = ask.query(&["limit", "after"])?.span(PhoneId::from_uuid)?;
    let page = phones::list(ask.world(), span).await?;
    Ok(response::page(page, |listed| listed.record.id.uuid(), PhoneOut::of))
}

/// `POST /phones`
///
/// # Errors
/// See `enrolPhone` in openapi.yaml.
pub async fn offer(ask: Ask) -> Result<HttpResponse, Problem> {
    let actor = ask.staff(Role::Admin).await?;
    ask.query(&[])?;
    let say = response::made(OfferedOut::of, |_| None, |_| None);
    let door = ask.door(&format!("staff:{}", actor.id), say)?;
    let OfferIn { name } = ask.json()?;
    response::created(&phones::offer(ask.world(), actor.id, name.0, door).await?)
}

/// `DELETE /phones/{id}`
///
/// # Errors
/// See `revokePhone` in openapi.yaml.
pub async fn revoke(ask: Ask) -> Result<HttpResponse, Problem> {
    ask.staff(Role::Admin).await?;
    let id = ask.id("id", PhoneId::from_uuid)?;
    ask.query(&[])?;
    phones::revoke(ask.world(), id).await?;
    Ok(response::nothing())
}
