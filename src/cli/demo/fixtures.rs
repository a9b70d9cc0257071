//! Who is in the demonstration: all of it plainly invented.

use crate::domain::account::person::Role;
use crate::domain::companion::{Coat, Species};
use crate::domain::place::PlaceKind;

/// The password of everybody who may sign in to the demonstration.
pub const PASSWORD: &str = "only-for-the-demo";

/// The nurse's PIN, for a phone that somebody enrols.
pub const PIN: &str = "2580";

/// Who may sign in: user name, name, role.
pub const STAFF: [(&str, &str, Role); 3] = [
    ("nurse", "Demo Nurse", Role::Staff),
    ("lead", "Demo Lead", Role::Lead),
    ("admin", "Demo Admin", Role::Admin),
];

/// The rooms, one of each kind that a journey may lead to.
pub const PLACES: [(&str, PlaceKind); 9] = [
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

/// How a journey goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scenario {
    /// As it should.
    Usual,
    /// It comes out of the operating room in gown and mask.
    StillDressed,
    /// Nobody can say where it is, for a while.
    Missing,
}

/// A companion, and how many scenes of its journey have been played when the curtain rises.
pub struct DemoRole {
    /// Its name.
    pub name: &'static str,
    /// What kind of friend it is.
    pub species: Species,
    /// Its colour, where it is not the species' usual one.
    pub coat: Option<Coat>,
    /// How its journey goes.
    pub plot: Scenario,
    /// How far its journey is.
    pub scenes: usize,
}

const fn part(name: &'static str, species: Species, plot: Scenario, scenes: usize) -> DemoRole {
    DemoRole { name, species, coat: None, plot, scenes }
}

impl DemoRole {
    const fn in_coat(self, coat: Coat) -> Self {
        Self { coat: Some(coat), ..self }
    }
}

/// As many scenes as any companion has behind it when the curtain rises.
pub const LONGEST: usize = 13;

/// A dozen companions in all stages, and one that is missed.
pub const PARTS: [DemoRole; 13] = [
    part("Captain Biscuit", Species::Bear, Scenario::Usual, 5),
    part("Professor Hops", Species::Rabbit, Scenario::Usual, 0),
    part("Lady Whiskerton", Species::Cat, Scenario::Usual, 1).in_coat(Coat::Snow),
    part("Barkley the Brave", Species::Dog, Scenario::Usual, 3),
    part("Admiral Trunk", Species::Elephant, Scenario::Usual, 4),
    part("Tiny Rex", Species::Dinosaur, Scenario::Usual, 6).in_coat(Coat::Plum),
    part("Sparklehoof", Species::Unicorn, Scenario::Usual, 9),
    part("Waddles", Species::Penguin, Scenario::StillDressed, 8),
    part("Sir Roars-a-Little", Species::Lion, Scenario::Usual, 10),
    part("Miss Button", Species::Doll, Scenario::Usual, 11),
    part("Blankie the Great", Species::Blanket, Scenario::Usual, 12).in_coat(Coat::Ginger),
    part("Bolt 3000", Species::Robot, Scenario::Usual, 13),
    part("Nibbles", Species::Rabbit, Scenario::Missing, 10).in_coat(Coat::Cocoa),
];
