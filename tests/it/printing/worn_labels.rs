//! Damaged labels: rotated, blurred, faded, with a missing corner. Both decoders must read every label at these levels of
//! damage. Beyond them, staff type the letters of the code.

use std::sync::LazyLock;

use stuffy::printing::{Fonts, Layout, Sticker, Stock, sheet};

use super::readers::{self, Area, Grey};
use super::sheets::cell;
use super::{SITE, address, codes, qr};

/// The number of labels per kind of damage.
const LABELS: u32 = 6;

/// Labels and their expected texts.
type Printed = (Vec<Grey>, Vec<Option<String>>);

/// Labels of the smallest stock, rendered at 300 dpi.
fn printed() -> Printed {
    let layout = Layout::from_stock(Stock::AveryL7651, (0.0, 0.0)).expect("it fits its page");
    let stickers: Vec<_> =
        codes(LABELS.into()).map(|code| Sticker { qr: qr(SITE, &code), code }).collect();
    let pdf = sheet(&stickers, &layout, 0, &Fonts::default()).expect("a sheet");
    let page = readers::print_pdf(&pdf, 300).remove(0);
    let with_quiet_zone = |symbol: &readers::FoundSymbol| {
        let quiet = 24;
        let Area { left, top, right, bottom } = symbol.area;
        Area { left: left - quiet, top: top - quiet, right: right + quiet, bottom: bottom + quiet }
    };
    let labels = (0..LABELS).map(|nth| page.crop(cell(&layout, nth, 300)));
    let symbols = labels.map(|label| label.crop(with_quiet_zone(&readers::find(&label)[0])));
    let expected = stickers.iter().map(|sticker| Some(address(SITE, &sticker.code)));
    (symbols.collect(), expected.collect())
}

/// Asserts that both decoders read all labels after this damage.
fn assert_readable(what: &str, damage: impl Fn(&Grey) -> Grey) {
    static PRINTED: LazyLock<Printed> = LazyLock::new(printed);
    let (pictures, expected) = &*PRINTED;
    let damaged: Vec<_> = pictures.iter().map(damage).collect();
    assert_eq!(&readers::rqrr(&damaged), expected, "rqrr, {what}");
    assert_eq!(&readers::zbar(&damaged), expected, "zbar, {what}");
}

/// Computes a picture pixel by pixel.
fn compute(width: usize, height: usize, shade: impl Fn(f64, f64) -> f64) -> Grey {
    let mut picture = Grey::white(width, height);
    for y in 0..height {
        for x in 0..width {
            picture.pixels[y * width + x] = byte(shade(real(x), real(y)));
        }
    }
    picture
}

#[expect(clippy::cast_precision_loss, reason = "a picture is some thousand dots wide")]
fn real(dots: usize) -> f64 {
    dots as f64
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a shade is 0 to 255, and a cast saturates"
)]
fn byte(shade: f64) -> u8 {
    shade.round() as u8
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a picture is some thousand dots wide"
)]
fn dot(at: f64) -> Option<usize> {
    (at >= 0.0).then_some(at as usize)
}

/// The interpolated shade at a position between pixels.
fn interpolate(picture: &Grey, x: f64, y: f64) -> f64 {
    let (left, top) = (x.floor(), y.floor());
    let at = |x: f64, y: f64| match (dot(x), dot(y)) {
        (Some(x), Some(y)) => f64::from(picture.at(x, y)),
        _ => 255.0,
    };
    let mix = |a: f64, b: f64, part: f64| a + (b - a) * part;
    let upper = mix(at(left, top), at(left + 1.0, top), x - left);
    let lower = mix(at(left, top + 1.0), at(left + 1.0, top + 1.0), x - left);
    mix(upper, lower, y - top)
}

fn rotate(picture: &Grey, degrees: f64) -> Grey {
    let side = picture.width.max(picture.height) * 3 / 2;
    let (across, along) = degrees.to_radians().sin_cos();
    let (middle, half) =
        (real(side) / 2.0, (real(picture.width) / 2.0, real(picture.height) / 2.0));
    compute(side, side, |x, y| {
        let (x, y) = (x - middle, y - middle);
        interpolate(picture, x * along + y * across + half.0, y * along - x * across + half.1)
    })
}

/// Out of focus: the mean over a disc of this radius, in dots.
fn blur(picture: &Grey, radius: f64) -> Grey {
    let reach = (0..20).take_while(|n| real(*n) <= radius).count() * 2;
    let steps = || (0..reach).map(move |n| real(n) - real(reach) / 2.0 + 0.5);
    let disc: Vec<(f64, f64)> = steps()
        .flat_map(|y| steps().map(move |x| (x, y)))
        .filter(|(x, y)| x.hypot(*y) <= radius)
        .collect();
    let count = real(disc.len());
    compute(picture.width, picture.height, |x, y| {
        disc.iter().map(|(dx, dy)| interpolate(picture, x + dx, y + dy)).sum::<f64>() / count
    })
}

/// Faded black and yellowed white: maps all shades between these two.
fn fade(picture: &Grey, ink: f64, paper: f64) -> Grey {
    compute(picture.width, picture.height, |x, y| {
        ink + interpolate(picture, x, y) / 255.0 * (paper - ink)
    })
}

/// Tears off the corner without a finder pattern, along a diagonal. `part` is relative to the symbol's side.
fn tear(picture: &Grey, part: f64) -> Grey {
    let (right, bottom) = (real(picture.width) - 24.0, real(picture.height) - 24.0);
    let size = (right - 24.0) * part;
    compute(picture.width, picture.height, |x, y| {
        if (right - x) + (bottom - y) < size { 255.0 } else { interpolate(picture, x, y) }
    })
}

/// Puts a blot of ink in the middle. `part` is relative to the symbol's side.
fn blot(picture: &Grey, part: f64) -> Grey {
    let middle = (real(picture.width) / 2.0, real(picture.height) / 2.0);
    let radius = (real(picture.width) - 48.0) * part / 2.0;
    compute(picture.width, picture.height, |x, y| {
        if (x - middle.0).hypot(y - middle.1) < radius { 0.0 } else { interpolate(picture, x, y) }
    })
}

#[test]
fn r25_a_rotated_label_is_readable() {
    // A camera has a higher resolution than a printer. At the printer's own resolution, rqrr misses one label in a
    // hundred at odd angles.
    for degrees in [3.0, 11.0, 30.0, 45.0, 60.0, 90.0, 137.0, 180.0, 214.0, 320.0] {
        assert_readable(&format!("rotated by {degrees}°"), |picture| {
            rotate(&picture.enlarged(2), degrees)
        });
    }
}

#[test]
fn r25_a_blurred_label_is_readable() {
    // A module is six dots wide. From a radius of three on, rqrr misses some labels; at four, both decoders do.
    for radius in [1.5, 2.5] {
        assert_readable(&format!("blurred by {radius} dots"), |picture| blur(picture, radius));
    }
}

#[test]
fn r25_a_faded_label_is_readable() {
    // With a contrast below a third, zbar still reads a label but rqrr does not.
    for (ink, paper) in [(60.0, 200.0), (120.0, 180.0), (20.0, 70.0)] {
        assert_readable(&format!("{ink} on {paper}"), |picture| fade(picture, ink, paper));
    }
}

#[test]
fn r25_a_label_with_a_missing_corner_or_a_blot_is_readable() {
    // A corner of half a side is too much for both decoders.
    for part in [0.2, 0.4] {
        assert_readable(&format!("a missing corner of {part}"), |picture| tear(picture, part));
    }
    for part in [0.1, 0.2, 0.3] {
        assert_readable(&format!("a blot of {part}"), |picture| blot(picture, part));
    }
}

#[test]
fn r25_a_label_with_several_kinds_of_damage_is_readable() {
    assert_readable("rotated, blurred and faded, with a missing corner", |picture| {
        fade(&blur(&rotate(&tear(picture, 0.25), 23.0), 2.0), 90.0, 190.0)
    });
}
