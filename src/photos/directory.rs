//! Photos stored as files in a directory. Each size of a photo is one file, named by the photo's id.
//!
//! No URL maps to this directory: a request loads the photo's database row first and checks access there.

use std::fs::{self, File, OpenOptions};
use std::io::{self, ErrorKind, Write as _};
use std::os::unix::fs::{DirBuilderExt as _, OpenOptionsExt as _};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use uuid::Uuid;

use crate::domain::id::PhotoId;
use crate::domain::photo::{PhotoSize, Picture};
use crate::domain::string_enum::StringEnum as _;

#[derive(Clone, Debug)]
pub struct PhotoDirectory(Arc<Path>);

/// The extension of a file that is not fully written yet.
const PARTIAL: &str = "part";

impl PhotoDirectory {
    /// Opens the directory. Creates it if needed, readable by this user only.
    pub fn open(path: &Path) -> io::Result<Self> {
        fs::DirBuilder::new().recursive(true).mode(0o700).create(path)?;
        let directory = Self(path.into());
        // Fail at startup, not at the first upload. The process id keeps nodes that start together apart.
        let probe = path.join(format!("probe-{}.{PARTIAL}", std::process::id()));
        write_private(&probe, b"")?;
        fs::remove_file(probe)?;
        Ok(directory)
    }

    /// Saves both sizes of a photo. They are on disk when this returns.
    pub(crate) fn save(&self, id: PhotoId, picture: &Picture) -> io::Result<()> {
        for (size, jpeg) in picture.sizes() {
            let complete = self.file(id, size);
            let partial = complete.with_added_extension(PARTIAL);
            write_private(&partial, jpeg)?;
            fs::rename(partial, complete)?;
        }
        // The renames are durable only after the directory itself is synced.
        File::open(&self.0)?.sync_all()
    }

    pub(crate) fn read(&self, id: PhotoId, size: PhotoSize) -> io::Result<Option<Vec<u8>>> {
        match fs::read(self.file(id, size)) {
            Ok(jpeg) => Ok(Some(jpeg)),
            Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
            Err(error) => Err(error),
        }
    }

    /// Removes every file of a photo, partial ones as well.
    pub(crate) fn remove(&self, id: PhotoId) -> io::Result<()> {
        for size in PhotoSize::ALL {
            let complete = self.file(id, *size);
            let partial = complete.with_added_extension(PARTIAL);
            for file in [complete, partial] {
                match fs::remove_file(file) {
                    Err(error) if error.kind() != ErrorKind::NotFound => return Err(error),
                    _ => {}
                }
            }
        }
        Ok(())
    }

    /// The photos that have a file here, complete or partial. Foreign files are ignored.
    pub(crate) fn ids(&self) -> io::Result<Vec<PhotoId>> {
        let mut ids = Vec::new();
        for entry in fs::read_dir(&self.0)? {
            ids.extend(entry?.file_name().to_str().and_then(photo_id));
        }
        ids.sort_unstable();
        ids.dedup();
        Ok(ids)
    }

    fn file(&self, id: PhotoId, size: PhotoSize) -> PathBuf {
        self.0.join(format!("{id}.{}.jpg", size.key()))
    }
}

/// Writes a file readable by this user only, and syncs it to disk.
fn write_private(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let mut file =
        OpenOptions::new().write(true).create(true).truncate(true).mode(0o600).open(path)?;
    file.write_all(bytes)?;
    file.sync_all()
}

fn photo_id(file_name: &str) -> Option<PhotoId> {
    let (id, rest) = file_name.split_once('.')?;
    let (size, extension) = rest.split_once('.')?;
    let ours = PhotoSize::from_key(size).is_some() && ["jpg", "jpg.part"].contains(&extension);
    Uuid::try_parse(id).ok().filter(|_| ours && id.len() == 36).map(PhotoId::from_uuid)
}
