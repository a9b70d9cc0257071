//! How each kind of step changes a journey's state.

use super::action::{Action, DressedItems, HolderKind, Outcome, Soiling};
use super::cleanliness::CleaningRecord;
use super::clearance::{self, Blocker, Candidate};
use super::rule::Rule;
use super::state::{Holder, JourneyState, JourneyStatus, TagReading, Whereabouts};
use super::step::{Step, StepPayload};
use crate::domain::alert::{AlertKind, Concern};
use crate::domain::companion::Screening;
use crate::domain::id::StepId;
use crate::domain::outfit::Item;
use crate::domain::place::{PlaceKind, PlaceSnapshot, Stage};

/// When there are more, the oldest are dropped: staff have seen them by then.
const MAX_CONCERNS: usize = 50;

impl JourneyState {
    /// Applies a step that sorts after all others, and records the result in the family feed.
    pub fn apply_and_record_feed(&mut self, step: &Step) {
        self.apply_silently(step);
        self.feed.record(step, self.family_update());
    }

    /// Applies a step that sorts after all others, without the family feed.
    pub(crate) fn apply_silently(&mut self, step: &Step) {
        self.last_step = self.last_step.max(Some(step.order()));
        if step.late && !matches!(step.payload, StepPayload::Voided { .. }) {
            self.late_recorded_at = self.late_recorded_at.max(Some(step.recorded_at));
        }
        if step.payload.is_presence() {
            self.mark_seen(step);
        }
        self.apply_payload(step);
    }

    fn mark_seen(&mut self, step: &Step) {
        self.last_seen_at = self.last_seen_at.max(Some(step.occurred_at));
        if self.missing_since.take().is_some() {
            self.clear_concerns(AlertKind::Missing);
            self.set_holder(step, HolderKind::Staff, None);
        }
    }

    fn apply_payload(&mut self, step: &Step) {
        match &step.payload {
            StepPayload::CheckedIn { place, screening, isolation, .. } => {
                self.apply_checked_in(step, place.as_ref(), *screening, *isolation);
            }
            StepPayload::Action(Action::Moved { place, resting_place }) => {
                self.apply_moved(step, place, resting_place.clone());
            }
            StepPayload::Action(Action::Dressed(dressed)) => self.apply_dressed(step, dressed),
            StepPayload::Action(Action::Undressed { items }) => self.apply_undressed(items),
            StepPayload::Action(Action::Screened { answers }) => {
                self.screening = self.screening.updated(answers);
            }
            StepPayload::Action(Action::Cleaned { method, bagged, attested_by }) => {
                self.apply_cleaned(CleaningRecord {
                    at: step.occurred_at,
                    method: *method,
                    bagged: *bagged,
                    attested_by: *attested_by,
                });
            }
            StepPayload::Action(Action::Soiled { cause }) => self.cleanliness.soiled = Some(*cause),
            StepPayload::Action(Action::HandedOver { to, name }) => {
                self.apply_handed_over(step, *to, name.clone());
            }
            StepPayload::Action(Action::ReportedMissing) => self.apply_reported_missing(step),
            StepPayload::Action(Action::Found { place }) => self.apply_found(step, place.as_ref()),
            StepPayload::Action(Action::Declined { .. }) => self.declined = true,
            StepPayload::Action(Action::Reunited { with_guardian }) => {
                self.apply_reunited(step, *with_guardian);
            }
            StepPayload::Action(Action::Closed { outcome, .. }) => {
                self.apply_closed(step, *outcome);
            }
            // A kind that is not listed changes nothing.
            _ => {}
        }
    }

    fn apply_checked_in(
        &mut self,
        step: &Step,
        place: Option<&PlaceSnapshot>,
        screening: Screening,
        isolation: bool,
    ) {
        self.screening = screening;
        self.set_holder(step, HolderKind::Child, None);
        if isolation {
            self.cleanliness.soiled = Some(Soiling::Isolation);
        }
        if let Some(place) = place {
            self.arrive(step, place, None);
        }
    }

    fn apply_undressed(&mut self, items: &[Item]) {
        self.outfit.retain(|item, _| !items.contains(item));
        if self.removable_items().is_empty() {
            self.clear_concerns(AlertKind::StillDressed);
        }
        if self.outfit.values().all(|worn| worn.latex_free) {
            self.clear_concerns(AlertKind::LatexItem);
        }
    }

    fn apply_reunited(&mut self, step: &Step, with_guardian: bool) {
        let holder = if with_guardian { HolderKind::Guardian } else { HolderKind::Child };
        self.set_holder(step, holder, None);
        // Recorded late, after it went home, this must not reopen the journey.
        if self.stage != Stage::Home {
            self.reopen(JourneyStatus::Reunited);
        }
    }

    fn apply_cleaned(&mut self, cleaning: CleaningRecord) {
        let on_ward = self.whereabouts.as_ref().is_some_and(|at| at.place.kind.is_on_ward());
        self.cleanliness.record_cleaning(cleaning, on_ward);
    }

    fn set_holder(&mut self, step: &Step, kind: HolderKind, name: Option<String>) {
        let staff = (kind == HolderKind::Staff && name.is_none()).then_some(step.by);
        self.holder = Holder { kind, name, staff, since: step.occurred_at, source: Some(step.id) };
    }

    fn reopen(&mut self, status: JourneyStatus) {
        self.status = status;
        self.outcome = None;
        if self.stage == Stage::Home {
            let last = self.whereabouts.as_ref().map(|at| at.place.kind);
            self.stage = last.map_or(Stage::CheckedIn, |kind| kind.stage().unwrap_or(Stage::Ward));
        }
    }

    fn apply_handed_over(&mut self, step: &Step, to: HolderKind, name: Option<String>) {
        self.set_holder(step, to, name);
        let apart = matches!(to, HolderKind::Staff | HolderKind::Place);
        if apart && self.status == JourneyStatus::Reunited {
            self.status = JourneyStatus::Open;
        }
    }

    fn apply_reported_missing(&mut self, step: &Step) {
        self.missing_since.get_or_insert(step.occurred_at);
        self.set_holder(step, HolderKind::NobodyKnown, None);
        self.reopen(JourneyStatus::Open);
        if !self.concerns.iter().any(|concern| concern.kind == AlertKind::Missing) {
            self.add_concern(step, AlertKind::Missing, "its location is unknown");
        }
    }

    fn apply_found(&mut self, step: &Step, place: Option<&PlaceSnapshot>) {
        self.set_holder(step, HolderKind::Staff, None);
        if self.status == JourneyStatus::Closed {
            self.reopen(JourneyStatus::Open);
        }
        if let Some(place) = place {
            self.check_entry(step, place);
            self.arrive(step, place, None);
        }
    }

    fn apply_closed(&mut self, step: &Step, outcome: Outcome) {
        self.status = JourneyStatus::Closed;
        self.outcome = Some(outcome);
        match outcome {
            Outcome::WithChild => self.set_holder(step, HolderKind::Child, None),
            Outcome::WithGuardian => self.set_holder(step, HolderKind::Guardian, None),
            Outcome::Lost => self.set_holder(step, HolderKind::NobodyKnown, None),
            Outcome::ToBePosted | Outcome::Discarded => {}
        }
        if matches!(outcome, Outcome::WithChild | Outcome::WithGuardian) {
            self.stage = Stage::Home;
            self.missing_since = None;
            self.clear_concerns(AlertKind::Missing);
        }
        self.clear_concerns(AlertKind::StillDressed);
    }

    fn apply_dressed(&mut self, step: &Step, dressed: &DressedItems) {
        self.outfit.extend(dressed.items.iter().map(|worn| (worn.item, *worn)));
        self.ever_worn.extend(dressed.items.iter().map(|worn| worn.item));
        let latex = dressed.forbidden_latex();
        if !latex.is_empty() {
            self.add_concern(step, AlertKind::LatexItem, &Blocker::latex(&latex).detail);
        }
    }

    fn apply_moved(&mut self, step: &Step, place: &PlaceSnapshot, resting_place: Option<String>) {
        self.check_entry(step, place);
        let leaves_or =
            self.is_in(PlaceKind::OperatingRoom) && place.kind != PlaceKind::OperatingRoom;
        self.arrive(step, place, resting_place);
        let on = self.removable_items();
        if place.kind == PlaceKind::OperatingRoom {
            self.clear_concerns(AlertKind::StillDressed);
        } else if leaves_or && !on.is_empty() {
            let detail = Blocker::still_dressed(&on).detail;
            self.add_concern(step, AlertKind::StillDressed, &detail);
        }
        if place.kind.is_apart() && self.holder.kind == HolderKind::Child {
            // Children do not come along to the laundry, so the companion is left there.
            self.set_holder(step, HolderKind::Place, None);
        }
        let apart = place.kind.is_apart()
            || matches!(place.kind, PlaceKind::OperatingRoom | PlaceKind::Imaging);
        if apart && self.status == JourneyStatus::Reunited {
            self.status = JourneyStatus::Open;
        }
    }

    fn arrive(&mut self, step: &Step, place: &PlaceSnapshot, resting_place: Option<String>) {
        self.detect_copied_tag(step, place);
        // Leaving isolation soils it again: what it wore inside comes out with it (R5).
        let was_inside = self.whereabouts.as_ref().is_some_and(|at| at.place.policy.isolation);
        if place.policy.isolation || was_inside {
            self.cleanliness.soiled = Some(Soiling::Isolation);
        }
        if place.kind.is_on_ward() {
            self.cleanliness.on_ward_since.get_or_insert(step.occurred_at);
        } else if place.kind.stage().is_some() {
            self.cleanliness.leave_ward(step.occurred_at, self.rules.clean_on_ward_for);
        }
        if self.status != JourneyStatus::Closed {
            self.stage = place.kind.stage().unwrap_or(self.stage);
        }
        self.whereabouts = Some(Whereabouts {
            place: *place,
            resting_place,
            since: step.occurred_at,
            source: step.id,
        });
    }

    fn check_entry(&mut self, step: &Step, place: &PlaceSnapshot) {
        // Another scan at the same place is no second entry.
        if self.whereabouts.as_ref().is_some_and(|at| at.place.id == place.id) {
            return;
        }
        let worn: Vec<_> = self.outfit.values().copied().collect();
        let candidate = Candidate {
            screening: self.screening,
            clean: self.cleanliness.status_at(
                step.occurred_at,
                self.rules.clean_for,
                self.rules.clean_on_ward_for,
            ),
            worn: &worn,
            required: &self.rules.required_outfit,
            or_is_full: false,
        };
        // An override can name a rule that has a second blocker nobody may override. That one still counts.
        let overrode = |blocker: &Blocker| {
            blocker.override_role.is_some()
                && step.overrode.as_ref().is_some_and(|over| over.rules.contains(&blocker.rule))
        };
        let blockers: Vec<_> = clearance::blockers(&candidate, place.kind, place.policy)
            .into_iter()
            .chain(self.breaks_isolation(place).then(Blocker::leaving_isolation))
            .filter(|blocker| blocker.rule != Rule::NotGowned && !overrode(blocker))
            .collect();
        let (metal, other): (Vec<_>, Vec<_>) =
            blockers.iter().partition(|blocker| blocker.rule == Rule::ImagingMetal);
        for (kind, blockers) in
            [(AlertKind::ImagingHazard, metal), (AlertKind::UnclearedEntry, other)]
        {
            if !blockers.is_empty() {
                let mut rules: Vec<_> =
                    blockers.iter().map(|blocker| blocker.rule.not_met()).collect();
                rules.dedup();
                self.add_concern(step, kind, &format!("rules not met: {}", rules.join(", ")));
            }
        }
    }

    fn detect_copied_tag(&mut self, step: &Step, place: &PlaceSnapshot) {
        let Some(tag) = step.tag else { return };
        let copied = self.last_reading.is_some_and(|last| {
            last.tag == tag
                && last.place != place.id
                && step.occurred_at.since(last.at) < self.rules.copied_within
        });
        if copied {
            let detail = "its tag was scanned in two places within too short a time";
            self.add_concern(step, AlertKind::CopiedTag, detail);
        }
        self.last_reading = Some(TagReading { tag, place: place.id, at: step.occurred_at });
    }

    fn add_concern(&mut self, step: &Step, kind: AlertKind, detail: &str) {
        if self.concerns.len() == MAX_CONCERNS {
            self.concerns.remove(0);
        }
        let (cause, at): (StepId, _) = (step.id, step.occurred_at);
        self.concerns.push(Concern { kind, cause, at, detail: detail.to_owned() });
    }

    fn clear_concerns(&mut self, kind: AlertKind) {
        self.concerns.retain(|concern| concern.kind != kind);
    }
}
