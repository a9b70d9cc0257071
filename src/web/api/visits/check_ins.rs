//! `/check-ins`: checks a companion in with everything that needs, in one request.

use actix_web::HttpResponse;
use serde::Serialize;

use super::check_in_request::CheckInRequest;
use super::visit_response::VisitResponse;
use crate::domain::error::DomainError;
use crate::domain::tag::PublicUrl;
use crate::use_cases::UseCaseError;
use crate::use_cases::check_in::{self, CheckedIn};
use crate::web::api::children::child_response::ChildResponse;
use crate::web::api::companion_response::CompanionResponse;
use crate::web::api::journeys::journey_response::JourneyResponse;
use crate::web::api::response;
use crate::web::api::tags::tag_response::TagResponse;
use crate::web::extract::callers::StaffCaller;
use crate::web::extract::headers::IdempotencyKey;
use crate::web::extract::json::Json;
use crate::web::extract::state::App;
use crate::web::problem::Problem;

#[derive(Serialize)]
struct CheckInResponse {
    child: ChildResponse,
    companion: CompanionResponse,
    visit: VisitResponse,
    journey: JourneyResponse,
    tag: Option<TagResponse>,
}

impl CheckInResponse {
    fn new(checked_in: &CheckedIn, base: Option<&PublicUrl>) -> Self {
        Self {
            child: (&checked_in.child).into(),
            companion: (&checked_in.companion).into(),
            visit: (&checked_in.visit).into(),
            journey: JourneyResponse::new(&checked_in.journey),
            tag: checked_in.tag.as_ref().map(|tag| TagResponse::new(tag, base)),
        }
    }
}

/// `POST /check-ins`
pub(crate) async fn check_in(
    staff: StaffCaller,
    app: App,
    key: IdempotencyKey,
    Json(body): Json<CheckInRequest>,
) -> Result<HttpResponse, Problem> {
    let base = app.public_url.clone();
    let render = response::render_created(
        move |checked_in| CheckInResponse::new(checked_in, base.as_ref()),
        |_| None,
        |checked_in: &CheckedIn| {
            Some(format!("/api/v1/journeys/{}", checked_in.journey.journey.id))
        },
    );
    let idempotent = key.request(render);
    let arrival = body.into_arrival();
    let checked_in = check_in::check_in(&app, staff.actor, arrival, idempotent).await;
    response::created(&checked_in.map_err(pointing_to_missing)?)
}

fn pointing_to_missing(error: UseCaseError) -> Problem {
    let members = [
        ("child", "/child/id"),
        ("companion", "/companion/id"),
        ("visit", "/visit/id"),
        ("place", "/place_id"),
        ("tag", "/tag"),
    ];
    let UseCaseError::Domain(DomainError::NotFound(missing)) = error else { return error.into() };
    let member = members.into_iter().find(|(resource, _)| *resource == missing);
    Problem::pointing_to_missing(error, missing, member.map_or("", |(_, pointer)| pointer))
}
