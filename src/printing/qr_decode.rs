//! Reads the QR code in a JPEG from a phone's camera.
//!
//! The picture is untrusted, so its claimed size is checked before decoding: a small file may hold a picture that fills
//! the memory.

use image::ImageFormat;
use rqrr::PreparedImage;

use crate::photos::processing;

/// In pixels. Phones send frames 640 pixels wide; a full photo is not needed.
const MAX_SIDE: u16 = 2048;

#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum FrameError {
    #[error("the file is not a readable JPEG")]
    NotAPicture,
    #[error("the picture is wider or higher than {MAX_SIDE} pixels")]
    TooLarge,
}

/// The text of the first readable code, if there is one.
pub fn decode(jpeg: &[u8]) -> Result<Option<String>, FrameError> {
    let header = processing::read_header(jpeg).ok_or(FrameError::NotAPicture)?;
    if header.width > MAX_SIDE || header.height > MAX_SIDE {
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
