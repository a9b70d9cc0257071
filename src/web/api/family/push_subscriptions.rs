//! `/family/{token}/push-subscriptions`: a browser asks to be told that there is news.

use actix_web::{HttpResponse, web};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::domain::error::DomainError;
use crate::domain::id::SubscriptionId;
use crate::json::Timestamp;
use crate::use_cases::family::push_subscriptions::{self, NewPushSubscription};
use crate::web::api::extract::ApiRequest;
use crate::web::api::response;
use crate::web::problem::Problem;
use crate::web::push_config::{Bytes, Endpoint, Point, PushConfig};
use crate::web::rate_limit::RateLimitKind;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct BrowserRequest {
    endpoint: Endpoint,
    keys: KeysRequest,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct KeysRequest {
    p256dh: Point,
    auth: Bytes<16>,
}

#[derive(Serialize)]
struct SubscriptionResponse {
    id: Uuid,
    created_at: Timestamp,
}

/// `POST /family/{token}/push-subscriptions`
///
/// # Errors
/// See `subscribeToNews` in openapi.yaml.
pub async fn subscribe(
    ask: ApiRequest,
    offer: web::Data<PushConfig>,
) -> Result<HttpResponse, Problem> {
    ask.check_rate_limit(RateLimitKind::Family, &ask.address())?;
    ask.query(&[])?;
    let body: BrowserRequest = ask.json()?;
    if offer.0.is_none() {
        return Err(DomainError::NotFound("push service").into());
    }
    let browser = NewPushSubscription {
        endpoint: body.endpoint.0,
        p256dh: body.keys.p256dh.0.to_vec(),
        auth: body.keys.auth.0.to_vec(),
    };
    let (kept, known) =
        push_subscriptions::subscribe(ask.app(), ask.path_segment("token"), browser).await?;
    let out = SubscriptionResponse { id: kept.id.uuid(), created_at: Timestamp(kept.created_at) };
    if known { Ok(response::ok(&out)) } else { Ok(HttpResponse::Created().json(out)) }
}

/// `DELETE /family/{token}/push-subscriptions/{id}`
///
/// # Errors
/// See `unsubscribeFromNews` in openapi.yaml.
pub async fn unsubscribe(ask: ApiRequest) -> Result<HttpResponse, Problem> {
    ask.check_rate_limit(RateLimitKind::Family, &ask.address())?;
    let id = ask.id("id", SubscriptionId::from_uuid)?;
    ask.query(&[])?;
    push_subscriptions::unsubscribe(ask.app(), ask.path_segment("token"), id).await?;
    Ok(response::nothing())
}
