//! The body of a check-in: child, companion, visit and tag, each existing or new.

use deserr::{Deserr, IntoValue, Map as _, ValuePointerRef};

use crate::domain::id::{ChildId, CompanionId, PlaceId, VisitId};
use crate::use_cases::check_in::{Arrival, ExistingOrNew};
use crate::use_cases::scans::action::PlaceRef;
use crate::web::api::children::CreateChildRequest;
use crate::web::api::companions::CompanionDetailsRequest;
use crate::web::extract::input_errors::{self, InputErrors};
use crate::web::validation::{Id, PlausibleTime, ScannedTag};

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

impl<T: Deserr<InputErrors>> Deserr<InputErrors> for ExistingOrNewRequest<T> {
    fn deserialize_from_value<V: IntoValue>(
        value: deserr::Value<V>,
        location: ValuePointerRef<'_>,
    ) -> Result<Self, InputErrors> {
        let mut members = input_errors::members(value, location)?;
        let Some(id) = members.remove("id") else {
            return T::deserialize_from_value::<V>(deserr::Value::Map(members), location)
                .map(Self::New);
        };
        let id = Id::deserialize_from_value(id.into_value(), location.push_key("id"));
        let mut errors = id.as_ref().err().map_or_else(Vec::new, |errors| errors.0.clone());
        for (name, _) in members.into_iter() {
            let superfluous =
                InputErrors::at(location.push_key(&name), "must be left out when id is given");
            errors.extend(superfluous.0);
        }
        if errors.is_empty() { id.map(Self::Existing) } else { Err(InputErrors(errors)) }
    }
}

#[derive(Deserr)]
#[deserr(error = InputErrors, deny_unknown_fields)]
pub(crate) struct CheckInRequest {
    child: ExistingOrNewRequest<CreateChildRequest>,
    companion: ExistingOrNewRequest<CompanionDetailsRequest>,
    #[deserr(default)]
    tag: Option<ScannedTag>,
    #[deserr(default)]
    place_id: Option<Id>,
    #[deserr(default)]
    visit: Option<Reference>,
    #[deserr(default)]
    occurred_at: Option<PlausibleTime>,
}

impl CheckInRequest {
    pub(crate) fn into_arrival(self) -> Arrival {
        Arrival {
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
            tag: self.tag.map(|tag| tag.0),
            place: self.place_id.map(|id| PlaceRef::Id(PlaceId::from_uuid(id.0))),
            visit: self.visit.map(|visit| VisitId::from_uuid(visit.id.0)),
            occurred_at: self.occurred_at.map(|at| at.0),
            remark: None,
        }
    }
}
