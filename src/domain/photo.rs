//! Photos of a companion for its family: only if the site and a guardian want them, and released by a second person
//! (R38).

use super::string_enum::string_enum;

string_enum! {
    /// Who consented to photos.
    pub enum Consenter {
        Parent = "parent",
        /// A guardian who is no parent.
        Guardian = "guardian",
    }
}

string_enum! {
    pub enum PhotoState {
        /// A second person has to review it.
        Waiting = "waiting",
        /// The family may see it.
        Released = "released",
    }
}

string_enum! {
    pub enum PhotoSize {
        Full = "full",
        /// For pages: at most [`SMALL_PHOTO_MAX_PIXELS`].
        Small = "small",
    }
}

string_enum! {
    /// Where the bytes of a photo are stored.
    pub enum PhotoLocation {
        /// In the database, and so in its backups.
        Database = "database",
        Folder = "folder",
    }
}

/// The longer side of a small photo.
pub(crate) const SMALL_PHOTO_MAX_PIXELS: u16 = 480;

/// A photo as it is stored: re-encoded, without any metadata.
#[derive(Clone, PartialEq, Eq)]
pub struct Picture {
    /// Of the full size, in pixels.
    pub width: u16,
    /// Of the full size, in pixels.
    pub height: u16,
    /// JPEG.
    pub full: Vec<u8>,
    /// JPEG.
    pub small: Vec<u8>,
}

impl Picture {
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
