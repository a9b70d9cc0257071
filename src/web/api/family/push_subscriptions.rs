//! `/family/{token}/push-subscriptions`: a browser subscribes to push notifications.

use actix_web::{HttpResponse, web};
use deserr::Deserr;
use serde::Serialize;
use uuid::Uuid;

use crate::domain::error::DomainError;
use crate::domain::id::SubscriptionId;
use crate::json::Timestamp;
use crate::use_cases::family::push_subscriptions::{self, NewPushSubscription};
use crate::web::api::response;
use crate::web::extract::input_errors::InputErrors;
use crate::web::extract::json::Json;
use crate::web::extract::path::PathId;
use crate::web::extract::state::App;
use crate::web::family_caller::FamilyCaller;
use crate::web::problem::Problem;
use crate::web::push_config::{Base64Url, Endpoint, P256Point, PushConfig};

#[derive(Deserr)]
#[deserr(error = InputErrors, deny_unknown_fields)]
pub(crate) struct CreateSubscriptionRequest {
    endpoint: Endpoint,
    keys: KeysRequest,
}

#[derive(Deserr)]
#[deserr(error = InputErrors, deny_unknown_fields)]
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
    family: FamilyCaller,
    app: App,
    Json(body): Json<CreateSubscriptionRequest>,
    push: web::Data<PushConfig>,
) -> Result<HttpResponse, Problem> {
    if push.0.is_none() {
        return Err(DomainError::NotFound("push service").into());
    }
    let browser = NewPushSubscription {
        endpoint: body.endpoint.0,
        p256dh: body.keys.p256dh.0.to_vec(),
        auth: body.keys.auth.0.to_vec(),
    };
    let subscribed = push_subscriptions::subscribe(&app, &family.token, browser).await;
    let (subscription, is_known) = family.admission.count(subscribed)?;
    let body = SubscriptionResponse {
        id: subscription.id.uuid(),
        created_at: Timestamp(subscription.created_at),
    };
    if is_known { Ok(response::ok(&body)) } else { Ok(HttpResponse::Created().json(body)) }
}

/// `DELETE /family/{token}/push-subscriptions/{id}`
pub(crate) async fn delete(
    family: FamilyCaller,
    app: App,
    PathId(id): PathId<SubscriptionId>,
) -> Result<HttpResponse, Problem> {
    let unsubscribed = push_subscriptions::unsubscribe(&app, &family.token, id).await;
    family.admission.count(unsubscribed)?;
    Ok(response::no_content())
}
