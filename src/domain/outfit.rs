//! What a companion may wear, and what each piece is made of.

use std::collections::BTreeSet;

use super::string_enum::string_enum;

string_enum! {
    /// A piece of the outfit. Counted goods (sponges, towels) are not in it (R13): what is on a toy
    /// must never be missing from the count.
    pub enum Item {
        /// A gown.
        Gown = "gown",
        /// A face mask; its nose strip is metal unless the site says otherwise (domain.md F2.3).
        Mask = "mask",
        /// A cap.
        Cap = "cap",
        /// Shoe covers.
        ShoeCovers = "shoe_covers",
        /// Gloves; latex unless the site says otherwise (domain.md F2.5).
        Gloves = "gloves",
        /// An identity band.
        IdBand = "id_band",
        /// A bandage; may hold latex unless the site says otherwise (domain.md F2.5).
        Bandage = "bandage",
        /// A cast.
        Cast = "cast",
    }
}

impl Item {
    /// Whether it stays on for good, to match what the child wears; it need not come off before home.
    #[must_use]
    pub const fn stays_on(self) -> bool {
        matches!(self, Self::IdBand | Self::Bandage | Self::Cast)
    }
}

/// What a companion wears: each piece once.
pub type Outfit = BTreeSet<Item>;

/// One piece as it was put on: the site's markings at that time rest with the step.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Worn {
    /// Which piece.
    pub item: Item,
    /// Whether the site's catalogue marks it free of metal.
    pub metal_free: bool,
    /// Whether the site's catalogue marks it free of latex.
    pub latex_free: bool,
}

/// The site's catalogue: which pieces are marked free of metal and of latex (R3, R11).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Catalogue {
    /// Pieces marked free of metal.
    pub metal_free: BTreeSet<Item>,
    /// Pieces marked free of latex.
    pub latex_free: BTreeSet<Item>,
}

impl Catalogue {
    /// The piece with this site's markings.
    #[must_use]
    pub fn worn(&self, item: Item) -> Worn {
        Worn {
            item,
            metal_free: self.metal_free.contains(&item),
            latex_free: self.latex_free.contains(&item),
        }
    }
}

impl Default for Catalogue {
    /// Cautious: masks may hold a metal strip, gloves and bandages latex.
    fn default() -> Self {
        use Item::{Bandage, Cap, Cast, Gloves, Gown, IdBand, Mask, ShoeCovers};
        Self {
            metal_free: [Gown, Cap, ShoeCovers, Gloves, IdBand, Bandage, Cast].into(),
            latex_free: [Gown, Mask, Cap, ShoeCovers, IdBand, Cast].into(),
        }
    }
}

string_enum! {
    /// How far the gowning is. Display only: no rule takes a gown for a barrier (R14).
    pub enum Gowning {
        /// Nothing has been put on.
        NotStarted = "not_started",
        /// Some of what the site requires is on, or only other pieces.
        Partly = "partly",
        /// Everything the site requires is on.
        Gowned = "gowned",
        /// It was dressed, and is no more.
        TakenOff = "taken_off",
    }
}

impl Gowning {
    /// How far the gowning is, from what is worn, what was ever worn and what the site requires.
    #[must_use]
    pub fn from_outfits(worn: &Outfit, ever_worn: &Outfit, required: &Outfit) -> Self {
        let dressy = |outfit: &Outfit| outfit.iter().any(|item| !item.stays_on());
        // Where nothing is required, nothing on is still nothing on.
        if required.is_subset(worn) && (dressy(worn) || !required.is_empty()) {
            Self::Gowned
        } else if dressy(worn) {
            Self::Partly
        } else if dressy(ever_worn) {
            Self::TakenOff
        } else {
            Self::NotStarted
        }
    }
}
