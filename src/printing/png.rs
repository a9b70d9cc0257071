//! A symbol as PNG: black and white at one bit a pixel, so many pixels to a module.

use png::{BitDepth, ColorType, Encoder, EncodingError};

use super::Qr;

/// How many pixels wide a module is drawn: 1 to 40.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ModulePixels(u8);

impl ModulePixels {
    /// What is drawn when nobody asks for a size: eight pixels, at which a screen shows a code a phone can read.
    pub const USUAL: Self = Self(8);

    /// Takes a size, if it is from 1 to 40.
    #[must_use]
    pub fn new(pixels: u32) -> Option<Self> {
        u8::try_from(pixels).ok().filter(|pixels| (1..=40).contains(pixels)).map(Self)
    }

    const fn get(self) -> usize {
        self.0 as usize
    }
}

/// Draws the symbol with its quiet zone.
///
/// # Panics
/// Never: the picture's size is known and memory takes every byte.
#[must_use]
pub fn png(qr: &Qr, module: ModulePixels) -> Vec<u8> {
    let mut file = Vec::new();
    write(qr, module, &mut file).expect("memory takes every byte of a picture of known size");
    file
}

fn write(qr: &Qr, module: ModulePixels, file: &mut Vec<u8>) -> Result<(), EncodingError> {
    let side = qr.framed_width() * module.get();
    let pixels = u32::try_from(side).unwrap_or(u32::MAX);
    let mut encoder = Encoder::new(file, pixels, pixels);
    encoder.set_color(ColorType::Grayscale);
    encoder.set_depth(BitDepth::One);
    let mut writer = encoder.write_header()?;
    let rows: Vec<u8> = (0..side).flat_map(|y| row(qr, module.get(), y / module.get())).collect();
    writer.write_image_data(&rows)?;
    writer.finish()
}

/// One line of pixels, eight to a byte, leftmost in the highest bit, a set bit being white.
fn row(qr: &Qr, module: usize, y: usize) -> Vec<u8> {
    let side = qr.framed_width() * module;
    let mut bytes = vec![0; side.div_ceil(8)];
    for x in (0..side).filter(|x| !qr.is_dark(x / module, y)) {
        bytes[x / 8] |= 0x80 >> (x % 8);
    }
    bytes
}
