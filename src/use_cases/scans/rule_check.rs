//! Judging a step: what is asked for now must be allowed, what has happened is kept (rule 2 of the house).

use crate::domain::account::person::Actor;
use crate::domain::error::DomainError;
use crate::domain::id::{JourneyId, StepId};
use crate::domain::journey::clearance::Blocker;
use crate::domain::journey::rule::Rule;
use crate::domain::journey::step::{Outcome, Override, Step, StepPayload};
use crate::domain::journey::{JourneyState, JourneyStatus};
use crate::domain::outfit::Worn;
use crate::domain::site_rules::SiteRules;
use crate::domain::time::Time;
use crate::use_cases::UseCaseResult;

/// What a judgement looks at besides the state.
pub struct RuleCheck<'a> {
    /// The rules of the day.
    pub rules: &'a SiteRules,
    /// When it happens or happened.
    pub at: Time,
    /// Who says so.
    pub actor: Actor,
    /// What they want set aside.
    pub overriding: Option<&'a Override>,
    /// How many other companions of the child are in an operating room.
    pub others_in_or: u32,
}

/// What came of it.
pub struct RuleCheckResult {
    /// What stands in the way still.
    pub remaining: Vec<Blocker>,
    /// What was set aside, by somebody who may.
    pub overrode: Option<Override>,
}

impl RuleCheck<'_> {
    /// Weighs what somebody wants to do against the site's rules.
    #[must_use]
    pub fn check(&self, state: &JourneyState, payload: &StepPayload) -> RuleCheckResult {
        let (set_aside, remaining): (Vec<_>, Vec<_>) = self
            .blockers(state, payload)
            .into_iter()
            .partition(|blocker| self.may_set_aside(blocker));
        let rules: std::collections::BTreeSet<_> =
            set_aside.iter().map(|blocker| blocker.rule).collect();
        let overrode = self.overriding.filter(|_| !rules.is_empty());
        RuleCheckResult {
            remaining,
            overrode: overrode.map(|over| Override { rules, ..over.clone() }),
        }
    }

    /// What would stand in the way of these, done one after another; nothing is kept.
    #[must_use]
    pub fn preview_blockers(&self, state: &JourneyState, payloads: &[StepPayload]) -> Vec<Blocker> {
        let mut state = state.clone();
        let mut found = Vec::new();
        for payload in payloads {
            found.extend(self.check(&state, payload).remaining);
            state.apply_and_record_feed(&self.hypothetical_step(payload));
        }
        found
    }

    /// The step that it would become.
    fn hypothetical_step(&self, payload: &StepPayload) -> Step {
        let nobody = uuid::Uuid::nil();
        Step {
            id: StepId::from_uuid(nobody),
            journey: JourneyId::from_uuid(nobody),
            scan: None,
            payload: payload.clone(),
            occurred_at: self.at,
            recorded_at: self.at,
            late: false,
            by: self.actor.id,
            witness: None,
            tag: None,
            overrode: None,
        }
    }

    fn blockers(&self, state: &JourneyState, payload: &StepPayload) -> Vec<Blocker> {
        match payload {
            StepPayload::Moved { place, .. } | StepPayload::Found { place: Some(place) } => {
                let mut found = Vec::new();
                let is_same = state.whereabouts.as_ref().is_some_and(|at| at.place.id == place.id);
                if matches!(payload, StepPayload::Moved { .. }) && !is_same {
                    found = state.blockers(
                        place.kind,
                        place.policy,
                        self.at,
                        self.rules,
                        self.others_in_or,
                    );
                    found.extend(state.breaks_isolation(place).then(Blocker::leaving_isolation));
                }
                found
            }
            StepPayload::Dressed { items, latex_precaution } => {
                let latex: Vec<Worn> =
                    items.iter().filter(|worn| !worn.latex_free).copied().collect();
                let amiss = *latex_precaution && !latex.is_empty();
                amiss.then(|| Blocker::latex(&latex)).into_iter().collect()
            }
            StepPayload::Closed { outcome, .. } if *outcome != Outcome::Lost => {
                let on = state.removable_items();
                (!on.is_empty()).then(|| Blocker::still_dressed(&on)).into_iter().collect()
            }
            _ => Vec::new(),
        }
    }

    fn may_set_aside(&self, blocker: &Blocker) -> bool {
        let Some(over) = self.overriding else { return false };
        let tested = blocker.rule != Rule::ImagingMetal || over.hand_magnet_test;
        over.rules.contains(&blocker.rule)
            && tested
            && blocker.override_role.is_some_and(|role| self.actor.role >= role)
    }
}

/// Refuses to go on with a journey that is over, but for what may still be said of it.
///
/// # Errors
/// [`Refusal::JourneyClosed`].
pub fn check_open(state: &JourneyState, payload: &StepPayload) -> UseCaseResult<()> {
    let still_said = matches!(
        payload,
        StepPayload::Sighted
            | StepPayload::Noted { .. }
            | StepPayload::Found { .. }
            | StepPayload::ReportedMissing
    );
    if state.status == JourneyStatus::Closed && !still_said {
        return Err(DomainError::JourneyClosed.into());
    }
    Ok(())
}
