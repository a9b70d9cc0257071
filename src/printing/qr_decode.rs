//! Reads a label back: the text of a QR code in a JPEG that a phone's camera took.
//!
//! The picture comes from outside, so how large it claims to be is looked at before any of it is
//! decoded: a small file may hold a picture that would fill the memory.

use std::{error::Error, fmt};

use image::ImageFormat;
use rqrr::PreparedImage;

use crate::photos::processing;

/// The widest and highest frame that is looked at. A phone sends 640; a whole photo is not needed.
const LARGEST: u16 = 2048;

/// Why a picture is not looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FrameError {
    /// It is no JPEG, or a broken one.
    NotAPicture,
    /// It is wider or higher than 2048 pixels.
    TooLarge,
}

/// The text of the first code in the picture that can be read, where there is one.
///
/// # Errors
/// When the picture cannot be looked at.
pub fn read(jpeg: &[u8]) -> Result<Option<String>, FrameError> {
    let claims = processing::read_header(jpeg).ok_or(FrameError::NotAPicture)?;
    if claims.width > LARGEST || claims.height > LARGEST {
        return Err(FrameError::TooLarge);
    }
    let picture = image::load_from_memory_with_format(jpeg, ImageFormat::Jpeg)
        .map_err(|_| FrameError::NotAPicture)?
        .into_luma8();
    let grey = picture.as_raw();
    let (width, height) = (picture.width() as usize, picture.height() as usize);
    let mut prepared =
        PreparedImage::prepare_from_greyscale(width, height, |x, y| grey[y * width + x]);
    let grids = prepared.detect_grids();
    Ok(grids.iter().find_map(|grid| grid.decode().ok()).map(|(_, text)| text))
}

impl fmt::Display for FrameError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotAPicture => f.write_str("this is no JPEG that can be read"),
            Self::TooLarge => write!(f, "the picture is wider or higher than {LARGEST} pixels"),
        }
    }
}

impl Error for FrameError {}
