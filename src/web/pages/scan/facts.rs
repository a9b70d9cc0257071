//! What the page says of a companion before any button: where it is, who has it, how it is.

use super::context::ButtonContext;
use crate::domain::journey::JourneyStatus;
use crate::domain::outfit::Gowning;
use crate::domain::place::Stage;
use crate::use_cases::journeys::journey_view::Reminder;
use crate::web::pages::shared::text;

/// One thing that is known of the companion.
pub struct Fact {
    /// What of it.
    pub what: &'static str,
    /// What is known.
    pub text: String,
    /// `good`, `bad`, or nothing where it is neither.
    pub look: &'static str,
}

fn fact(what: &'static str, text: impl Into<String>) -> Fact {
    Fact { what, text: text.into(), look: "" }
}

impl Fact {
    fn look(self, good: bool) -> Self {
        Self { look: if good { "good" } else { "bad" }, ..self }
    }
}

impl ButtonContext<'_> {
    /// Everything that is said.
    #[must_use]
    pub fn facts(&self) -> Vec<Fact> {
        let over = self.state().status == JourneyStatus::Closed;
        let mut facts = vec![self.place(), self.holder()];
        if !over {
            facts.push(self.gown());
            facts.push(self.cleanliness());
        }
        if matches!(self.state().stage, Stage::CheckedIn | Stage::PreOp) && !over {
            facts.push(self.clearance());
        }
        facts
    }

    fn place(&self) -> Fact {
        let now = self.wearer.now;
        let seen = self.state().last_seen_at.map(|at| format!("seen {}", text::ago(at, now)));
        let at = match (&self.wearer.journey.place, &self.state().whereabouts) {
            (Some(place), Some(at)) => match &at.resting_place {
                Some(rests) => format!("{}, {}", place.name, text::plain(rests)),
                None => place.name.clone(),
            },
            _ => "No place confirmed yet".to_owned(),
        };
        let text = [Some(at), seen].into_iter().flatten().collect::<Vec<_>>().join(", ");
        match self.state().missing_since {
            Some(since) => {
                let text = format!("Missing, {}. Last place: {text}", text::ago(since, now));
                fact("Where", text).look(false)
            }
            None => fact("Where", text),
        }
    }

    fn holder(&self) -> Fact {
        let kind = text::holder(self.state().holder.kind);
        fact(
            "Who has it",
            match &self.wearer.journey.holder_name {
                Some(name) => name.clone(),
                None => text::capital(kind),
            },
        )
    }

    fn gown(&self) -> Fact {
        let view = &self.wearer.journey;
        let worn = self.state().worn();
        let mut text = text::gowning(view.gowning).to_owned();
        if !worn.is_empty() {
            text = format!("{text}. On: {}", text::pieces(&worn));
        }
        let before = matches!(self.state().stage, Stage::CheckedIn | Stage::PreOp);
        if before && !view.missing_items.is_empty() {
            text = format!("{text}. Missing: {}", text::pieces(&view.missing_items));
        }
        let fact = fact("Gowning", text);
        if view.gowning == Gowning::Gowned { fact.look(true) } else { fact }
    }

    fn cleanliness(&self) -> Fact {
        let clean = self.wearer.journey.cleanliness;
        match (clean.why_not, clean.until) {
            (None, Some(until)) => {
                let left = until.since(self.wearer.now);
                fact("Clean", format!("For {} more", text::span(left))).look(true)
            }
            (None, None) => fact("Clean", "Yes").look(true),
            (Some(why), _) => fact("Clean", format!("No: {}", text::not_clean(why))).look(false),
        }
    }

    fn clearance(&self) -> Fact {
        if self.state().declined {
            return fact("OR", "Declined; it waits");
        }
        let blockers = &self.wearer.journey.or_blockers;
        if blockers.is_empty() {
            return fact("OR", "Cleared").look(true);
        }
        let details: Vec<_> = blockers.iter().map(|blocker| text::plain(&blocker.detail)).collect();
        fact("OR", format!("Not cleared: {}", details.join("; "))).look(false)
    }

    /// What to bear in mind here.
    #[must_use]
    pub fn reminders(&self) -> Vec<&'static str> {
        let say = |reminder: &Reminder| match reminder {
            Reminder::NotInCribDuringSleep => "Under 12 months: not in the crib during sleep.",
            Reminder::WipeThePhone => "You are in the OR: wipe this phone.",
            Reminder::TagMayBeWorn => {
                "Washed with a tag not made for it: scan it again, or print a new one."
            }
        };
        self.wearer.journey.reminders.iter().map(say).collect()
    }
}
