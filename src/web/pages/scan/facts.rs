//! The status shown above the buttons: where the companion is, with whom, and in what state.

use super::context::ButtonContext;
use crate::domain::journey::JourneyStatus;
use crate::domain::outfit::Gowning;
use crate::domain::place::Stage;
use crate::use_cases::journeys::journey_view::Reminder;
use crate::web::pages::shared::text;

pub struct Fact {
    pub name: &'static str,
    pub text: String,
    /// A CSS class: `good`, `bad` or empty.
    pub style: &'static str,
}

impl Fact {
    fn new(name: &'static str, text: impl Into<String>) -> Self {
        Self { name, text: text.into(), style: "" }
    }

    fn ok(self) -> Self {
        Self { style: "good", ..self }
    }

    fn warning(self) -> Self {
        Self { style: "bad", ..self }
    }
}

impl ButtonContext<'_> {
    pub(super) fn facts(&self) -> Vec<Fact> {
        let closed = self.state().status == JourneyStatus::Closed;
        let mut facts = vec![self.location(), self.holder()];
        if !closed {
            facts.push(self.gowning());
            facts.push(self.cleanliness());
        }
        if matches!(self.state().stage, Stage::CheckedIn | Stage::PreOp) && !closed {
            facts.push(self.clearance());
        }
        facts
    }

    fn location(&self) -> Fact {
        let now = self.companion.now;
        let seen = self.state().last_seen_at.map(|at| format!("seen {}", text::ago(at, now)));
        let place = match (&self.companion.journey.place, &self.state().whereabouts) {
            (Some(place), Some(at)) => match &at.resting_place {
                Some(resting_place) => format!("{}, {}", place.name, text::humanize(resting_place)),
                None => place.name.clone(),
            },
            _ => "No location recorded yet".to_owned(),
        };
        let text = [Some(place), seen].into_iter().flatten().collect::<Vec<_>>().join(", ");
        match self.state().missing_since {
            Some(since) => {
                let reported = text::ago(since, now);
                Fact::new("Where", format!("Reported missing {reported}. Last location: {text}"))
                    .warning()
            }
            None => Fact::new("Where", text),
        }
    }

    fn holder(&self) -> Fact {
        let name = self.companion.journey.holder_name.clone();
        let kind = || text::capitalize(text::holder(self.state().holder.kind));
        Fact::new("With", name.unwrap_or_else(kind))
    }

    fn gowning(&self) -> Fact {
        let view = &self.companion.journey;
        let worn = self.state().worn();
        let mut text = text::gowning(view.gowning).to_owned();
        if !worn.is_empty() {
            text = format!("{text}. On: {}", text::item_names(&worn));
        }
        let is_before_or = matches!(self.state().stage, Stage::CheckedIn | Stage::PreOp);
        if is_before_or && !view.missing_items.is_empty() {
            text = format!("{text}. Missing: {}", text::item_names(&view.missing_items));
        }
        let fact = Fact::new("Gowning", text);
        if view.gowning == Gowning::Gowned { fact.ok() } else { fact }
    }

    fn cleanliness(&self) -> Fact {
        let clean = self.companion.journey.cleanliness;
        match (clean.unclean_reason, clean.until) {
            (None, Some(until)) => {
                let left = text::duration(until.since(self.companion.now));
                Fact::new("Cleaning", format!("Clean for another {left}")).ok()
            }
            (None, None) => Fact::new("Cleaning", "Clean").ok(),
            (Some(why), _) => {
                let reason = text::unclean_reason(why);
                Fact::new("Cleaning", format!("Not clean: {reason}")).warning()
            }
        }
    }

    fn clearance(&self) -> Fact {
        if self.state().declined {
            return Fact::new("OR", "Not going");
        }
        let blockers = &self.companion.journey.or_blockers;
        if blockers.is_empty() {
            return Fact::new("OR", "Cleared").ok();
        }
        let details: Vec<_> =
            blockers.iter().map(|blocker| text::humanize(&blocker.detail)).collect();
        Fact::new("OR", format!("Not cleared: {}", details.join("; "))).warning()
    }

    pub(super) fn reminders(&self) -> Vec<&'static str> {
        let text = |reminder: &Reminder| match reminder {
            Reminder::NotInCribDuringSleep => "Under 12 months: not in the crib during sleep.",
            Reminder::WipeThePhone => "You are in the OR: wipe this phone.",
            Reminder::TagMayBeWorn => {
                "It was washed with a non-washable tag. Check that the tag still scans, or replace it."
            }
        };
        self.companion.journey.reminders.iter().map(text).collect()
    }
}
