//! `/family/{token}/push-subscriptions`: a browser asks to be told that there is news.

use actix_web::{HttpResponse, web};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::domain::error::Refusal;
use crate::domain::id::SubscriptionId;
use crate::json::Stamp;
use crate::use_cases::family::push_subscriptions::{self, Browser};
use crate::web::api::extract::Ask;
use crate::web::api::response;
use crate::web::problem::Problem;
use crate::web::push_config::{Bytes, Endpoint, Offer, Point};
use crate::web::rate_limit::Readers;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct BrowserIn {
    endpoint: Endpoint,
    keys: KeysIn,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct KeysIn {
    p256dh: Point,
    auth: Bytes<16>,
}

#[derive(Serialize)]
struct SubscriptionOut {
    id: Uuid,
    created_at: Stamp,
}

/// `POST /family/{token}/push-subscriptions`
///
/// # Errors
/// See `createPushSubscription` in openapi.yaml.
pub async fn subscribe(ask: Ask, offer: web::Data<Offer>) -> Result<HttpResponse, Problem> {
    ask.count(Readers::Family, &ask.address())?;
    ask.query(&[])?;
    let body: BrowserIn = ask.json()?;
    if offer.0.is_none() {
        return Err(Refusal::NotFound("push service").into());
    }
    let browser = Browser {
        endpoint: body.endpoint.0,
        p256dh: body.keys.p256dh.0.to_vec(),
        auth: body.keys.auth.0.to_vec(),
    };
    let (kept, known) =
        push_subscriptions::subscribe(ask.world(), ask.part("token"), browser).await?;
    let out = SubscriptionOut { id: kept.id.uuid(), created_at: Stamp(kept.created_at) };
    if known { Ok(response::ok(&out)) } else { Ok(HttpResponse::Created().json(out)) }
}

/// `DELETE /family/{token}/push-subscriptions/{id}`
///
/// # Errors
/// See `deletePushSubscription` in openapi.yaml.
pub async fn unsubscribe(ask: Ask) -> Result<HttpResponse, Problem> {
    ask.count(Readers::Family, &ask.address())?;
    let id = ask.id("id", SubscriptionId::from_uuid)?;
    ask.query(&[])?;
    push_subscriptions::unsubscribe(ask.world(), ask.part("token"), id).await?;
    Ok(response::nothing())
}
