//! What colour a companion is: a few coats in middle tones, which stand out from a white page and a black one.

use crate::domain::companion::Species;
use crate::domain::words::keyed;

keyed! {
    /// The colour of fur, skin or cloth.
    pub enum Coat {
        /// The brown of a teddy bear.
        Honey = "honey",
        /// Dark brown.
        Cocoa = "cocoa",
        /// Pale rose.
        Rose = "rose",
        /// Orange, as of a tabby.
        Ginger = "ginger",
        /// The yellow of a lion.
        Gold = "gold",
        /// Pale brown.
        Sand = "sand",
        /// Grey with some blue in it.
        Cloud = "cloud",
        /// Green.
        Leaf = "leaf",
        /// White with some violet in it.
        Snow = "snow",
        /// Dark blue.
        Night = "night",
        /// Cool grey.
        Steel = "steel",
        /// Blue.
        Sky = "sky",
        /// Violet.
        Plum = "plum",
    }
}

/// The three tones of a coat.
pub(super) struct Hues {
    /// The coat itself.
    pub coat: &'static str,
    /// Belly, muzzle, inside of the ears.
    pub light: &'static str,
    /// Outlines.
    pub line: &'static str,
}

impl Coat {
    /// The coat a species has where nobody chose another.
    #[must_use]
    pub const fn usual(species: Species) -> Self {
        match species {
            Species::Bear => Self::Honey,
            Species::Rabbit => Self::Rose,
            Species::Cat => Self::Ginger,
            Species::Dog | Species::Doll => Self::Sand,
            Species::Elephant => Self::Cloud,
            Species::Dinosaur => Self::Leaf,
            Species::Unicorn => Self::Snow,
            Species::Penguin => Self::Night,
            Species::Lion => Self::Gold,
            Species::Blanket => Self::Sky,
            Species::Robot => Self::Steel,
            Species::Other => Self::Plum,
        }
    }

    pub(super) const fn hues(self) -> Hues {
        let (coat, light, line) = match self {
            Self::Honey => ("#bd8450", "#efd3ac", "#7a4e2b"),
            Self::Cocoa => ("#8a5f45", "#d9b899", "#563624"),
            Self::Rose => ("#e6c9d0", "#fff3f4", "#9a7482"),
            Self::Ginger => ("#ea9c4b", "#fee6c8", "#a55f1d"),
            Self::Gold => ("#f0bf62", "#fdebc0", "#a8742a"),
            Self::Sand => ("#dfb48a", "#f9e6d0", "#966a45"),
            Self::Cloud => ("#a5b5c8", "#d3deea", "#64758c"),
            Self::Leaf => ("#86c06f", "#e0f2c4", "#4a803f"),
            Self::Snow => ("#f3eaf8", "#fff", "#9a83b0"),
            Self::Night => ("#5f7299", "#fff", "#3a4968"),
            Self::Steel => ("#adbfcc", "#e6eff5", "#5d7282"),
            Self::Sky => ("#8cb6e2", "#e2eefa", "#4d77ab"),
            Self::Plum => ("#b59fdd", "#e9e0f8", "#775cae"),
        };
        Hues { coat, light, line }
    }
}
