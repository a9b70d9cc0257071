//! `/family/{token}/push-subscriptions`: a browser subscribes to push notifications.

use actix_web::{HttpResponse, web};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::domain::error::DomainError;
use crate::domain::id::SubscriptionId;
use crate::json::Timestamp;
use crate::use_cases::family::push_subscriptions::{self, NewPushSubscription};
use crate::web::api::extract::ApiRequest;
use crate::web::api::response;
use crate::web::family_limits::FamilyRead;
use crate::web::problem::Problem;
use crate::web::push_config::{Base64Url, Endpoint, P256Point, PushConfig};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct CreateSubscriptionRequest {
    endpoint: Endpoint,
    keys: KeysRequest,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct KeysRequest {
    p256dh: P256Point,
    auth: Base64Url<16>,
}

#[derive(Serialize)]
struct SubscriptionResponse {
    id: Uuid,
    created_at: Timestamp,
}

/// `POST /family/{token}/push-subscriptions`
pub(crate) async fn create(
    request: ApiRequest,
    push: web::Data<PushConfig>,
) -> Result<HttpResponse, Problem> {
    let token = request.path_segment("token");
    let admission = request.admit_family(FamilyRead::Page, token)?;
    request.query(&[])?;
    let body: CreateSubscriptionRequest = request.json()?;
    if push.0.is_none() {
        return Err(DomainError::NotFound("push service").into());
    }
    let browser = NewPushSubscription {
        endpoint: body.endpoint.0,
        p256dh: body.keys.p256dh.0.to_vec(),
        auth: body.keys.auth.0.to_vec(),
    };
    let subscribed = push_subscriptions::subscribe(request.app(), token, browser).await;
    let (subscription, is_known) = admission.count(subscribed)?;
    let body = SubscriptionResponse {
        id: subscription.id.uuid(),
        created_at: Timestamp(subscription.created_at),
    };
    if is_known { Ok(response::ok(&body)) } else { Ok(HttpResponse::Created().json(body)) }
}

/// `DELETE /family/{token}/push-subscriptions/{id}`
pub(crate) async fn delete(request: ApiRequest) -> Result<HttpResponse, Problem> {
    let token = request.path_segment("token");
    let admission = request.admit_family(FamilyRead::Page, token)?;
    let id = request.path_id("id", SubscriptionId::from_uuid)?;
    request.query(&[])?;
    admission.count(push_subscriptions::unsubscribe(request.app(), token, id).await)?;
    Ok(response::no_content())
}
