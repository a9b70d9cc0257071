//! Photo processing: only pixels come out, and harmful files are rejected before decoding.

use image::codecs::jpeg::JpegEncoder;
use image::{ImageFormat, Rgb, RgbImage};
use stuffy::domain::photo::Picture;
use stuffy::photos::processing::{PhotoError, reencode};

use crate::qr_frames::claiming;

const RED: Rgb<u8> = Rgb([200, 30, 30]);
const BLUE: Rgb<u8> = Rgb([30, 30, 200]);

/// Metadata as a phone's camera writes it: the location and the phone.
const METADATA: [&str; 3] = ["N 48 51 30.24", "E 2 17 40.2", "Telephone 15 Pro of Mallory"];

/// A photo whose left half is red and whose right half is blue.
pub(crate) fn snapshot(width: u32, height: u32) -> Vec<u8> {
    let half = width / 2;
    let picture = RgbImage::from_fn(width, height, |x, _| if x < half { RED } else { BLUE });
    let mut jpeg = Vec::new();
    let encoder = JpegEncoder::new_with_quality(&mut jpeg, 90);
    picture.write_with_encoder(encoder).expect("a picture");
    jpeg
}

/// Adds an Exif orientation, and metadata of every kind.
pub(crate) fn with_words(jpeg: &[u8], orientation: u16) -> Vec<u8> {
    let mut tiff = b"MM\0\x2A\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01".to_vec();
    tiff.extend(orientation.to_be_bytes());
    tiff.extend([0; 6]);
    tiff.extend(METADATA.concat().as_bytes());
    let exif = segment(0xE1, &[b"Exif\0\0", &tiff[..]].concat());
    let xmp =
        segment(0xE1, format!("http://ns.adobe.com/xap/1.0/\0<x>{}</x>", METADATA[0]).as_bytes());
    let comment = segment(0xFE, METADATA[2].as_bytes());
    [&jpeg[..2], &exif, &xmp, &comment, &jpeg[2..]].concat()
}

/// Whether any of the metadata is left.
pub(crate) fn tells_words(bytes: &[u8]) -> bool {
    let contains = |word: &[u8]| bytes.windows(word.len()).any(|window| window == word);
    METADATA.iter().any(|word| contains(word.as_bytes())) || contains(b"Exif") || contains(b"adobe")
}

fn segment(kind: u8, body: &[u8]) -> Vec<u8> {
    let length = u16::try_from(body.len() + 2).expect("a short segment");
    [&[0xFF, kind][..], &length.to_be_bytes(), body].concat()
}

fn decode(jpeg: &[u8]) -> RgbImage {
    image::load_from_memory_with_format(jpeg, ImageFormat::Jpeg).expect("a JPEG").into_rgb8()
}

fn is_near(dot: Rgb<u8>, colour: Rgb<u8>) -> bool {
    dot.0.iter().zip(colour.0).all(|(a, b)| a.abs_diff(b) < 40)
}

fn processed(jpeg: &[u8]) -> Picture {
    reencode(jpeg).expect("a photo")
}

#[test]
fn r38_metadata_is_removed() {
    let sent = with_words(&snapshot(640, 480), 1);
    assert!(tells_words(&sent), "the test file has metadata");
    let photo = processed(&sent);
    assert_eq!((photo.width, photo.height), (640, 480));
    for jpeg in [&photo.full, &photo.small] {
        assert!(!tells_words(jpeg));
        // Only the segments that a JPEG needs: JFIF header, tables, frame header and scan.
        let markers = markers(jpeg);
        assert!(
            markers.iter().all(|marker| [0xE0, 0xDB, 0xC0, 0xC4, 0xDA].contains(marker)),
            "{markers:x?}"
        );
    }
}

/// The segment markers up to the first scan.
fn markers(jpeg: &[u8]) -> Vec<u8> {
    let (mut at, mut found) = (2, Vec::new());
    while jpeg[at] == 0xFF {
        found.push(jpeg[at + 1]);
        if jpeg[at + 1] == 0xDA {
            break;
        }
        at += 2 + usize::from(u16::from_be_bytes([jpeg[at + 2], jpeg[at + 3]]));
    }
    found
}

#[test]
fn exif_orientation_is_applied() {
    // 6: the top of the scene is on the right side of the picture.
    let photo = processed(&with_words(&snapshot(640, 480), 6));
    assert_eq!((photo.width, photo.height), (480, 640));
    let full = decode(&photo.full);
    assert!(is_near(*full.get_pixel(240, 40), RED) && is_near(*full.get_pixel(240, 600), BLUE));
    for invalid in [0, 9, 65_535] {
        assert_eq!(processed(&with_words(&snapshot(64, 48), invalid)).width, 64);
    }
}

#[test]
fn large_photos_are_shrunk_and_small_ones_keep_their_size() {
    let photo = processed(&snapshot(3200, 2400));
    assert_eq!((photo.width, photo.height), (1600, 1200));
    assert_eq!(decode(&photo.full).dimensions(), (1600, 1200));
    assert_eq!(decode(&photo.small).dimensions(), (480, 360));
    assert!(photo.small.len() < 20_000, "{} bytes", photo.small.len());
    let tiny = processed(&snapshot(16, 8));
    assert_eq!(
        (decode(&tiny.full).dimensions(), decode(&tiny.small).dimensions()),
        ((16, 8), (16, 8))
    );
}

#[test]
fn files_that_claim_too_many_pixels_are_rejected() {
    let jpeg = snapshot(64, 48);
    assert!(jpeg.len() < 2000);
    assert_eq!(reencode(&claiming(jpeg.clone(), 60_000, 60_000)), Err(PhotoError::TooLarge));
    assert_eq!(reencode(&claiming(jpeg.clone(), 5000, 4001)), Err(PhotoError::TooLarge));
    // A second frame header must be checked as well.
    let at = jpeg.windows(2).position(|pair| pair == [0xFF, 0xC0]).expect("a frame header");
    let end = at + 2 + usize::from(u16::from_be_bytes([jpeg[at + 2], jpeg[at + 3]]));
    let second = claiming(jpeg.clone(), 60_000, 60_000)[at..end].to_vec();
    let both = [&jpeg[..end], &second, &jpeg[end..]].concat();
    assert_eq!(reencode(&both), Err(PhotoError::TooLarge));
}

#[test]
fn files_with_thousands_of_scans_are_rejected() {
    let jpeg = snapshot(64, 48);
    let end = jpeg.len() - 2;
    let scan = [0xFF, 0xDA, 0, 8, 1, 1, 0, 0, 63, 0, 0];
    let many = [&jpeg[..end], &scan.repeat(1000), &jpeg[end..]].concat();
    assert_eq!(reencode(&many), Err(PhotoError::NotAPicture));
}

#[test]
fn files_that_are_not_complete_jpegs_are_rejected() {
    let jpeg = snapshot(64, 48);
    let png = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\xEA\x60\0\0\xEA\x60\x08\x02\0\0\0";
    let svg = b"<svg xmlns=\"http://www.w3.org/2000/svg\"><script>alert(1)</script></svg>";
    let html = b"<!doctype html><script>alert(1)</script>";
    for other in [&b""[..], png, svg, html, b"GIF89a", b"\xFF\xD8", b"\xFF\xD8\xFF\xD9"] {
        assert_eq!(
            reencode(other),
            Err(PhotoError::NotAPicture),
            "{:?}",
            &other[..other.len().min(8)]
        );
    }
    for cut in 0..jpeg.len() - 1 {
        assert_eq!(reencode(&jpeg[..cut]), Err(PhotoError::NotAPicture), "cut at {cut}");
    }
    let html_first = [&html[..], &jpeg].concat();
    assert_eq!(reencode(&html_first), Err(PhotoError::NotAPicture));
}

#[test]
fn trailing_data_is_removed() {
    let other = b"PK\x03\x04<script>alert(1)</script>";
    let photo = processed(&[&snapshot(64, 48)[..], other].concat());
    for jpeg in [&photo.full, &photo.small] {
        assert!(!jpeg.windows(8).any(|window| window == b"<script>"));
        assert!(jpeg.ends_with(&[0xFF, 0xD9]));
    }
}

#[test]
fn corrupted_files_never_panic_or_keep_metadata() {
    let jpeg = with_words(&snapshot(48, 32), 3);
    for at in 0..jpeg.len() {
        for change in [0x00, 0xFF] {
            let mut corrupted = jpeg.clone();
            corrupted[at] = change;
            if let Ok(photo) = reencode(&corrupted) {
                assert!(!tells_words(&photo.full));
            }
        }
    }
}
