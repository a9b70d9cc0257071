//! Who is in the demonstration: all of it plainly invented.

use crate::domain::companion::Species;
use crate::domain::person::Role;
use crate::domain::place::PlaceKind;

/// The password of everybody who may sign in to the demonstration.
pub const PASSWORD: &str = "only-for-the-demo";

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

/// A companion, and how many scenes of its journey have been played when the curtain rises.
pub struct Part {
    /// Its name.
    pub name: &'static str,
    /// What kind of friend it is.
    pub species: Species,
    /// How far its journey is.
    pub scenes: usize,
}

const fn part(name: &'static str, species: Species, scenes: usize) -> Part {
    Part { name, species, scenes }
}

/// A dozen companions in all stages.
pub const PARTS: [Part; 12] = [
    part("Captain Biscuit", Species::Bear, 7),
    part("Professor Hops", Species::Rabbit, 0),
    part("Lady Whiskerton", Species::Cat, 1),
    part("Barkley the Brave", Species::Dog, 3),
    part("Admiral Trunk", Species::Elephant, 4),
    part("Tiny Rex", Species::Dinosaur, 5),
    part("Sparklehoof", Species::Unicorn, 6),
    part("Waddles", Species::Penguin, 8),
    part("Sir Roars-a-Little", Species::Lion, 9),
    part("Miss Button", Species::Doll, 10),
    part("Blankie the Great", Species::Blanket, 11),
    part("Bolt 3000", Species::Robot, 12),
];
