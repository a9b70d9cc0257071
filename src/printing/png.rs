//! A QR symbol as PNG: black and white, one bit per pixel.

use png::{BitDepth, ColorType, Encoder, EncodingError};

use super::qr::Qr;

/// The width of a module in pixels: 1 to 40.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ModulePixels(u8);

impl ModulePixels {
    /// Large enough for a phone to scan from a screen.
    pub(crate) const DEFAULT: Self = Self(8);

    #[must_use]
    pub fn new(pixels: u32) -> Option<Self> {
        u8::try_from(pixels).ok().filter(|pixels| (1..=40).contains(pixels)).map(Self)
    }

    const fn get(self) -> usize {
        self.0 as usize
    }
}

/// Includes the quiet zone.
///
/// # Panics
/// Never: encoding a picture of known size into memory cannot fail.
#[must_use]
pub fn png(qr: &Qr, module: ModulePixels) -> Vec<u8> {
    let mut file = Vec::new();
    write(qr, module, &mut file).expect("encoding a picture of known size into memory");
    file
}

fn write(qr: &Qr, module: ModulePixels, file: &mut Vec<u8>) -> Result<(), EncodingError> {
    let side = qr.full_width() * module.get();
    let pixels = u32::try_from(side).unwrap_or(u32::MAX);
    let mut encoder = Encoder::new(file, pixels, pixels);
    encoder.set_color(ColorType::Grayscale);
    encoder.set_depth(BitDepth::One);
    let mut writer = encoder.write_header()?;
    let rows: Vec<u8> =
        (0..side).flat_map(|y| pixel_row(qr, module.get(), y / module.get())).collect();
    writer.write_image_data(&rows)?;
    writer.finish()
}

/// Eight pixels per byte, the leftmost in the highest bit. A set bit is white.
fn pixel_row(qr: &Qr, module: usize, y: usize) -> Vec<u8> {
    let side = qr.full_width() * module;
    let mut bytes = vec![0; side.div_ceil(8)];
    for x in (0..side).filter(|x| !qr.is_dark(x / module, y)) {
        bytes[x / 8] |= 0x80 >> (x % 8);
    }
    bytes
}
