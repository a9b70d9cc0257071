//! Where the site stores photos: nowhere, in the database, or in a directory.

use super::directory::PhotoDirectory;
use crate::domain::photo::PhotoLocation;

/// Where new photos go.
#[derive(Clone, Debug)]
pub enum PhotoStorage {
    /// Photos are off unless a site turns them on (R38).
    Off,
    /// In the database, and so in its backups and on every node.
    Database,
    /// In a directory, which all nodes must share.
    Directory(PhotoDirectory),
}

impl PhotoStorage {
    /// Where a new photo is saved; `None` while photos are off.
    pub(crate) const fn save_location(&self) -> Option<PhotoLocation> {
        match self {
            Self::Off => None,
            Self::Database => Some(PhotoLocation::Database),
            Self::Directory(_) => Some(PhotoLocation::Folder),
        }
    }

    pub(crate) const fn is_enabled(&self) -> bool {
        self.save_location().is_some()
    }

    /// Where photos can be read from. Photos saved in a directory stay unreadable until the setting names one again.
    pub(crate) const fn readable_locations(&self) -> &'static [PhotoLocation] {
        match self {
            Self::Off | Self::Database => &[PhotoLocation::Database],
            Self::Directory(_) => &[PhotoLocation::Database, PhotoLocation::Folder],
        }
    }

    pub(crate) fn can_read(&self, location: PhotoLocation) -> bool {
        self.readable_locations().contains(&location)
    }

    pub(crate) const fn directory(&self) -> Option<&PhotoDirectory> {
        if let Self::Directory(directory) = self { Some(directory) } else { None }
    }
}
