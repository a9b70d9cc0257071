//! A step in API responses.

use serde::Serialize;
use uuid::Uuid;

use super::step_payload::StepPayloadResponse;
use crate::domain::id::{ScanId, StaffId, StepId};
use crate::domain::journey::rule::Rule;
use crate::domain::journey::step::{Override, Step};
use crate::json::{JsonKey, Timestamp};
use crate::use_cases::journeys::StepView;
use crate::web::api::response::{PersonResponse, null_if_purged};

#[derive(Serialize)]
pub(crate) struct StepResponse {
    id: Uuid,
    journey_id: Uuid,
    scan_id: Option<Uuid>,
    action: StepPayloadResponse,
    occurred_at: Timestamp,
    recorded_at: Timestamp,
    late: bool,
    by: PersonResponse,
    witness: Option<PersonResponse>,
    #[serde(rename = "override")]
    overrode: Option<OverrideResponse>,
    voided_by: Option<Uuid>,
}

#[derive(Serialize)]
struct OverrideResponse {
    rules: Vec<JsonKey<Rule>>,
    reason: Option<String>,
    hand_magnet_test: bool,
}

/// Display names of the people of a step.
pub(crate) struct StepNames<'a> {
    pub(crate) by: &'a str,
    pub(crate) witness: Option<&'a str>,
}

impl StepResponse {
    pub(crate) fn new(step: &Step, names: &StepNames<'_>, voided_by: Option<StepId>) -> Self {
        let person = |id: StaffId, name: &str| PersonResponse {
            id: id.uuid(),
            display_name: name.to_owned(),
        };
        Self {
            id: step.id.uuid(),
            journey_id: step.journey.uuid(),
            scan_id: step.scan.map(ScanId::uuid),
            action: (&step.payload).into(),
            occurred_at: Timestamp(step.occurred_at),
            recorded_at: Timestamp(step.recorded_at),
            late: step.late,
            by: person(step.by, names.by),
            witness: step.witness.zip(names.witness).map(|(id, name)| person(id, name)),
            overrode: step.overrode.as_ref().map(Into::into),
            voided_by: voided_by.map(StepId::uuid),
        }
    }
}

impl From<&StepView> for StepResponse {
    fn from(view: &StepView) -> Self {
        let names = StepNames { by: &view.by_name, witness: view.witness_name.as_deref() };
        Self::new(&view.step, &names, view.voided_by)
    }
}

impl From<&Override> for OverrideResponse {
    fn from(overrode: &Override) -> Self {
        Self {
            rules: overrode.rules.iter().copied().map(JsonKey).collect(),
            reason: null_if_purged(overrode.reason.clone()),
            hand_magnet_test: overrode.hand_magnet_test,
        }
    }
}
