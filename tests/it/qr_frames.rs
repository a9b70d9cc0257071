//! Decoding QR codes from camera frames, and rejecting frames that are too large.

use image::codecs::jpeg::JpegEncoder;
use image::{ExtendedColorType, GrayImage, ImageEncoder as _, Luma};
use stuffy::printing::{FrameError, Qr, decode};

const ADDRESS: &str = "HTTPS://STUFFY.EXAMPLE/T/K7QFM2XA9RD3W";

/// A photo of a label, as a phone would send it.
pub(crate) fn photograph(text: &str, side: u32) -> Vec<u8> {
    let label = Qr::from_text(text).expect("a text that fits");
    let module = side as usize * 3 / 4 / label.full_width();
    let edge = (side as usize - module * label.full_width()) / 2;
    let dark = |x: u32, y: u32| {
        let at = |at: u32| (at as usize).checked_sub(edge).map(|at| at / module);
        at(x).zip(at(y)).is_some_and(|(x, y)| label.is_dark(x, y))
    };
    let picture = GrayImage::from_fn(side, side, |x, y| Luma([if dark(x, y) { 40 } else { 215 }]));
    let mut jpeg = Vec::new();
    JpegEncoder::new_with_quality(&mut jpeg, 60)
        .write_image(picture.as_raw(), side, side, ExtendedColorType::L8)
        .expect("a picture");
    jpeg
}

/// Changes the size that a file claims.
pub(crate) fn claiming(mut jpeg: Vec<u8>, width: u16, height: u16) -> Vec<u8> {
    let header = jpeg.windows(2).position(|pair| pair == [0xFF, 0xC0]).expect("a frame header");
    jpeg[header + 5..header + 7].copy_from_slice(&height.to_be_bytes());
    jpeg[header + 7..header + 9].copy_from_slice(&width.to_be_bytes());
    jpeg
}

#[test]
fn a_photographed_label_decodes() {
    assert_eq!(decode(&photograph(ADDRESS, 640)), Ok(Some(ADDRESS.to_owned())));
    assert_eq!(decode(&photograph(ADDRESS, 320)), Ok(Some(ADDRESS.to_owned())));
}

#[test]
fn a_picture_without_a_code_decodes_to_none() {
    let mut jpeg = Vec::new();
    let grey = vec![128; 640 * 480];
    JpegEncoder::new(&mut jpeg)
        .write_image(&grey, 640, 480, ExtendedColorType::L8)
        .expect("a picture");
    assert_eq!(decode(&jpeg), Ok(None));
}

#[test]
fn frames_that_claim_to_be_too_large_are_rejected() {
    let jpeg = photograph(ADDRESS, 320);
    assert_eq!(decode(&claiming(jpeg.clone(), 60_000, 320)), Err(FrameError::TooLarge));
    assert_eq!(decode(&claiming(jpeg.clone(), 320, 2049)), Err(FrameError::TooLarge));
    // A second frame header must be checked as well.
    let header = jpeg.windows(2).position(|pair| pair == [0xFF, 0xC0]).expect("a frame header");
    let large = claiming(jpeg.clone(), 60_000, 60_000);
    let length = usize::from(u16::from_be_bytes([jpeg[header + 2], jpeg[header + 3]])) + 2;
    let second = &large[header..header + length];
    let both = [&jpeg[..header], &jpeg[header..header + length], second, &jpeg[header + length..]];
    assert_eq!(decode(&both.concat()), Err(FrameError::TooLarge));
}

#[test]
fn broken_files_are_rejected_without_a_panic() {
    let jpeg = photograph(ADDRESS, 320);
    for broken in
        [&b""[..], b"GIF89a", b"\xFF\xD8", b"\xFF\xD8\xFF\xC0\x00\x02", b"\xFF\xD8\xFF\xE0\xFF\xFF"]
    {
        assert_eq!(decode(broken), Err(FrameError::NotAPicture), "{broken:?}");
    }
    for cut in (0..jpeg.len()).step_by(97) {
        // A truncated picture may or may not decode. It must not panic.
        let _ = decode(&jpeg[..cut]);
    }
}
