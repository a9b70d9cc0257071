//! The album: where photos rest, in the database or in a folder, as the site has set.
//!
//! In a folder each picture is a file of its own under the photo's id, written whole or not at all. No
//! address leads into it: whoever wants a picture asks for its row first.

use std::fs::{self, File, OpenOptions};
use std::io::{self, ErrorKind, Write as _};
use std::os::unix::fs::{DirBuilderExt as _, OpenOptionsExt as _};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use uuid::Uuid;

use crate::domain::id::PhotoId;
use crate::domain::photo::{PhotoLocation, PhotoSize, Picture};
use crate::domain::string_enum::StringEnum as _;

/// Where new photos go.
#[derive(Clone, Debug)]
pub enum Album {
    /// There are none here (R38: off unless a site wants them).
    Off,
    /// In the database, and so in its backups and on every node.
    Database,
    /// In a folder, which several nodes must share.
    Folder(PhotoDirectory),
}

impl Album {
    /// Where a new photo would go; nowhere where photos are off.
    #[must_use]
    pub const fn kept_in(&self) -> Option<PhotoLocation> {
        match self {
            Self::Off => None,
            Self::Database => Some(PhotoLocation::Database),
            Self::Folder(_) => Some(PhotoLocation::Folder),
        }
    }

    /// Whether photos are taken and shown.
    #[must_use]
    pub const fn is_on(&self) -> bool {
        self.kept_in().is_some()
    }

    /// Where photos can be read from: none are where the setting names no folder any more, until it does again.
    #[must_use]
    pub const fn readable(&self) -> &'static [PhotoLocation] {
        match self {
            Self::Off | Self::Database => &[PhotoLocation::Database],
            Self::Folder(_) => &[PhotoLocation::Database, PhotoLocation::Folder],
        }
    }

    /// Whether a photo that rests there can be read.
    #[must_use]
    pub fn reads(&self, kept_in: PhotoLocation) -> bool {
        self.readable().contains(&kept_in)
    }

    /// The folder, where there is one.
    #[must_use]
    pub const fn directory(&self) -> Option<&PhotoDirectory> {
        if let Self::Folder(folder) = self { Some(folder) } else { None }
    }
}

/// A folder of photos.
#[derive(Clone, Debug)]
pub struct PhotoDirectory(Arc<Path>);

/// What a file is called until it is whole.
const PART: &str = "part";

impl PhotoDirectory {
    /// Opens a folder, and makes it where there is none: for this user's eyes alone.
    ///
    /// # Errors
    /// That it cannot be made or written to.
    pub fn open(at: &Path) -> io::Result<Self> {
        fs::DirBuilder::new().recursive(true).mode(0o700).create(at)?;
        let folder = Self(at.into());
        // Better told now than to the first who takes a photo; another node may start as well.
        let probe = at.join(format!("probe-{}.{PART}", std::process::id()));
        write(&probe, b"")?;
        fs::remove_file(probe)?;
        Ok(folder)
    }

    /// Keeps a picture in both sizes. It is on disk when this returns.
    ///
    /// # Errors
    /// Why it could not be written.
    pub fn save(&self, id: PhotoId, picture: &Picture) -> io::Result<()> {
        for (size, jpeg) in picture.sizes() {
            let whole = self.file(id, size);
            let part = whole.with_added_extension(PART);
            write(&part, jpeg)?;
            fs::rename(part, whole)?;
        }
        // The names are in the folder itself, which is written as any file is.
        File::open(&self.0)?.sync_all()
    }

    /// Reads a picture; none where there is no such file.
    ///
    /// # Errors
    /// Why it could not be read.
    pub fn read(&self, id: PhotoId, size: PhotoSize) -> io::Result<Option<Vec<u8>>> {
        match fs::read(self.file(id, size)) {
            Ok(jpeg) => Ok(Some(jpeg)),
            Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
            Err(error) => Err(error),
        }
    }

    /// Removes whatever there is of a photo.
    ///
    /// # Errors
    /// Why something of it is still there.
    pub fn remove(&self, id: PhotoId) -> io::Result<()> {
        for size in PhotoSize::ALL {
            let whole = self.file(id, *size);
            let part = whole.with_added_extension(PART);
            for file in [whole, part] {
                match fs::remove_file(file) {
                    Err(error) if error.kind() != ErrorKind::NotFound => return Err(error),
                    _ => {}
                }
            }
        }
        Ok(())
    }

    /// The photos that there is something of, whole or not. What else lies in the folder is left alone.
    ///
    /// # Errors
    /// Why it could not be read.
    pub fn ids(&self) -> io::Result<Vec<PhotoId>> {
        let mut ids = Vec::new();
        for entry in fs::read_dir(&self.0)? {
            ids.extend(entry?.file_name().to_str().and_then(id_of));
        }
        ids.sort_unstable();
        ids.dedup();
        Ok(ids)
    }

    fn file(&self, id: PhotoId, size: PhotoSize) -> PathBuf {
        self.0.join(format!("{id}.{}.jpg", size.key()))
    }
}

/// Writes a file to the disk, for this user's eyes alone.
fn write(at: &Path, bytes: &[u8]) -> io::Result<()> {
    let mut file =
        OpenOptions::new().write(true).create(true).truncate(true).mode(0o600).open(at)?;
    file.write_all(bytes)?;
    file.sync_all()
}

/// Which photo a file is of, by its name.
fn id_of(name: &str) -> Option<PhotoId> {
    let (id, rest) = name.split_once('.')?;
    let (size, rest) = rest.split_once('.')?;
    let ours = PhotoSize::from_key(size).is_some() && ["jpg", "jpg.part"].contains(&rest);
    Uuid::try_parse(id).ok().filter(|_| ours && id.len() == 36).map(PhotoId::from_uuid)
}
