//! Labels after a day on a ward: turned, blurred, pale, with a corner gone. What both decoders are held to here is
//! what both still read of every label that was tried, and no less; worse than that, the letters are typed.

use std::sync::LazyLock;

use stuffy::printing::{Fonts, Layout, Sticker, Stock, sheet};

use super::readers::{self, Area, Grey};
use super::sheets::cell;
use super::{SITE, address, codes, qr};

/// How many labels go through each kind of harm.
const TRIED: u32 = 6;

/// Labels, and what each of them says.
type Printed = (Vec<Grey>, Vec<Option<String>>);

/// The smallest stock there is, printed at 300 dpi: its labels cut out, and what they say.
fn printed() -> Printed {
    let layout = Layout::of(Stock::AveryL7651, (0.0, 0.0)).expect("it fits its page");
    let stickers: Vec<_> =
        codes(TRIED.into()).map(|code| Sticker { qr: qr(SITE, &code), code }).collect();
    let pdf = sheet(&stickers, &layout, 0, &Fonts::default()).expect("a sheet");
    let page = readers::print_pdf(&pdf, 300).remove(0);
    let around = |seen: &readers::Seen| {
        let quiet = 24;
        let Area { left, top, right, bottom } = seen.area;
        Area { left: left - quiet, top: top - quiet, right: right + quiet, bottom: bottom + quiet }
    };
    let labels = (0..TRIED).map(|nth| page.cut(cell(&layout, nth, 300)));
    let symbols = labels.map(|label| label.cut(around(&readers::find(&label)[0])));
    let wanted = stickers.iter().map(|sticker| Some(address(SITE, &sticker.code)));
    (symbols.collect(), wanted.collect())
}

/// Both decoders read all of them, harmed like this.
fn still_read(what: &str, harm: impl Fn(&Grey) -> Grey) {
    static PRINTED: LazyLock<Printed> = LazyLock::new(printed);
    let (pictures, wanted) = &*PRINTED;
    let harmed: Vec<_> = pictures.iter().map(harm).collect();
    assert_eq!(&readers::rqrr(&harmed), wanted, "rqrr, {what}");
    assert_eq!(&readers::zbar(&harmed), wanted, "zbar, {what}");
}

/// A picture whose dots are worked out one by one.
fn drawn(width: usize, height: usize, shade: impl Fn(f64, f64) -> f64) -> Grey {
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

/// The shade between dots.
fn between(picture: &Grey, x: f64, y: f64) -> f64 {
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

fn turned(picture: &Grey, degrees: f64) -> Grey {
    let side = picture.width.max(picture.height) * 3 / 2;
    let (across, along) = degrees.to_radians().sin_cos();
    let (middle, half) =
        (real(side) / 2.0, (real(picture.width) / 2.0, real(picture.height) / 2.0));
    drawn(side, side, |x, y| {
        let (x, y) = (x - middle, y - middle);
        between(picture, x * along + y * across + half.0, y * along - x * across + half.1)
    })
}

/// Seen as through a lens that is out of focus: the mean over a disc of this radius, in dots.
fn blurred(picture: &Grey, radius: f64) -> Grey {
    let reach = (0..20).take_while(|n| real(*n) <= radius).count() * 2;
    let steps = || (0..reach).map(move |n| real(n) - real(reach) / 2.0 + 0.5);
    let disc: Vec<(f64, f64)> = steps()
        .flat_map(|y| steps().map(move |x| (x, y)))
        .filter(|(x, y)| x.hypot(*y) <= radius)
        .collect();
    let count = real(disc.len());
    drawn(picture.width, picture.height, |x, y| {
        disc.iter().map(|(dx, dy)| between(picture, x + dx, y + dy)).sum::<f64>() / count
    })
}

/// Black faded and white yellowed: all shades between these two.
fn pale(picture: &Grey, ink: f64, paper: f64) -> Grey {
    drawn(picture.width, picture.height, |x, y| {
        ink + between(picture, x, y) / 255.0 * (paper - ink)
    })
}

/// A corner torn off along a diagonal; `part` of the symbol's side, at the corner that has no finder.
fn torn(picture: &Grey, part: f64) -> Grey {
    let (right, bottom) = (real(picture.width) - 24.0, real(picture.height) - 24.0);
    let torn = (right - 24.0) * part;
    drawn(picture.width, picture.height, |x, y| {
        if (right - x) + (bottom - y) < torn { 255.0 } else { between(picture, x, y) }
    })
}

/// A blot of ink in the middle; `part` of the symbol's side.
fn blotted(picture: &Grey, part: f64) -> Grey {
    let middle = (real(picture.width) / 2.0, real(picture.height) / 2.0);
    let radius = (real(picture.width) - 48.0) * part / 2.0;
    drawn(picture.width, picture.height, |x, y| {
        if (x - middle.0).hypot(y - middle.1) < radius { 0.0 } else { between(picture, x, y) }
    })
}

#[test]
fn r25_a_label_is_read_however_it_is_turned() {
    // A camera has more dots than a printer. With no more than the printer's own, rqrr misses one label in a
    // hundred, at odd angles.
    for degrees in [3.0, 11.0, 30.0, 45.0, 60.0, 90.0, 137.0, 180.0, 214.0, 320.0] {
        still_read(&format!("turned by {degrees}°"), |picture| {
            turned(&picture.seen_closely(2), degrees)
        });
    }
}

#[test]
fn r25_a_label_is_read_out_of_focus() {
    // Of a module's six dots. From three on, rqrr begins to miss some; at four, both do.
    for radius in [1.5, 2.5] {
        still_read(&format!("blurred by {radius} dots"), |picture| blurred(picture, radius));
    }
}

#[test]
fn r25_a_label_is_read_when_it_has_faded() {
    // Print that differs from its paper by less than a third is still read by zbar, no more by rqrr.
    for (ink, paper) in [(60.0, 200.0), (120.0, 180.0), (20.0, 70.0)] {
        still_read(&format!("{ink} on {paper}"), |picture| pale(picture, ink, paper));
    }
}

#[test]
fn r25_a_label_is_read_with_a_corner_gone_or_a_blot_on_it() {
    // Half a side is too much for either.
    for part in [0.2, 0.4] {
        still_read(&format!("{part} of a corner gone"), |picture| torn(picture, part));
    }
    for part in [0.1, 0.2, 0.3] {
        still_read(&format!("a blot over {part}"), |picture| blotted(picture, part));
    }
}

#[test]
fn r25_a_label_is_read_in_a_poor_light_by_an_unsteady_hand() {
    still_read("turned, blurred and pale, with a corner gone", |picture| {
        pale(&blurred(&turned(&torn(picture, 0.25), 23.0), 2.0), 90.0, 190.0)
    });
}
