//! Companions in words and pictures, as pages for staff show them.

use crate::domain::companion::{Coat, Species};
use crate::domain::family::Appearance;
use crate::domain::outfit::Outfit;
use crate::domain::string_enum::StringEnum as _;
use crate::portrait::svg;
use crate::use_cases::models::Companion;

/// A kind of friend to choose from.
pub struct CompanionView {
    /// The species' key.
    pub key: &'static str,
    /// What it is called.
    pub called: &'static str,
    /// Its picture; the word beside it says the same.
    pub picture: String,
}

/// What a species is called, and a companion of it that nobody named.
#[must_use]
pub const fn called(species: Species) -> &'static str {
    match species {
        Species::Bear => "Bear",
        Species::Rabbit => "Rabbit",
        Species::Cat => "Cat",
        Species::Dog => "Dog",
        Species::Elephant => "Elephant",
        Species::Dinosaur => "Dinosaur",
        Species::Unicorn => "Unicorn",
        Species::Penguin => "Penguin",
        Species::Lion => "Lion",
        Species::Doll => "Doll",
        Species::Blanket => "Blanket",
        Species::Robot => "Robot",
        Species::Other => "Friend",
    }
}

/// Every kind of friend, as it comes along.
#[must_use]
pub fn all() -> Vec<CompanionView> {
    let friend = |species: Species| CompanionView {
        key: species.key(),
        called: if species == Species::Other { "Another" } else { called(species) },
        picture: svg(species, &Outfit::new(), Coat::usual(species), ""),
    };
    Species::ALL.iter().copied().map(friend).collect()
}

/// A companion's picture beside its name, where a screen reader needs to hear nothing of it.
#[must_use]
pub fn ornament(companion: &Companion, outfit: &Outfit) -> String {
    svg(companion.species, outfit, companion.drawn_in(), "")
}

/// As [`ornament`], of a companion as it was known.
#[must_use]
pub fn drawn(looks: &Appearance, outfit: &Outfit) -> String {
    svg(looks.species, outfit, looks.coat, "")
}

/// As [`ornament`], of a companion that wears nothing.
#[must_use]
pub fn plain(companion: &Companion) -> String {
    ornament(companion, &Outfit::new())
}
