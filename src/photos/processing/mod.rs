//! The darkroom: a photo from outside is developed anew, so that nothing is kept of it but what it shows.
//!
//! What it claims to be is looked at before any of it is decoded; words beside the picture (where it was
//! taken, by which phone, a thumbnail, whatever hangs behind its end) stay behind, for they are never copied.

mod jpeg_header;

use std::error::Error;
use std::fmt;

use image::codecs::jpeg::JpegEncoder;
use image::imageops::FilterType;
use image::metadata::Orientation;
use image::{DynamicImage, ImageFormat};

use crate::domain::photo::{Picture, SMALL_PHOTO_MAX_PIXELS};

pub use jpeg_header::{JpegHeader, read_header};

/// The most dots that are decoded: a phone's camera has 12 million, and each takes 3 bytes and more.
pub const MOST_DOTS: u32 = 20_000_000;
/// The longer side of what is kept.
const FULL: u32 = 1600;
/// How closely the JPEG keeps to the picture, out of 100.
const FULL_QUALITY: u8 = 82;
const SMALL_QUALITY: u8 = 72;
/// In so many scans a picture may come. Each is gone through dot by dot, and a small file holds thousands.
const MOST_SCANS: usize = 64;

/// Why a picture is not developed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PhotoError {
    /// It is no JPEG, a broken one, or one that ends before its end.
    NotAPicture,
    /// It claims more dots than are looked at.
    TooLarge,
}

/// Develops a photo: upright, at most 1600 dots long, and a small one of at most 480.
///
/// # Errors
/// [`Spoilt`].
pub fn reencode(jpeg: &[u8]) -> Result<Picture, PhotoError> {
    let claims = read_header(jpeg).ok_or(PhotoError::NotAPicture)?;
    if claims.pixels() > MOST_DOTS {
        return Err(PhotoError::TooLarge);
    }
    let scans = jpeg.get(claims.scan_at..).unwrap_or_default();
    if !has(scans, jpeg_header::END) || count(scans, jpeg_header::SCAN) > MOST_SCANS {
        return Err(PhotoError::NotAPicture);
    }
    let taken = image::load_from_memory_with_format(jpeg, ImageFormat::Jpeg)
        .map_err(|_| PhotoError::NotAPicture)?;
    // Smaller first, so that only few dots are turned.
    let mut full = within(taken, FULL);
    let turned = claims.exif.and_then(Orientation::from_exif_chunk);
    full.apply_orientation(turned.unwrap_or(Orientation::NoTransforms));
    let full = DynamicImage::ImageRgb8(full.into_rgb8());
    let small = within(full.clone(), SMALL_PHOTO_MAX_PIXELS.into());
    let side = |length: u32| u16::try_from(length).map_err(|_| PhotoError::TooLarge);
    Ok(Picture {
        width: side(full.width())?,
        height: side(full.height())?,
        full: printed(&full, FULL_QUALITY)?,
        small: printed(&small, SMALL_QUALITY)?,
    })
}

/// The same picture, no longer than this either way.
fn within(picture: DynamicImage, most: u32) -> DynamicImage {
    if picture.width().max(picture.height()) <= most {
        return picture;
    }
    picture.resize(most, most, FilterType::Triangle)
}

fn printed(picture: &DynamicImage, quality: u8) -> Result<Vec<u8>, PhotoError> {
    let mut jpeg = Vec::new();
    let encoder = JpegEncoder::new_with_quality(&mut jpeg, quality);
    picture.write_with_encoder(encoder).map_err(|_| PhotoError::NotAPicture)?;
    Ok(jpeg)
}

/// Within what is compressed `FF` is never followed by the letter of a mark, so each mark found is one.
fn has(scans: &[u8], mark: [u8; 2]) -> bool {
    scans.windows(2).any(|pair| pair == mark)
}

fn count(scans: &[u8], mark: [u8; 2]) -> usize {
    scans.windows(2).filter(|pair| *pair == mark).count()
}

impl fmt::Display for PhotoError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotAPicture => f.write_str("this is no whole JPEG that can be read"),
            Self::TooLarge => write!(f, "the picture has more than {MOST_DOTS} dots"),
        }
    }
}

impl Error for PhotoError {}
