//! `/check-ins`: everything for one arrival at once.

use actix_web::HttpResponse;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Deserializer, Serialize};
use serde_json::Value;

use super::VisitResponse;
use crate::domain::account::person::Role;
use crate::domain::error::DomainError;
use crate::domain::id::{ChildId, CompanionId, PlaceId, VisitId};
use crate::domain::tag::{PublicUrl, TagCode};
use crate::json::Timestamp;
use crate::use_cases::UseCaseError;
use crate::use_cases::check_in::{self, Arrival, CheckedIn, ExistingOrNew};
use crate::use_cases::scans::action::PlaceRef;
use crate::web::api::children::{ChildRequest, ChildResponse};
use crate::web::api::companions::{CompanionResponse, DescribedRequest};
use crate::web::api::extract::ApiRequest;
use crate::web::api::journeys::JourneyResponse;
use crate::web::api::response;
use crate::web::api::tags::TagResponse;
use crate::web::problem::Problem;
use crate::web::validation::{Id, Scanned};

/// A reference to what is known already, or the whole of what is new. The member `id` tells which,
/// so that a fault is told of the one that was meant.
enum ReferenceOr<T> {
    Known(Id),
    New(T),
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Reference {
    id: Id,
}

impl<'de, T: DeserializeOwned> Deserialize<'de> for ReferenceOr<T> {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let value = Value::deserialize(from)?;
        let read = if value.get("id").is_some() {
            Reference::deserialize(value).map(|known| Self::Known(known.id))
        } else {
            T::deserialize(value).map(Self::New)
        };
        read.map_err(serde::de::Error::custom)
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct CheckInRequest {
    child: ReferenceOr<ChildRequest>,
    companion: ReferenceOr<DescribedRequest>,
    tag: Option<Scanned>,
    place_id: Option<Id>,
    visit: Option<Reference>,
    occurred_at: Option<Timestamp>,
}

#[derive(Serialize)]
struct CheckedInResponse {
    child: ChildResponse,
    companion: CompanionResponse,
    visit: VisitResponse,
    journey: JourneyResponse,
    tag: Option<TagResponse>,
}

impl CheckInRequest {
    fn arrival(self) -> Result<Arrival, Problem> {
        let wrong =
            |error: crate::domain::tag::TagCodeError| Problem::invalid("/tag", error.to_string());
        Ok(Arrival {
            child: match self.child {
                ReferenceOr::Known(id) => ExistingOrNew::Existing(ChildId::from_uuid(id.0)),
                ReferenceOr::New(child) => ExistingOrNew::New(child.into()),
            },
            companion: match self.companion {
                ReferenceOr::Known(id) => ExistingOrNew::Existing(CompanionId::from_uuid(id.0)),
                ReferenceOr::New(companion) => ExistingOrNew::New(companion.into()),
            },
            tag: self.tag.map(|tag| TagCode::parse(&tag.0).map_err(wrong)).transpose()?,
            place: self.place_id.map(|id| PlaceRef::Id(PlaceId::from_uuid(id.0))),
            visit: self.visit.map(|visit| VisitId::from_uuid(visit.id.0)),
            occurred_at: self
                .occurred_at
                .map(|at| crate::web::api::journeys::scans::likely("/occurred_at", at))
                .transpose()?,
            remark: None,
        })
    }
}

fn out(checked_in: &CheckedIn, base: Option<&PublicUrl>) -> CheckedInResponse {
    CheckedInResponse {
        child: (&checked_in.child).into(),
        companion: (&checked_in.companion).into(),
        visit: (&checked_in.visit).into(),
        journey: JourneyResponse::of(&checked_in.journey),
        tag: checked_in.tag.as_ref().map(|tag| TagResponse::of(tag, base)),
    }
}

/// `POST /check-ins`
///
/// # Errors
/// See `checkIn` in openapi.yaml.
pub async fn check_in(ask: ApiRequest) -> Result<HttpResponse, Problem> {
    let actor = ask.staff(Role::Staff).await?;
    ask.query(&[])?;
    let base = ask.app().public_url.clone();
    let say = response::made(
        move |made| out(made, base.as_ref()),
        |_| None,
        |made| Some(format!("/api/v1/journeys/{}", made.journey.journey.id)),
    );
    let door = ask.door(&format!("staff:{}", actor.id), say)?;
    let arrival = ask.json::<CheckInRequest>()?.arrival()?;
    let made = check_in::check_in(ask.app(), actor, arrival, door).await;
    response::created(&made.map_err(told)?)
}

/// The answer to an error; where something was named that is not there, by which member.
fn told(error: UseCaseError) -> Problem {
    let members = [
        ("child", "/child/id"),
        ("companion", "/companion/id"),
        ("visit", "/visit/id"),
        ("place", "/place_id"),
        ("tag", "/tag"),
    ];
    let UseCaseError::Domain(DomainError::NotFound(missing)) = error else { return error.into() };
    let member = members.into_iter().find(|(what, _)| *what == missing);
    Problem::where_missing(error, missing, member.map_or("", |(_, pointer)| pointer))
}
