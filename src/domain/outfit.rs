//! What a companion may wear, and what each piece is made of.

use std::collections::BTreeSet;

use super::string_enum::string_enum;

string_enum! {
    /// A piece of the outfit. Counted goods such as sponges and towels are excluded (R13): nothing on a toy may ever be
    /// missing from the surgical count.
    pub enum Item {
        Gown = "gown",
        /// Its nose strip is metal unless the site says otherwise (R3).
        Mask = "mask",
        Cap = "cap",
        ShoeCovers = "shoe_covers",
        /// Latex unless the site says otherwise (R11).
        Gloves = "gloves",
        IdBand = "id_band",
        /// May contain latex unless the site says otherwise (R11).
        Bandage = "bandage",
        Cast = "cast",
    }
}

impl Item {
    /// Whether it stays on permanently, to match what the child wears. Other pieces must come off before it goes home.
    #[must_use]
    pub const fn stays_on(self) -> bool {
        match self {
            Self::IdBand | Self::Bandage | Self::Cast => true,
            Self::Gown | Self::Mask | Self::Cap | Self::ShoeCovers | Self::Gloves => false,
        }
    }
}

/// What a companion wears: each piece once.
pub type Outfit = BTreeSet<Item>;

/// A piece as it was put on. The step stores the site's markings of that time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Worn {
    pub item: Item,
    pub metal_free: bool,
    pub latex_free: bool,
}

/// The pieces that the site marks as free of metal and of latex (R3, R11).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Catalogue {
    pub metal_free: BTreeSet<Item>,
    pub latex_free: BTreeSet<Item>,
}

impl Catalogue {
    #[must_use]
    pub fn with_markings(&self, item: Item) -> Worn {
        Worn {
            item,
            metal_free: self.metal_free.contains(&item),
            latex_free: self.latex_free.contains(&item),
        }
    }
}

impl Default for Catalogue {
    /// Cautious: masks may have a metal strip, gloves and bandages may contain latex.
    fn default() -> Self {
        use Item::{Bandage, Cap, Cast, Gloves, Gown, IdBand, Mask, ShoeCovers};
        Self {
            metal_free: [Gown, Cap, ShoeCovers, Gloves, IdBand, Bandage, Cast].into(),
            latex_free: [Gown, Mask, Cap, ShoeCovers, IdBand, Cast].into(),
        }
    }
}

string_enum! {
    /// How complete the gowning is. For display only: no rule treats a gown as a barrier (R14).
    pub enum Gowning {
        NotStarted = "not_started",
        /// Some of the required pieces are on, or only other ones.
        Partly = "partly",
        /// All required pieces are on.
        Gowned = "gowned",
        /// It was dressed and no longer is.
        TakenOff = "taken_off",
    }
}

impl Gowning {
    pub(crate) fn from_outfits(worn: &Outfit, ever_worn: &Outfit, required: &Outfit) -> Self {
        let dressed = |outfit: &Outfit| outfit.iter().any(|item| !item.stays_on());
        // If the site requires nothing, a bare companion is still not gowned.
        if required.is_subset(worn) && (dressed(worn) || !required.is_empty()) {
            Self::Gowned
        } else if dressed(worn) {
            Self::Partly
        } else if dressed(ever_worn) {
            Self::TakenOff
        } else {
            Self::NotStarted
        }
    }
}
