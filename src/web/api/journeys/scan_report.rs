//! Turns the body of a scan, or of steps recorded without one, into a [`ScanReport`].

use std::collections::BTreeMap;

use serde::Serialize;
use serde_json::Value;

use crate::domain::id::ScanId;
use crate::use_cases::scans::action::MAX_ACTIONS;
use crate::use_cases::scans::record::{ScanReport, ScanSource};
use crate::use_cases::token;
use crate::web::action::ActionJson;
use crate::web::field_error::FieldErrors;
use crate::web::problem::Problem;
use crate::web::scan_request::{OverrideRequest, place_ref};
use crate::web::validation::{Id, PlausibleTime, ScannedPlace, UuidV7};

/// What a scan and steps recorded without one have in common.
pub(crate) struct ScanFields {
    pub(crate) id: UuidV7,
    pub(crate) place_id: Option<Id>,
    pub(crate) place: Option<ScannedPlace>,
    pub(crate) occurred_at: PlausibleTime,
    pub(crate) sent_at: Option<PlausibleTime>,
    pub(crate) actions: Option<Vec<ActionJson>>,
    pub(crate) overriding: Option<OverrideRequest>,
}

impl ScanFields {
    /// `raw` is the body that the fields were parsed from.
    pub(crate) fn into_report(
        self,
        source: ScanSource,
        raw: &Value,
    ) -> Result<ScanReport, Problem> {
        let mut errors = FieldErrors::default();
        let place = errors.check(place_ref(self.place_id, self.place));
        let actions = self.actions.unwrap_or_default();
        if actions.len() > MAX_ACTIONS {
            errors.add("/actions", format!("must have at most {MAX_ACTIONS} actions"));
        }
        let actions = actions.into_iter().enumerate();
        let actions = actions.filter_map(|(nth, action)| {
            errors.check(action.into_action(&format!("/actions/{nth}")))
        });
        let actions: Vec<_> = actions.collect();
        errors.into_result()?;
        Ok(ScanReport {
            id: ScanId::from_uuid(self.id.0),
            source,
            occurred_at: self.occurred_at.0,
            sent_at: self.sent_at.map(|at| at.0),
            place: place.flatten(),
            actions,
            override_request: self.overriding.map(Into::into),
            fingerprint: fingerprint(raw, source),
        })
    }
}

/// A hash of a scan's content, by which a repeat is recognised. The order of members and null members do not matter.
/// Nor does `sent_at`: a phone sends the same scan again at another time. Without a tag the journey is part of the
/// content, as the body does not name it.
fn fingerprint(raw: &Value, source: ScanSource) -> Vec<u8> {
    let mut content = raw.clone();
    if let Some(members) = content.as_object_mut() {
        members.remove("sent_at");
        members.retain(|_, value| !value.is_null());
    }
    let journey = match source {
        ScanSource::WithoutTag(journey, _) => journey.to_string(),
        ScanSource::Tag(_) => String::new(),
    };
    let content = serde_json::to_vec(&SortedJson::from(content)).unwrap_or_default();
    token::fingerprint(&[journey.as_bytes(), &content])
}

/// JSON with members sorted by name. Whether a plain [`Value`] sorts them depends on a Cargo feature that any crate in
/// the build may turn on, and a repeat must be recognised by every build.
#[derive(Serialize)]
#[serde(untagged)]
enum SortedJson {
    Object(BTreeMap<String, Self>),
    Array(Vec<Self>),
    Scalar(Value),
}

impl From<Value> for SortedJson {
    fn from(value: Value) -> Self {
        match value {
            Value::Object(members) => {
                let sorted = members.into_iter().map(|(name, value)| (name, Self::from(value)));
                Self::Object(sorted.collect())
            }
            Value::Array(items) => Self::Array(items.into_iter().map(Self::from).collect()),
            scalar => Self::Scalar(scalar),
        }
    }
}
