//! The invented people, places and companions of the demonstration.

use crate::domain::account::person::Role;
use crate::domain::companion::{Coat, Species};
use crate::domain::place::PlaceKind;

/// The password of all staff accounts.
pub(super) const PASSWORD: &str = "only-for-the-demo";

/// The nurse's PIN on enrolled phones.
pub(super) const PIN: &str = "2580";

/// Username, display name and role.
pub(super) const STAFF: [(&str, &str, Role); 3] = [
    ("nurse", "Demo Nurse", Role::Staff),
    ("lead", "Demo Lead", Role::Lead),
    ("admin", "Demo Admin", Role::Admin),
];

pub(super) const PLACES: [(&str, PlaceKind); 9] = [
    ("Demo Front Door", PlaceKind::CheckIn),
    ("Demo Pre-op", PlaceKind::PreOp),
    ("Demo Operating Room", PlaceKind::OperatingRoom),
    ("Demo Imaging", PlaceKind::Imaging),
    ("Demo Recovery", PlaceKind::Recovery),
    ("Demo Intensive Care", PlaceKind::IntensiveCare),
    ("Demo Ward", PlaceKind::Ward),
    ("Demo Laundry", PlaceKind::Laundry),
    ("Demo Lost and Found", PlaceKind::LostProperty),
];

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Scenario {
    Usual,
    /// It leaves the operating room still gowned.
    StillDressed,
    /// It is missing for a while.
    Missing,
}

pub(super) struct DemoCompanion {
    pub(super) name: &'static str,
    pub(super) species: Species,
    /// None for the species' usual colour.
    pub(super) coat: Option<Coat>,
    pub(super) scenario: Scenario,
    /// How many scenes of its scenario are over when the demonstration starts.
    pub(super) scenes_played: usize,
}

const fn companion(
    name: &'static str,
    species: Species,
    scenario: Scenario,
    scenes_played: usize,
) -> DemoCompanion {
    DemoCompanion { name, species, coat: None, scenario, scenes_played }
}

impl DemoCompanion {
    const fn in_coat(self, coat: Coat) -> Self {
        Self { coat: Some(coat), ..self }
    }
}

/// The largest `scenes_played`.
pub(super) const MAX_SCENES: usize = 13;

/// Companions in all stages; one of them is missing.
pub(super) const COMPANIONS: [DemoCompanion; 13] = [
    companion("Captain Biscuit", Species::Bear, Scenario::Usual, 5),
    companion("Professor Hops", Species::Rabbit, Scenario::Usual, 0),
    companion("Lady Whiskerton", Species::Cat, Scenario::Usual, 1).in_coat(Coat::Snow),
    companion("Barkley the Brave", Species::Dog, Scenario::Usual, 3),
    companion("Admiral Trunk", Species::Elephant, Scenario::Usual, 4),
    companion("Tiny Rex", Species::Dinosaur, Scenario::Usual, 6).in_coat(Coat::Plum),
    companion("Sparklehoof", Species::Unicorn, Scenario::Usual, 9),
    companion("Waddles", Species::Penguin, Scenario::StillDressed, 8),
    companion("Sir Roars-a-Little", Species::Lion, Scenario::Usual, 10),
    companion("Miss Button", Species::Doll, Scenario::Usual, 11),
    companion("Blankie the Great", Species::Blanket, Scenario::Usual, 12).in_coat(Coat::Ginger),
    companion("Bolt 3000", Species::Robot, Scenario::Usual, 13),
    companion("Nibbles", Species::Rabbit, Scenario::Missing, 10).in_coat(Coat::Cocoa),
];
