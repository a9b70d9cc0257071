//! `/phones`: the shared phones of the ward, and the one-time codes that enrol them.

use actix_web::HttpResponse;
use deserr::Deserr;
use serde::Serialize;
use uuid::Uuid;

use crate::domain::id::PhoneId;
use crate::json::Timestamp;
use crate::use_cases::sign_in::phones::{self, EnrolmentOffer, PhoneView};
use crate::web::api::response::{self, PersonResponse};
use crate::web::extract::callers::AdminCaller;
use crate::web::extract::headers::IdempotencyKey;
use crate::web::extract::input_errors::InputErrors;
use crate::web::extract::json::Json;
use crate::web::extract::path::PathId;
use crate::web::extract::query::{After, PageQuery, Query};
use crate::web::extract::state::App;
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
pub(crate) struct CreateOfferRequest {
    name: ShortText,
}

/// `GET /phones`
pub(crate) async fn list(
    _: AdminCaller,
    app: App,
    Query(query): Query<PageQuery<After<PhoneId>>>,
) -> Result<HttpResponse, Problem> {
    let pagination = query.pagination();
    let page = phones::list(&app, pagination).await?;
    Ok(response::page(page, |phone| phone.record.id.uuid(), PhoneResponse::new))
}

/// `POST /phones`
pub(crate) async fn create_offer(
    admin: AdminCaller,
    app: App,
    key: IdempotencyKey,
    Json(body): Json<CreateOfferRequest>,
) -> Result<HttpResponse, Problem> {
    let render = response::render_created(EnrolmentOfferResponse::new, |_| None, |_| None);
    let idempotent = key.request(render);
    let CreateOfferRequest { name } = body;
    response::created(&phones::create_offer(&app, admin.actor.id, name.0, idempotent).await?)
}

/// `DELETE /phones/{id}`
pub(crate) async fn revoke(
    _: AdminCaller,
    app: App,
    PathId(id): PathId<PhoneId>,
) -> Result<HttpResponse, Problem> {
    phones::revoke(&app, id).await?;
    Ok(response::no_content())
}
