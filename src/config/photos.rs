//! The setting of where photos rest.

use std::path::PathBuf;

/// Where photos rest, as it is written in a setting.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PhotoStorageSetting {
    /// There are none.
    Off,
    /// In the database.
    Database,
    /// In this folder.
    Folder(PathBuf),
}

impl PhotoStorageSetting {
    /// Reads `off`, `database` or `folder:/PATH`.
    ///
    /// # Errors
    /// How it is written.
    pub fn parse(text: &str) -> Result<Self, String> {
        match text.split_once(':') {
            Some(("folder", path)) if !path.is_empty() => Ok(Self::Folder(path.into())),
            None if text == "off" => Ok(Self::Off),
            None if text == "database" => Ok(Self::Database),
            _ => Err(
                "must be off, database, or folder: and a path, as in folder:/var/lib/stuffy/photos"
                    .to_owned(),
            ),
        }
    }
}
