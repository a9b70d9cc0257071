//! What every button on the page is made with: the companion, who presses, and where this phone is.

use serde_json::json;

use super::button::{BlockerLabel, Body, Button, Form, OverrideButton};
use super::button_action::ButtonAction;
use crate::domain::account::person::{Actor, Role};
use crate::domain::journey::JourneyState;
use crate::domain::journey::clearance::{Blocker, Rule};
use crate::domain::journey::step::Step;
use crate::domain::place::PlaceKind;
use crate::domain::site_rules::SiteRules;
use crate::domain::string_enum::StringEnum as _;
use crate::domain::time::Time;
use crate::use_cases::AppContext;
use crate::use_cases::models::Place;
use crate::use_cases::scans::rule_check::RuleCheck;
use crate::use_cases::tags::tag_lookup::BoundCompanion;
use crate::web::pages::shared::text;

/// Why somebody goes on all the same: nobody types with gloves on (R30).
pub const REASONS: [&str; 5] = [
    "The surgeon agreed",
    "The anaesthetist agreed",
    "Infection control agreed",
    "An emergency",
    "The child needs it now",
];

/// What makes buttons.
pub struct ButtonContext<'a> {
    /// Gives each button an id of its own.
    pub app: &'a AppContext,
    /// The companion.
    pub wearer: &'a BoundCompanion,
    /// Who presses.
    pub actor: Actor,
    /// Where this phone is.
    pub here: Option<&'a Place>,
    /// When the sweep of that place began, where one is on.
    pub sweep: Option<Time>,
}

impl ButtonContext<'_> {
    /// The site's rules.
    #[must_use]
    pub fn rules(&self) -> &SiteRules {
        &self.app.rules
    }

    /// The journey's state.
    #[must_use]
    pub const fn state(&self) -> &JourneyState {
        &self.wearer.journey.journey.state
    }

    /// Whether the companion was last confirmed there.
    #[must_use]
    pub fn is_at(&self, place: &Place) -> bool {
        let at = self.state().whereabouts.as_ref();
        at.is_some_and(|at| at.place.id == place.id)
    }

    /// The place that comes with what is done to a companion before this phone. Where something is in
    /// the way of that move, or a resting place is to be chosen for it (R12), the deed goes without:
    /// it must not fail for where it was done.
    fn carried(&self) -> Option<&Place> {
        let here = self.here?;
        let enters = here.kind == PlaceKind::OperatingRoom && !self.is_at(here);
        let free = !enters && self.blockers(&ButtonAction::moved(here, None)).is_empty();
        free.then_some(here)
    }

    fn blockers(&self, deed: &ButtonAction) -> Vec<Blocker> {
        let bench = RuleCheck {
            rules: self.rules(),
            at: self.wearer.now,
            actor: self.actor,
            override_request: None,
            others_in_or: self.wearer.others_in_or,
        };
        bench.preview_blockers(self.state(), &deed.whats)
    }

    /// The button for a deed. What is in its way stands on it, and then it leads to the reasons for
    /// which somebody who may goes on all the same.
    #[must_use]
    pub fn way(&self, label: impl Into<String>, deed: &ButtonAction) -> Button {
        let (label, blockers) = (label.into(), self.blockers(deed));
        let place = self.carried().filter(|_| deed.here).map(|place| place.code.as_str());
        let form = Form {
            path: format!("/T/{}/acts", self.wearer.tag.code.as_str()),
            id: String::new(),
            place: place.unwrap_or_default().to_owned(),
            actions: json!(deed.actions).to_string(),
            says: format!("{}: {label}", self.wearer.journey.companion.name),
            aside: None,
        };
        if blockers.is_empty() {
            return Button::with(label, Body::Act(Box::new(self.numbered(form))));
        }
        let mut way = Button::choose(label, self.asides(&form, &blockers));
        way.stops = blockers.iter().map(BlockerLabel::from).collect();
        way.hint(self.who_may(&blockers))
    }

    fn numbered(&self, form: Form) -> Form {
        Form { id: self.app.new_scan_id().to_string(), ..form }
    }

    /// Who may go on all the same.
    #[must_use]
    pub fn who_may(&self, blockers: &[Blocker]) -> &'static str {
        match least(blockers) {
            None => "Nobody may set this aside. Mend it first.",
            Some(role) if role > self.actor.role => "Ask a lead: a lead may go on all the same.",
            Some(_) => "",
        }
    }

    /// One button for each reason to go on all the same.
    #[must_use]
    pub fn asides(&self, form: &Form, blockers: &[Blocker]) -> Vec<Button> {
        if least(blockers).is_none_or(|role| role > self.actor.role) {
            return Vec::new();
        }
        let mut rules: Vec<_> = blockers.iter().map(|blocker| blocker.rule.key()).collect();
        rules.sort_unstable();
        rules.dedup();
        let magnet = blockers.iter().any(|blocker| blocker.rule == Rule::ImagingMetal);
        let ways = REASONS.iter().map(|reason| {
            let (rules, reason) = (json!(rules).to_string(), (*reason).to_owned());
            let label = if magnet {
                format!("Hand magnet tried. {reason}")
            } else {
                format!("Go on: {}", lower(&reason))
            };
            let aside = Some(OverrideButton { rules, reason, magnet });
            let form = Form { aside, ..form.clone() };
            Button::with(label, Body::Act(Box::new(self.numbered(form))))
        });
        ways.collect()
    }

    /// The name of the place in a step.
    #[must_use]
    pub fn place_of(&self, step: &Step) -> &str {
        use crate::domain::journey::step::StepPayload;
        let place = match &step.what {
            StepPayload::Moved { place, .. }
            | StepPayload::Found { place: Some(place) }
            | StepPayload::CheckedIn { place: Some(place), .. } => place.id,
            _ => return "",
        };
        let known = self.wearer.places.iter().find(|known| known.id == place);
        known.map_or("a place no longer in use", |place| place.name.as_str())
    }

    /// Whether it leaves an operating room with pieces on that must come off, and which (R13).
    #[must_use]
    pub fn leaves_dressed(&self, to: &Place) -> Option<String> {
        let leaves =
            self.state().is_in(PlaceKind::OperatingRoom) && to.kind != PlaceKind::OperatingRoom;
        let on = self.state().to_take_off();
        (leaves && !on.is_empty()).then(|| text::pieces(&on))
    }
}

/// The role that may set all of these aside; none where only mending helps.
fn least(blockers: &[Blocker]) -> Option<Role> {
    let roles = blockers.iter().map(|blocker| blocker.override_role);
    roles.collect::<Option<Vec<_>>>()?.into_iter().max()
}

fn lower(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_lowercase().chain(letters).collect())
}
