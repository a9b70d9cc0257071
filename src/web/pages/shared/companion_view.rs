//! Names and pictures of companions on staff pages.

use crate::domain::companion::{Coat, Species};
use crate::domain::family::Appearance;
use crate::domain::outfit::Outfit;
use crate::domain::string_enum::StringEnum as _;
use crate::portrait::svg;
use crate::use_cases::models::Companion;

/// A species to choose from, as an SVG picture with its name.
pub(crate) struct SpeciesChoice {
    pub(crate) key: &'static str,
    pub(crate) called: &'static str,
    pub(crate) picture: String,
}

/// The name of a species; also the name of a companion that nobody named.
pub(crate) const fn species_name(species: Species) -> &'static str {
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

pub(crate) fn species_choices() -> Vec<SpeciesChoice> {
    let choice = |species: Species| SpeciesChoice {
        key: species.key(),
        called: if species == Species::Other { "Other" } else { species_name(species) },
        picture: svg(species, &Outfit::new(), Coat::default_for(species), ""),
    };
    Species::ALL.iter().copied().map(choice).collect()
}

/// A companion's picture without a text alternative, because its name stands beside it.
pub(crate) fn picture(companion: &Companion, outfit: &Outfit) -> String {
    svg(companion.species, outfit, companion.drawn_in(), "")
}

/// Like [`picture`], with the appearance of an earlier moment.
pub(crate) fn picture_of_appearance(appearance: &Appearance, outfit: &Outfit) -> String {
    svg(appearance.species, outfit, appearance.coat, "")
}

/// Like [`picture`], with nothing on.
pub(crate) fn undressed_picture(companion: &Companion) -> String {
    picture(companion, &Outfit::new())
}
