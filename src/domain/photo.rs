//! A photo of a companion for its family: off unless the site and a guardian want it, and seen by a second
//! person before the family sees it (R38).

use super::string_enum::string_enum;

string_enum! {
    /// Who agreed to photos.
    pub enum Consenter {
        /// A parent.
        Parent = "parent",
        /// Another guardian.
        Guardian = "guardian",
    }
}

string_enum! {
    /// How far a photo is.
    pub enum PhotoState {
        /// It waits for a second look.
        Waiting = "waiting",
        /// Its family may see it.
        Released = "released",
    }
}

string_enum! {
    /// How large a photo is wanted.
    pub enum PhotoSize {
        /// As it was kept.
        Full = "full",
        /// As it stands on a page.
        Small = "small",
    }
}

string_enum! {
    /// Where the picture itself rests.
    pub enum PhotoLocation {
        /// In the database, and so in its backups.
        Database = "database",
        /// In a folder.
        Folder = "folder",
    }
}

/// How long the longer side of a small one is, at the most, in dots.
pub const SMALL_PHOTO_MAX_PIXELS: u16 = 480;

/// A picture as it is kept: developed anew from what was sent, without a word beside it.
#[derive(Clone, PartialEq, Eq)]
pub struct Picture {
    /// How wide the full one is.
    pub width: u16,
    /// How high.
    pub height: u16,
    /// The full one, as JPEG.
    pub full: Vec<u8>,
    /// The small one, as JPEG.
    pub small: Vec<u8>,
}

impl Picture {
    /// Its bytes in each size.
    #[must_use]
    pub fn sizes(&self) -> [(PhotoSize, &[u8]); 2] {
        [(PhotoSize::Full, &self.full), (PhotoSize::Small, &self.small)]
    }
}

impl std::fmt::Debug for Picture {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Picture({}x{})", self.width, self.height)
    }
}
