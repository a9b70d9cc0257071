//! The darkroom: what comes out of it is a picture and nothing else, and what would harm is not developed.

use image::codecs::jpeg::JpegEncoder;
use image::{ImageFormat, Rgb, RgbImage};
use stuffy::domain::photo::Picture;
use stuffy::photos::processing::{PhotoError, reencode};

use crate::qr_frames::claiming;

const RED: Rgb<u8> = Rgb([200, 30, 30]);
const BLUE: Rgb<u8> = Rgb([30, 30, 200]);

/// What a phone's camera writes beside a picture, in a picture's own colours: where it was taken, by what,
/// and that it lies on its side.
const WORDS: [&str; 3] = ["N 48 51 30.24", "E 2 17 40.2", "Telephone 15 Pro of Mallory"];

/// A photo whose left half is red and whose right half is blue.
pub(crate) fn snapshot(width: u32, height: u32) -> Vec<u8> {
    let half = width / 2;
    let picture = RgbImage::from_fn(width, height, |x, _| if x < half { RED } else { BLUE });
    let mut jpeg = Vec::new();
    let encoder = JpegEncoder::new_with_quality(&mut jpeg, 90);
    picture.write_with_encoder(encoder).expect("a picture");
    jpeg
}

/// The same with Exif in it: an orientation, and words of every kind.
pub(crate) fn with_words(jpeg: &[u8], orientation: u16) -> Vec<u8> {
    let mut tiff = b"MM\0\x2A\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01".to_vec();
    tiff.extend(orientation.to_be_bytes());
    tiff.extend([0; 6]);
    tiff.extend(WORDS.concat().as_bytes());
    let exif = segment(0xE1, &[b"Exif\0\0", &tiff[..]].concat());
    let xmp =
        segment(0xE1, format!("http://ns.adobe.com/xap/1.0/\0<x>{}</x>", WORDS[0]).as_bytes());
    let remark = segment(0xFE, WORDS[2].as_bytes());
    [&jpeg[..2], &exif, &xmp, &remark, &jpeg[2..]].concat()
}

/// Whether any word that was planted is still in there.
pub(crate) fn tells_words(bytes: &[u8]) -> bool {
    let holds = |word: &[u8]| bytes.windows(word.len()).any(|here| here == word);
    WORDS.iter().any(|word| holds(word.as_bytes())) || holds(b"Exif") || holds(b"adobe")
}

fn segment(kind: u8, body: &[u8]) -> Vec<u8> {
    let length = u16::try_from(body.len() + 2).expect("a short segment");
    [&[0xFF, kind][..], &length.to_be_bytes(), body].concat()
}

fn opened(jpeg: &[u8]) -> RgbImage {
    image::load_from_memory_with_format(jpeg, ImageFormat::Jpeg).expect("a JPEG").into_rgb8()
}

fn is_near(dot: Rgb<u8>, colour: Rgb<u8>) -> bool {
    dot.0.iter().zip(colour.0).all(|(a, b)| a.abs_diff(b) < 40)
}

fn developed(jpeg: &[u8]) -> Picture {
    reencode(jpeg).expect("a photo")
}

#[test]
fn r38_no_word_beside_the_picture_comes_out() {
    let sent = with_words(&snapshot(640, 480), 1);
    assert!(tells_words(&sent), "or this test sees nothing");
    let kept = developed(&sent);
    assert_eq!((kept.width, kept.height), (640, 480));
    for jpeg in [&kept.full, &kept.small] {
        assert!(!tells_words(jpeg));
        // Only what a JPEG needs: its own name, tables, sizes and the picture.
        let marks: Vec<_> = marks(jpeg);
        assert!(
            marks.iter().all(|mark| [0xE0, 0xDB, 0xC0, 0xC4, 0xDA].contains(mark)),
            "{marks:x?}"
        );
    }
}

/// The kinds of segment before the picture itself.
fn marks(jpeg: &[u8]) -> Vec<u8> {
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
fn a_photo_that_lies_on_its_side_stands_up() {
    // 6: the top of the scene is at the right of the picture.
    let kept = developed(&with_words(&snapshot(640, 480), 6));
    assert_eq!((kept.width, kept.height), (480, 640));
    let full = opened(&kept.full);
    assert!(is_near(*full.get_pixel(240, 40), RED) && is_near(*full.get_pixel(240, 600), BLUE));
    for nonsense in [0, 9, 65_535] {
        assert_eq!(developed(&with_words(&snapshot(64, 48), nonsense)).width, 64);
    }
}

#[test]
fn a_photo_is_as_large_as_a_page_needs() {
    let kept = developed(&snapshot(3200, 2400));
    assert_eq!((kept.width, kept.height), (1600, 1200));
    assert_eq!(opened(&kept.full).dimensions(), (1600, 1200));
    assert_eq!(opened(&kept.small).dimensions(), (480, 360));
    assert!(kept.small.len() < 20_000, "{} bytes", kept.small.len());
    let tiny = developed(&snapshot(16, 8));
    assert_eq!(
        (opened(&tiny.full).dimensions(), opened(&tiny.small).dimensions()),
        ((16, 8), (16, 8))
    );
}

#[test]
fn a_small_file_that_claims_a_large_picture_is_not_opened() {
    let jpeg = snapshot(64, 48);
    assert!(jpeg.len() < 2000);
    assert_eq!(reencode(&claiming(jpeg.clone(), 60_000, 60_000)), Err(PhotoError::TooLarge));
    assert_eq!(reencode(&claiming(jpeg.clone(), 5000, 4001)), Err(PhotoError::TooLarge));
    // A second header must not slip past the first.
    let at = jpeg.windows(2).position(|pair| pair == [0xFF, 0xC0]).expect("a frame header");
    let end = at + 2 + usize::from(u16::from_be_bytes([jpeg[at + 2], jpeg[at + 3]]));
    let second = claiming(jpeg.clone(), 60_000, 60_000)[at..end].to_vec();
    let both = [&jpeg[..end], &second, &jpeg[end..]].concat();
    assert_eq!(reencode(&both), Err(PhotoError::TooLarge));
}

#[test]
fn a_picture_in_thousands_of_scans_is_not_gone_through() {
    let jpeg = snapshot(64, 48);
    let end = jpeg.len() - 2;
    let scan = [0xFF, 0xDA, 0, 8, 1, 1, 0, 0, 63, 0, 0];
    let many = [&jpeg[..end], &scan.repeat(1000), &jpeg[end..]].concat();
    assert_eq!(reencode(&many), Err(PhotoError::NotAPicture));
}

#[test]
fn what_is_no_whole_jpeg_is_refused() {
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
    let webpage_first = [&html[..], &jpeg].concat();
    assert_eq!(reencode(&webpage_first), Err(PhotoError::NotAPicture));
}

#[test]
fn what_hangs_behind_a_picture_stays_behind() {
    let other = b"PK\x03\x04<script>alert(1)</script>";
    let kept = developed(&[&snapshot(64, 48)[..], other].concat());
    for jpeg in [&kept.full, &kept.small] {
        assert!(!jpeg.windows(8).any(|here| here == b"<script>"));
        assert!(jpeg.ends_with(&[0xFF, 0xD9]));
    }
}

#[test]
fn whatever_a_byte_is_changed_to_there_is_an_answer() {
    let jpeg = with_words(&snapshot(48, 32), 3);
    for at in 0..jpeg.len() {
        for change in [0x00, 0xFF] {
            let mut garbled = jpeg.clone();
            garbled[at] = change;
            if let Ok(kept) = reencode(&garbled) {
                assert!(!tells_words(&kept.full));
            }
        }
    }
}
