//! The ways to places: directly where it is clear which, else by a choice of places of that kind.

use super::button::Button;
use super::button_action::ButtonAction;
use super::context::ButtonContext;
use crate::domain::place::PlaceKind;
use crate::domain::string_enum::StringEnum as _;
use crate::use_cases::models::Place;
use crate::web::pages::shared::text;

/// As many places are offered on the page itself; more have a page of their own.
const AT_HAND: usize = 8;
/// What a phone brings in with it (R32).
const WIPE: &str = "Wipe the phone first";

impl ButtonContext<'_> {
    /// The companion is where this phone is; in a sweep that is said of those who belong there, too.
    #[must_use]
    pub fn to_here(&self) -> Option<Button> {
        let seen = self.state().last_seen_at;
        let swept = |begun| seen.is_none_or(|seen| seen < begun);
        let here = self.here.filter(|here| !self.is_at(here) || self.sweep.is_some_and(swept))?;
        if self.is_at(here) {
            return Some(
                self.way(format!("Here: {}", here.name), &ButtonAction::moved(here, None)),
            );
        }
        Some(self.to(format!("Here: {}", here.name), here))
    }

    /// To where the child is, where the companion is not there.
    #[must_use]
    pub fn to_the_child(&self) -> Option<Button> {
        let at = self.wearer.child_at.as_ref().filter(|at| !self.is_at(at))?;
        Some(self.to(format!("To {}", at.name), at).hint("Its child is there"))
    }

    /// To one place: into an operating room by where it rests there (R12), out of one by what is
    /// still on (R13, R18).
    #[must_use]
    pub fn to(&self, label: String, place: &Place) -> Button {
        if place.kind == PlaceKind::OperatingRoom {
            let way = Button::choose(label, self.resting(place)).stopped_as_its_choices();
            return if way.stops.is_empty() { way.hint(WIPE) } else { way };
        }
        match self.leaves_dressed(place) {
            Some(on) => {
                let way = Button::choose(label, self.leaving(place, &on)).stopped_as_its_choices();
                way.hint(format!("Still on: {on}"))
            }
            None => self.way(label, &ButtonAction::moved(place, None)),
        }
    }

    fn resting(&self, place: &Place) -> Vec<Button> {
        let rests = self.rules().resting_places.iter();
        rests
            .map(|rest| {
                let label = text::capital(&text::plain(rest));
                self.way(label, &ButtonAction::moved(place, Some(rest)))
            })
            .collect()
    }

    fn leaving(&self, place: &Place, on: &str) -> Vec<Button> {
        let pieces: Vec<_> = self.state().to_take_off().into_iter().collect();
        let all_off = ButtonAction::undressed(&pieces).then(ButtonAction::moved(place, None));
        vec![
            self.way(format!("Take all off: {on}"), &all_off),
            self.way("Leave it on for now", &ButtonAction::moved(place, None)),
        ]
    }

    /// To a place of this kind; directly where there is one that goes before all others.
    #[must_use]
    pub fn towards(&self, kind: PlaceKind) -> Option<Button> {
        let (label, places) = (text::towards(kind), self.places_of(kind));
        let is = |likely: Option<&Place>, place: &Place| likely.is_some_and(|at| at.id == place.id);
        match places.as_slice() {
            [] => None,
            // The button "Here" says it already.
            [first, ..] if is(self.here, first) => None,
            [first, ..] if is(self.wearer.child_at.as_ref(), first) => self.to_the_child(),
            [only] => Some(self.to(format!("{label}: {}", only.name), only)),
            many if many.len() > AT_HAND => Some(self.elsewhere(label, kind)),
            many => {
                let ways = many.iter().map(|place| self.offered(place)).collect();
                Some(Button::choose(label, ways).stopped_as_its_choices())
            }
        }
    }

    /// The page with all places of a kind.
    fn elsewhere(&self, label: &str, kind: PlaceKind) -> Button {
        let path = format!("/T/{}?to={}", self.wearer.tag.code.as_str(), kind.key());
        Button::link(label, path).hint("Choose the place")
    }

    /// Every place of a kind to choose from, all that it takes in view at once: where, and how.
    #[must_use]
    pub fn all_of(&self, kind: PlaceKind) -> Button {
        let ways = self.places_of(kind).into_iter().map(|place| self.offered(place)).collect();
        Button::group(text::towards(kind), ways).stopped_as_its_choices()
    }

    fn offered(&self, place: &Place) -> Button {
        let name = place.name.clone();
        if place.kind == PlaceKind::OperatingRoom {
            return Button::group(name, self.resting(place)).stopped_as_its_choices();
        }
        match self.leaves_dressed(place) {
            Some(on) => Button::group(name, self.leaving(place, &on)).stopped_as_its_choices(),
            None => self.way(name, &ButtonAction::moved(place, None)),
        }
    }

    /// Where this phone and the child are first, the others by name; where it is already, never.
    fn places_of(&self, kind: PlaceKind) -> Vec<&Place> {
        let places = self.wearer.places.iter();
        let mut places: Vec<_> =
            places.filter(|place| place.kind == kind && !self.is_at(place)).collect();
        let likely = [self.here, self.wearer.child_at.as_ref()].map(|at| at.map(|at| at.id));
        places.sort_by_key(|place| {
            likely.iter().position(|id| *id == Some(place.id)).unwrap_or(likely.len())
        });
        places
    }

    /// The way to any place there is.
    #[must_use]
    pub fn anywhere(&self) -> Button {
        let kinds = PlaceKind::ALL.iter();
        let ways = kinds
            .filter(|&&kind| !self.places_of(kind).is_empty())
            .map(|&kind| self.elsewhere(text::towards(kind), kind))
            .collect();
        Button::choose("Bring it to…", ways)
    }
}
