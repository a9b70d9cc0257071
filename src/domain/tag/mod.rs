//! Tags: their states and materials, their codes, and the URLs in printed QR codes.

mod code;
mod public_url;

pub use code::{TagCode, TagCodeError};
pub use public_url::{PublicUrl, PublicUrlError};

use super::string_enum::string_enum;

string_enum! {
    pub enum TagState {
        /// Printed, not yet on a companion.
        Blank = "blank",
        Live = "live",
        /// Was on a companion and is gone. A scan means that somebody found it.
        Lost = "lost",
        /// Deactivated permanently.
        Void = "void",
    }
}

string_enum! {
    pub enum Material {
        /// A paper label, for one day.
        Paper = "paper",
        /// A polyester label printed with a resin ribbon.
        Polyester = "polyester",
        /// A woven label, sewn on.
        Fabric = "fabric",
        /// A patient's wristband around a paw.
        Wristband = "wristband",
    }
}

impl Material {
    /// Whether the tag stays readable in a wash: heat and alcohol remove the print from paper and bands.
    #[must_use]
    pub const fn washable(self) -> bool {
        match self {
            Self::Polyester | Self::Fabric => true,
            Self::Paper | Self::Wristband => false,
        }
    }

    /// Whether the tag certainly has no metal: a wristband's clasp may be a metal snap.
    #[must_use]
    pub const fn metal_free(self) -> bool {
        match self {
            Self::Paper | Self::Polyester | Self::Fabric => true,
            Self::Wristband => false,
        }
    }
}

/// The content of a tag's QR code, in capitals for QR's compact alphanumeric mode.
#[must_use]
pub fn tag_url(base: &PublicUrl, code: &TagCode) -> String {
    format!("{}/T/{}", base.to_uppercase(), code.as_str())
}

/// The content of a place's QR code, written like [`tag_url`].
#[must_use]
pub fn place_url(base: &PublicUrl, code: &TagCode) -> String {
    format!("{}/P/{}", base.to_uppercase(), code.as_str())
}
