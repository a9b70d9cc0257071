//! Parts of a scan's request body that the API and the pages share.

use std::collections::BTreeSet;

use serde::Deserialize;

use super::field_error::FieldError;
use super::validation::{Id, LongText, ScannedCode};
use crate::domain::id::PlaceId;
use crate::domain::journey::rule::Rule;
use crate::domain::journey::step::Override;
use crate::domain::tag::TagCode;
use crate::json::JsonKey;
use crate::use_cases::scans::action::PlaceRef;

#[derive(Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct OverrideRequest {
    rules: Vec<JsonKey<Rule>>,
    reason: LongText,
    /// Whether the companion was tested with a hand-held magnet (R2).
    hand_magnet_test: Option<bool>,
}

impl OverrideRequest {
    pub(crate) fn into_override(self) -> Result<Override, FieldError> {
        let count = self.rules.len();
        let rules: BTreeSet<_> = self.rules.into_iter().map(|key| key.0).collect();
        if rules.is_empty() || rules.len() != count {
            let detail = "must list at least one rule, and none twice";
            return Err(FieldError::new("/override/rules", detail));
        }
        let hand_magnet_test = self.hand_magnet_test.unwrap_or(false);
        Ok(Override { rules, reason: self.reason.0, hand_magnet_test })
    }
}

/// The place named by a body's `place_id`, or by its `place`: the code on the wall.
pub(crate) fn place_ref(
    id: Option<Id>,
    code: Option<&ScannedCode>,
) -> Result<Option<PlaceRef>, FieldError> {
    match (id, code) {
        (Some(_), Some(_)) => {
            Err(FieldError::new("/place", "must be left out when place_id is given"))
        }
        (Some(id), None) => Ok(Some(PlaceRef::Id(PlaceId::from_uuid(id.0)))),
        (None, Some(code)) => {
            let code = TagCode::parse_place(&code.0)
                .map_err(|error| FieldError::new("/place", error.to_string()))?;
            Ok(Some(PlaceRef::Code(code)))
        }
        (None, None) => Ok(None),
    }
}
