//! What every button of the scan page depends on: the companion, the user, and the phone's place.

use super::button_action::ButtonAction;
use crate::domain::account::person::Actor;
use crate::domain::journey::JourneyState;
use crate::domain::journey::clearance::Blocker;
use crate::domain::journey::step::Step;
use crate::domain::place::{PlaceKind, PlaceSnapshot};
use crate::domain::site_rules::SiteRules;
use crate::domain::time::Time;
use crate::use_cases::AppContext;
use crate::use_cases::models::Place;
use crate::use_cases::scans::rule_check::RuleCheck;
use crate::use_cases::tags::tag_lookup::BoundCompanion;
use crate::web::pages::shared::text;

pub struct ButtonContext<'a> {
    /// Also creates the scan id of each button.
    pub app: &'a AppContext,
    pub companion: &'a BoundCompanion,
    pub actor: Actor,
    /// The phone's place.
    pub place: Option<&'a Place>,
    /// When the sweep of that place started, if one is running.
    pub sweep_started: Option<Time>,
}

impl ButtonContext<'_> {
    pub(super) fn rules(&self) -> &SiteRules {
        &self.app.rules
    }

    pub(super) const fn state(&self) -> &JourneyState {
        &self.companion.journey.journey.state
    }

    /// Whether the companion was last seen at this place.
    pub(super) fn is_at(&self, place: &Place) -> bool {
        let last = self.state().whereabouts.as_ref();
        last.is_some_and(|last| last.place.id == place.id)
    }

    /// The phone's place, to be recorded along with an action. None if that move is blocked or needs
    /// a resting place (R12): the action itself must not fail because of where it was recorded.
    pub(super) fn place_to_record(&self) -> Option<&Place> {
        let place = self.place?;
        let enters_or = place.kind == PlaceKind::OperatingRoom && !self.is_at(place);
        let allowed = !enters_or && self.blockers(&ButtonAction::moved(place, None)).is_empty();
        allowed.then_some(place)
    }

    pub(super) fn blockers(&self, action: &ButtonAction) -> Vec<Blocker> {
        let check = RuleCheck {
            rules: self.rules(),
            at: self.companion.now,
            actor: self.actor,
            override_request: None,
            others_in_or: self.companion.others_in_or,
        };
        check.preview_blockers(self.state(), &action.actions)
    }

    /// The name of the place in a step, or empty.
    pub(super) fn place_name(&self, step: &Step) -> &str {
        let Some(PlaceSnapshot { id, .. }) = step.payload.place() else { return "" };
        let place = self.companion.places.iter().find(|place| place.id == *id);
        place.map_or("a place no longer in use", |place| place.name.as_str())
    }

    /// The pieces still on that must come off before it leaves an operating room for `to` (R13).
    pub(super) fn pieces_to_remove(&self, to: &Place) -> Option<String> {
        let leaves_or =
            self.state().is_in(PlaceKind::OperatingRoom) && to.kind != PlaceKind::OperatingRoom;
        let pieces = self.state().removable_items();
        (leaves_or && !pieces.is_empty()).then(|| text::item_names(&pieces))
    }
}
