//! Rule check: current actions must be allowed; past ones are recorded and raise alerts.

use crate::domain::account::person::Actor;
use crate::domain::error::DomainError;
use crate::domain::id::{JourneyId, StepId};
use crate::domain::journey::action::{Action, Outcome};
use crate::domain::journey::clearance::Blocker;
use crate::domain::journey::rule::Rule;
use crate::domain::journey::step::{Override, Step, StepPayload};
use crate::domain::journey::{JourneyState, JourneyStatus};
use crate::domain::place::PlaceSnapshot;
use crate::domain::site_rules::SiteRules;
use crate::domain::time::Time;
use crate::use_cases::UseCaseResult;

/// What a check considers besides the state.
pub struct RuleCheck<'a> {
    pub rules: &'a SiteRules,
    pub at: Time,
    pub actor: Actor,
    pub override_request: Option<&'a Override>,
    pub others_in_or: u32,
}

pub struct RuleCheckResult {
    pub remaining: Vec<Blocker>,
    pub applied_override: Option<Override>,
}

impl RuleCheck<'_> {
    /// Applies the site's rules to an action.
    #[must_use]
    pub fn check(&self, state: &JourneyState, payload: &StepPayload) -> RuleCheckResult {
        let (overridden, remaining): (Vec<_>, Vec<_>) = self
            .blockers(state, payload)
            .into_iter()
            .partition(|blocker| self.can_override(blocker));
        let rules: std::collections::BTreeSet<_> =
            overridden.iter().map(|blocker| blocker.rule).collect();
        let overrode = self.override_request.filter(|_| !rules.is_empty());
        RuleCheckResult {
            remaining,
            applied_override: overrode.map(|request| Override { rules, ..request.clone() }),
        }
    }

    /// All blockers of a sequence of actions. Nothing is saved.
    #[must_use]
    pub fn preview_blockers(&self, state: &JourneyState, actions: &[Action]) -> Vec<Blocker> {
        let mut state = state.clone();
        let mut blockers = Vec::new();
        for payload in actions.iter().cloned().map(StepPayload::Action) {
            blockers.extend(self.check(&state, &payload).remaining);
            state.apply_and_record_feed(&self.hypothetical_step(payload));
        }
        blockers
    }

    fn hypothetical_step(&self, payload: StepPayload) -> Step {
        let nil = uuid::Uuid::nil();
        Step {
            id: StepId::from_uuid(nil),
            journey: JourneyId::from_uuid(nil),
            scan: None,
            payload,
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
            StepPayload::Action(Action::Moved { place, .. }) => self.entry_blockers(state, place),
            StepPayload::Action(Action::Dressed(dressed)) => {
                let latex = dressed.forbidden_latex();
                (!latex.is_empty()).then(|| Blocker::latex(&latex)).into_iter().collect()
            }
            StepPayload::Action(Action::Closed { outcome, .. }) if *outcome != Outcome::Lost => {
                let on = state.removable_items();
                (!on.is_empty()).then(|| Blocker::still_dressed(&on)).into_iter().collect()
            }
            _ => Vec::new(),
        }
    }

    fn entry_blockers(&self, state: &JourneyState, place: &PlaceSnapshot) -> Vec<Blocker> {
        // Another scan at the same place is no second entry.
        if state.whereabouts.as_ref().is_some_and(|at| at.place.id == place.id) {
            return Vec::new();
        }
        let mut blockers =
            state.blockers(place.kind, place.policy, self.at, self.rules, self.others_in_or);
        blockers.extend(state.breaks_isolation(place).then(Blocker::leaving_isolation));
        blockers
    }

    fn can_override(&self, blocker: &Blocker) -> bool {
        let Some(request) = self.override_request else { return false };
        let tested = blocker.rule != Rule::ImagingMetal || request.hand_magnet_test;
        request.rules.contains(&blocker.rule)
            && tested
            && blocker.override_role.is_some_and(|role| self.actor.role >= role)
    }
}

/// Rejects steps of a closed journey, except those that are still possible then.
pub(crate) fn check_open(state: &JourneyState, payload: &StepPayload) -> UseCaseResult<()> {
    if state.status == JourneyStatus::Closed && !payload.is_allowed_when_closed() {
        return Err(DomainError::JourneyClosed.into());
    }
    Ok(())
}
