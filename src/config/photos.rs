//! Settings of photos: where they are stored, how many and for how long (R38).

use std::num::NonZeroU32;
use std::path::PathBuf;

use clap::Args;

use super::units::{at_least_one, whole_hours};
use crate::domain::site_rules::SiteRules;
use crate::domain::time::hours;

/// The largest photo that can be uploaded, twice the size of what a phone's camera makes. Not a setting: it bounds the
/// memory that one upload takes.
pub const MAX_UPLOAD_BYTES: usize = 8 * 1024 * 1024;

#[derive(Args, Clone)]
#[command(next_help_heading = "Photos")]
pub struct PhotoSettings {
    /// Where photos of companions are stored: off, database, or folder:PATH (R38)
    #[arg(long = "photo-storage", env = "STUFFY_PHOTO_STORAGE", default_value = "off", value_parser = PhotoStorageSetting::parse)]
    pub storage: PhotoStorageSetting,
    /// Hours after the end of a visit until its photos are deleted (R38)
    #[arg(long = "photo-retention-hours", env = "STUFFY_PHOTO_RETENTION_HOURS", default_value_t = whole_hours(SiteRules::default().photos_expire_after), value_parser = at_least_one::<NonZeroU32>)]
    pub retention_hours: NonZeroU32,
    /// Maximum number of photos of one companion in one visit
    #[arg(long = "max-photos-per-companion", env = "STUFFY_MAX_PHOTOS_PER_COMPANION", default_value_t = max_per_companion(), value_parser = at_least_one::<NonZeroU32>)]
    pub max_per_companion: NonZeroU32,
}

impl PhotoSettings {
    pub(super) fn apply(&self, rules: SiteRules) -> SiteRules {
        SiteRules {
            photos_expire_after: hours(self.retention_hours.get().into()),
            max_photos_per_companion: self.max_per_companion.get(),
            ..rules
        }
    }
}

fn max_per_companion() -> NonZeroU32 {
    NonZeroU32::new(SiteRules::default().max_photos_per_companion).unwrap_or(NonZeroU32::MIN)
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PhotoStorageSetting {
    Off,
    Database,
    Directory(PathBuf),
}

impl PhotoStorageSetting {
    /// Parses `off`, `database` or `folder:PATH`.
    pub fn parse(text: &str) -> Result<Self, String> {
        match text.split_once(':') {
            Some(("folder", path)) if !path.is_empty() => Ok(Self::Directory(path.into())),
            None if text == "off" => Ok(Self::Off),
            None if text == "database" => Ok(Self::Database),
            _ => Err("must be off, database or folder:PATH, such as folder:/var/lib/stuffy/photos"
                .to_owned()),
        }
    }
}
