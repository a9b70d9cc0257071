//! Tags: the QR a companion wears, what it is made of, and the code that is printed on it.

mod code;
mod public_url;

pub use code::{TagCode, TagCodeError};
pub use public_url::{PublicUrl, PublicUrlError};

use super::string_enum::string_enum;

string_enum! {
    /// How far a tag has come.
    pub enum TagState {
        /// Printed, not yet on anyone.
        Blank = "blank",
        /// On a companion.
        Live = "live",
        /// Was on a companion and is gone; whoever scans it has found it.
        Lost = "lost",
        /// Withdrawn for good.
        Void = "void",
    }
}

string_enum! {
    /// What a tag is made of.
    pub enum Material {
        /// A paper label, for one day.
        Paper = "paper",
        /// A polyester label printed with resin ribbon.
        Polyester = "polyester",
        /// A woven label, sewn on.
        Fabric = "fabric",
        /// A patient's wristband around a paw.
        Wristband = "wristband",
    }
}

impl Material {
    /// Whether the tag comes out of a wash readable: heat and alcohol take the print off paper and bands.
    #[must_use]
    pub const fn washable(self) -> bool {
        matches!(self, Self::Polyester | Self::Fabric)
    }

    /// Whether the tag holds no metal for certain: a wristband's clasp may be a metal snap.
    #[must_use]
    pub const fn metal_free(self) -> bool {
        !matches!(self, Self::Wristband)
    }
}

/// What a tag's QR says: all of it in capitals, so that it stays in QR's alphanumeric mode.
#[must_use]
pub fn tag_url(base: &PublicUrl, code: &TagCode) -> String {
    format!("{}/T/{}", base.to_uppercase(), code.as_str())
}

/// What the QR on a place's wall says, written as [`tag_url`] is.
#[must_use]
pub fn place_url(base: &PublicUrl, code: &TagCode) -> String {
    format!("{}/P/{}", base.to_uppercase(), code.as_str())
}
