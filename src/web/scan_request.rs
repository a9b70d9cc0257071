//! Parts of a scan's request body that the API and the pages share.

use deserr::Deserr;

use super::extract::input_errors::InputErrors;
use super::field_error::FieldError;
use super::validation::{Distinct, Id, LongText, ScannedPlace};
use crate::domain::id::PlaceId;
use crate::domain::journey::rule::Rule;
use crate::domain::journey::step::Override;
use crate::json::JsonKey;
use crate::use_cases::scans::action::PlaceRef;

#[derive(Clone, Deserr)]
#[deserr(error = InputErrors, deny_unknown_fields)]
pub(crate) struct OverrideRequest {
    rules: Distinct<JsonKey<Rule>>,
    reason: LongText,
    /// Whether the companion was tested with a hand-held magnet (R2).
    #[deserr(default)]
    hand_magnet_test: Option<bool>,
}

impl From<OverrideRequest> for Override {
    fn from(request: OverrideRequest) -> Self {
        Self {
            rules: request.rules.0.into_iter().map(|key| key.0).collect(),
            reason: request.reason.0,
            hand_magnet_test: request.hand_magnet_test.unwrap_or(false),
        }
    }
}

/// The place named by a body's `place_id`, or by its `place`: the code on the wall.
pub(crate) fn place_ref(
    id: Option<Id>,
    code: Option<ScannedPlace>,
) -> Result<Option<PlaceRef>, FieldError> {
    match (id, code) {
        (Some(_), Some(_)) => {
            Err(FieldError::new("/place", "must be left out when place_id is given"))
        }
        (Some(id), None) => Ok(Some(PlaceRef::Id(PlaceId::from_uuid(id.0)))),
        (None, Some(code)) => Ok(Some(PlaceRef::Code(code.0))),
        (None, None) => Ok(None),
    }
}
