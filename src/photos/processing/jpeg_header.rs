//! What a JPEG says of itself before its picture begins; a small file may claim to fill the memory.

/// The mark at the end of a picture, and the one before each scan of it.
pub(crate) const END: [u8; 2] = [0xFF, 0xD9];
pub(crate) const SCAN: [u8; 2] = [0xFF, 0xDA];

/// What a file claims.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct JpegHeader<'a> {
    /// The largest width that any of its frame headers names.
    pub width: u16,
    /// The largest height.
    pub height: u16,
    /// What it says in Exif, as a TIFF file.
    pub(crate) exif: Option<&'a [u8]>,
    /// Where its first scan begins.
    pub(crate) scan_at: usize,
}

impl JpegHeader<'_> {
    /// How many dots it claims to have.
    #[must_use]
    pub fn pixels(&self) -> u32 {
        u32::from(self.width) * u32::from(self.height)
    }
}

/// Reads what the file claims. A JPEG is a row of segments, each `FF`, its kind, its length; the picture
/// itself begins after the one called `DA`.
#[must_use]
pub fn read_header(jpeg: &[u8]) -> Option<JpegHeader<'_>> {
    let mut rest = jpeg.strip_prefix(&[0xFF, 0xD8])?;
    let (mut size, mut exif) = (None, None);
    while let [0xFF, kind, high, low, ..] = *rest {
        let length = usize::from(u16::from_be_bytes([high, low]));
        let body = rest.get(4..2 + length)?;
        match kind {
            0xDA => {
                let (width, height) = size?;
                return Some(JpegHeader { width, height, exif, scan_at: jpeg.len() - rest.len() });
            }
            0xC0..=0xCF if ![0xC4, 0xC8, 0xCC].contains(&kind) => {
                let [_, y1, y2, x1, x2, ..] = *body else { return None };
                let (width, height) = (u16::from_be_bytes([x1, x2]), u16::from_be_bytes([y1, y2]));
                let (widest, highest) = size.unwrap_or((0, 0));
                size = Some((width.max(widest), height.max(highest)));
            }
            0xE1 => exif = exif.or_else(|| body.strip_prefix(b"Exif\0\0")),
            _ => {}
        }
        rest = rest.get(2 + length..)?;
    }
    None
}
