//! Re-encodes an uploaded photo, so that only its pixels are stored.
//!
//! The claimed size is checked before decoding. Metadata (location, phone model, thumbnail, trailing bytes) is never
//! copied into the new file.

mod jpeg_header;

use image::codecs::jpeg::JpegEncoder;
use image::imageops::FilterType;
use image::metadata::Orientation;
use image::{DynamicImage, ImageFormat};

use crate::domain::photo::{Picture, SMALL_PHOTO_MAX_PIXELS};

pub use jpeg_header::{JpegHeader, read_header};

/// A phone's camera has about 12 million pixels. Decoding takes at least 3 bytes for each.
pub const MAX_PIXELS: u32 = 20_000_000;
/// The longer side of the full picture, in pixels.
const FULL: u32 = 1600;
/// JPEG quality, of 100.
const FULL_QUALITY: u8 = 82;
const SMALL_QUALITY: u8 = 72;
/// A decoder visits every pixel once per scan, and a small file can hold thousands of scans.
const MAX_SCANS: usize = 64;

#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PhotoError {
    #[error("the file is not a complete JPEG")]
    NotAPicture,
    #[error("the picture has more than {MAX_PIXELS} pixels")]
    TooLarge,
}

/// Decodes and re-encodes a photo: upright, in full size (at most 1600 pixels long) and small (at most 480).
pub fn reencode(jpeg: &[u8]) -> Result<Picture, PhotoError> {
    let header = read_header(jpeg).ok_or(PhotoError::NotAPicture)?;
    if header.pixels() > MAX_PIXELS {
        return Err(PhotoError::TooLarge);
    }
    let scans = jpeg.get(header.scan_offset..).unwrap_or_default();
    if count_markers(scans, jpeg_header::END_OF_IMAGE) == 0
        || count_markers(scans, jpeg_header::START_OF_SCAN) > MAX_SCANS
    {
        return Err(PhotoError::NotAPicture);
    }
    let decoded = image::load_from_memory_with_format(jpeg, ImageFormat::Jpeg)
        .map_err(|_| PhotoError::NotAPicture)?;
    // Shrink before rotating: rotation then has fewer pixels to move.
    let mut full = shrink(decoded, FULL);
    let orientation = header.exif.and_then(Orientation::from_exif_chunk);
    full.apply_orientation(orientation.unwrap_or(Orientation::NoTransforms));
    let full = DynamicImage::ImageRgb8(full.into_rgb8());
    let small = shrink(full.clone(), SMALL_PHOTO_MAX_PIXELS.into());
    let side = |length: u32| u16::try_from(length).map_err(|_| PhotoError::TooLarge);
    Ok(Picture {
        width: side(full.width())?,
        height: side(full.height())?,
        full: encode(&full, FULL_QUALITY)?,
        small: encode(&small, SMALL_QUALITY)?,
    })
}

fn shrink(picture: DynamicImage, max_side: u32) -> DynamicImage {
    if picture.width().max(picture.height()) <= max_side {
        return picture;
    }
    picture.resize(max_side, max_side, FilterType::Triangle)
}

fn encode(picture: &DynamicImage, quality: u8) -> Result<Vec<u8>, PhotoError> {
    let mut jpeg = Vec::new();
    let encoder = JpegEncoder::new_with_quality(&mut jpeg, quality);
    picture.write_with_encoder(encoder).map_err(|_| PhotoError::NotAPicture)?;
    Ok(jpeg)
}

/// Compressed data never contains a marker: there, `FF` is always followed by zero or a restart marker.
fn count_markers(scans: &[u8], marker: [u8; 2]) -> usize {
    scans.windows(2).filter(|pair| *pair == marker).count()
}
