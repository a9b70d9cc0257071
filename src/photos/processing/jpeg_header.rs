//! Reads the size and Exif of a JPEG without decoding it: a small file may claim a picture that fills the memory.

/// End of image marker.
pub(crate) const END_OF_IMAGE: [u8; 2] = [0xFF, 0xD9];
/// Start of scan marker.
pub(crate) const START_OF_SCAN: [u8; 2] = [0xFF, 0xDA];

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct JpegHeader<'a> {
    /// The largest width of all frame headers.
    pub width: u16,
    /// The largest height of all frame headers.
    pub height: u16,
    /// The Exif data, as a TIFF file.
    pub(crate) exif: Option<&'a [u8]>,
    /// Offset of the first scan.
    pub(crate) scan_offset: usize,
}

impl JpegHeader<'_> {
    #[must_use]
    pub fn pixels(&self) -> u32 {
        u32::from(self.width) * u32::from(self.height)
    }
}

/// Reads the segments before the first scan. A segment is `FF`, its kind, its length and its body.
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
                let scan_offset = jpeg.len() - rest.len();
                return Some(JpegHeader { width, height, exif, scan_offset });
            }
            // Start of frame, every variant of it.
            0xC0..=0xCF if ![0xC4, 0xC8, 0xCC].contains(&kind) => {
                let [_, y1, y2, x1, x2, ..] = *body else { return None };
                let (width, height) = (u16::from_be_bytes([x1, x2]), u16::from_be_bytes([y1, y2]));
                let (max_width, max_height) = size.unwrap_or((0, 0));
                size = Some((width.max(max_width), height.max(max_height)));
            }
            0xE1 => exif = exif.or_else(|| body.strip_prefix(b"Exif\0\0")),
            _ => {}
        }
        rest = rest.get(2 + length..)?;
    }
    None
}
