//! The body of a check-in: child, companion, visit and tag, each existing or new.

use serde::de::DeserializeOwned;
use serde::{Deserialize, Deserializer};
use serde_json::Value;

use crate::domain::id::{ChildId, CompanionId, PlaceId, VisitId};
use crate::domain::tag::{TagCode, TagCodeError};
use crate::json::Timestamp;
use crate::use_cases::check_in::{Arrival, ExistingOrNew};
use crate::use_cases::scans::action::PlaceRef;
use crate::web::api::children::CreateChildRequest;
use crate::web::api::companions::CompanionDetailsRequest;
use crate::web::api::timestamp::plausible_time;
use crate::web::problem::Problem;
use crate::web::validation::{Id, ScannedCode};

/// A reference to an existing record, or a new one. The member `id` decides which, so that an error is about the one
/// that was meant.
enum ExistingOrNewRequest<T> {
    Existing(Id),
    New(T),
}

#[derive(Deserr)]
#[deserr(error = InputErrors, deny_unknown_fields)]
struct Reference {
    id: Id,
}

impl<'de, T: DeserializeOwned> Deserialize<'de> for ExistingOrNewRequest<T> {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let value = Value::deserialize(from)?;
        let parsed = if value.get("id").is_some() {
            Reference::deserialize(value).map(|existing| Self::Existing(existing.id))
        } else {
            T::deserialize(value).map(Self::New)
        };
        parsed.map_err(serde::de::Error::custom)
    }
}

#[derive(Deserr)]
#[deserr(error = InputErrors, deny_unknown_fields)]
pub(crate) struct CheckInRequest {
    child: ExistingOrNewRequest<CreateChildRequest>,
    companion: ExistingOrNewRequest<CompanionDetailsRequest>,
    tag: Option<ScannedCode>,
    place_id: Option<Id>,
    visit: Option<Reference>,
    occurred_at: Option<Timestamp>,
}

impl CheckInRequest {
    pub(crate) fn into_arrival(self) -> Result<Arrival, Problem> {
        let wrong_tag = |error: TagCodeError| Problem::invalid("/tag", error.to_string());
        Ok(Arrival {
            child: match self.child {
                ExistingOrNewRequest::Existing(id) => {
                    ExistingOrNew::Existing(ChildId::from_uuid(id.0))
                }
                ExistingOrNewRequest::New(child) => ExistingOrNew::New(child.into()),
            },
            companion: match self.companion {
                ExistingOrNewRequest::Existing(id) => {
                    ExistingOrNew::Existing(CompanionId::from_uuid(id.0))
                }
                ExistingOrNewRequest::New(companion) => ExistingOrNew::New(companion.into()),
            },
            tag: self.tag.map(|tag| TagCode::parse(&tag.0).map_err(wrong_tag)).transpose()?,
            place: self.place_id.map(|id| PlaceRef::Id(PlaceId::from_uuid(id.0))),
            visit: self.visit.map(|visit| VisitId::from_uuid(visit.id.0)),
            occurred_at: self
                .occurred_at
                .map(|at| plausible_time("/occurred_at", at))
                .transpose()?,
            remark: None,
        })
    }
}
