//! Buttons that move a companion: directly if the place is clear, otherwise a choice of places.

use super::button::Button;
use super::button_action::ButtonAction;
use super::context::ButtonContext;
use crate::domain::place::PlaceKind;
use crate::domain::string_enum::StringEnum as _;
use crate::use_cases::models::Place;
use crate::web::pages::shared::paths::tag_path;
use crate::web::pages::shared::text;

/// With more places of a kind than this, the choice has a page of its own.
const MAX_PLACES_IN_MENU: usize = 8;
/// Shown before entering an operating room (R32).
const WIPE_PHONE_HINT: &str = "Wipe the phone first";

impl ButtonContext<'_> {
    /// Records that the companion is at the phone's place. During a sweep this is also offered for
    /// companions that are already recorded there but were not seen since the sweep started.
    pub(super) fn move_here_button(&self) -> Option<Button> {
        let last_seen = self.state().last_seen_at;
        let is_unseen = |started| last_seen.is_none_or(|seen| seen < started);
        let is_due =
            |place: &&Place| !self.is_at(place) || self.sweep_started.is_some_and(is_unseen);
        let place = self.place.filter(is_due)?;
        let label = format!("Here: {}", place.name);
        Some(if self.is_at(place) {
            self.action_button(label, &ButtonAction::moved(place, None))
        } else {
            self.move_button(label, place)
        })
    }

    /// Moves it to where the child is.
    pub(super) fn move_to_child_button(&self) -> Option<Button> {
        let place = self.companion.child_at.as_ref().filter(|place| !self.is_at(place))?;
        let button = self.move_button(format!("To {}", place.name), place);
        Some(button.with_hint("The child is there"))
    }

    /// Into an operating room it asks for the resting place (R12), out of one it asks about pieces
    /// that are still on (R13, R18).
    fn move_button(&self, label: String, place: &Place) -> Button {
        if place.kind == PlaceKind::OperatingRoom {
            let menu =
                Button::menu(label, self.resting_place_buttons(place)).with_shared_blockers();
            return if menu.blockers.is_empty() { menu.with_hint(WIPE_PHONE_HINT) } else { menu };
        }
        match self.pieces_to_remove(place) {
            Some(pieces) => Button::menu(label, self.leave_or_buttons(place, &pieces))
                .with_shared_blockers()
                .with_hint(format!("Still on: {pieces}")),
            None => self.action_button(label, &ButtonAction::moved(place, None)),
        }
    }

    fn resting_place_buttons(&self, place: &Place) -> Vec<Button> {
        let button = |resting_place: &String| {
            let label = text::capitalize(&text::humanize(resting_place));
            self.action_button(label, &ButtonAction::moved(place, Some(resting_place)))
        };
        self.rules().resting_places.iter().map(button).collect()
    }

    fn leave_or_buttons(&self, place: &Place, pieces: &str) -> Vec<Button> {
        let removable: Vec<_> = self.state().removable_items().into_iter().collect();
        let move_only = ButtonAction::moved(place, None);
        let remove_and_move = ButtonAction::undressed(&removable).then(move_only.clone());
        vec![
            self.action_button(format!("Remove all: {pieces}"), &remove_and_move),
            self.action_button("Keep on for now", &move_only),
        ]
    }

    /// To a place of this kind: directly if one place is more likely than all others.
    pub(super) fn suggested_move(&self, kind: PlaceKind) -> Option<Button> {
        let (label, places) = (text::move_label(kind), self.places_of_kind(kind));
        let is = |likely: Option<&Place>, place: &Place| likely.is_some_and(|at| at.id == place.id);
        match places.as_slice() {
            [] => None,
            // The "Here" button covers it.
            [first, ..] if is(self.place, first) => None,
            [first, ..] if is(self.companion.child_at.as_ref(), first) => {
                self.move_to_child_button()
            }
            [only] => Some(self.move_button(format!("{label}: {}", only.name), only)),
            many if many.len() > MAX_PLACES_IN_MENU => Some(self.place_page_link(label, kind)),
            many => {
                let buttons = many.iter().map(|place| self.place_choice(place)).collect();
                Some(Button::menu(label, buttons).with_shared_blockers())
            }
        }
    }

    /// Links to the page that lists all places of a kind.
    fn place_page_link(&self, label: &str, kind: PlaceKind) -> Button {
        let path = format!("{}?to={}", tag_path(self.companion.tag.code), kind.key());
        Button::link(label, path).with_hint("Choose place")
    }

    /// All places of a kind with their options, visible at once.
    pub(super) fn places_group(&self, kind: PlaceKind) -> Button {
        let places = self.places_of_kind(kind).into_iter();
        let buttons = places.map(|place| self.place_choice(place)).collect();
        Button::group(text::move_label(kind), buttons).with_shared_blockers()
    }

    fn place_choice(&self, place: &Place) -> Button {
        let name = place.name.clone();
        if place.kind == PlaceKind::OperatingRoom {
            return Button::group(name, self.resting_place_buttons(place)).with_shared_blockers();
        }
        match self.pieces_to_remove(place) {
            Some(pieces) => {
                Button::group(name, self.leave_or_buttons(place, &pieces)).with_shared_blockers()
            }
            None => self.action_button(name, &ButtonAction::moved(place, None)),
        }
    }

    /// The phone's place and the child's place first, the others by name, without its current place.
    fn places_of_kind(&self, kind: PlaceKind) -> Vec<&Place> {
        let places = self.companion.places.iter();
        let mut places: Vec<_> =
            places.filter(|place| place.kind == kind && !self.is_at(place)).collect();
        let likely =
            [self.place, self.companion.child_at.as_ref()].map(|place| place.map(|at| at.id));
        places.sort_by_key(|place| {
            likely.iter().position(|id| *id == Some(place.id)).unwrap_or(likely.len())
        });
        places
    }

    pub(super) fn move_menu(&self) -> Button {
        let kinds = PlaceKind::ALL.iter().copied();
        let buttons = kinds
            .filter(|&kind| !self.places_of_kind(kind).is_empty())
            .map(|kind| self.place_page_link(text::move_label(kind), kind))
            .collect();
        Button::menu("Move to…", buttons)
    }
}
