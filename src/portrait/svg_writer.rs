//! Writes shapes down as SVG, in few bytes: what most shapes share stands once, on the picture itself.

use std::fmt::{Display, Write as _};

use super::anatomy::{Limb, Oval, Point};
use super::coat::CoatColours;
use crate::domain::companion::Coat;

/// What a shape is filled with.
#[derive(Clone, Copy)]
pub(crate) enum Ink {
    /// The coat's colour.
    Coat,
    /// The coat's lighter tone.
    Light,
    /// The colour of the coat's outlines.
    Line,
    /// A colour of its own, whatever the coat.
    Hex(&'static str),
}

/// Eyes, noses and smiles.
pub(crate) const DARK: Ink = Ink::Hex("#33293a");

/// How much thicker a limb is with its outline than without.
const OUTLINE: i16 = 4;

/// The picture as far as it is drawn.
pub(crate) struct SvgWriter {
    svg: String,
    hues: CoatColours,
    /// Whether lines end straight across just now.
    cut: bool,
}

impl SvgWriter {
    pub fn new(coat: Coat, title: &str) -> Self {
        let hues = CoatColours::of(coat);
        let mut svg = String::with_capacity(2600);
        svg.push_str("<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 120 120\" ");
        svg.push_str(if title.is_empty() { "aria-hidden=\"true\"" } else { "role=\"img\"" });
        let (coat, line) = (hues.coat, hues.line);
        write(&mut svg, format_args!(" fill=\"{coat}\" stroke=\"{line}\" stroke-width=\"2\""));
        svg.push_str(" stroke-linecap=\"round\" stroke-linejoin=\"round\">");
        if !title.is_empty() {
            write(&mut svg, format_args!("<title>{}</title>", escaped(title)));
        }
        Self { svg, hues, cut: false }
    }

    pub fn finish(mut self) -> String {
        self.svg.push_str("</svg>");
        self.svg
    }

    pub fn oval(&mut self, Oval { x, y, rx, ry }: Oval, ink: Ink) {
        let fill = self.fill(ink);
        self.add(format_args!("<ellipse{fill} cx=\"{x}\" cy=\"{y}\" rx=\"{rx}\" ry=\"{ry}\"/>"));
    }

    pub fn path(&mut self, d: impl Display, ink: Ink) {
        let fill = self.fill(ink);
        self.add(format_args!("<path{fill} d=\"{d}\"/>"));
    }

    /// A line of its own colour and width, and nothing within.
    pub fn line(&mut self, d: impl Display, ink: Ink, width: i16) {
        let colour = self.colour(ink);
        self.add(format_args!(
            "<path fill=\"none\" stroke=\"{colour}\" stroke-width=\"{width}\" d=\"{d}\"/>"
        ));
    }

    /// Parts of limbs from and to so many hundredths of their way: a thick line in the outline's colour, and
    /// on it a thinner one in its own.
    pub fn parts(&mut self, limbs: &[Limb], (from, to): (i16, i16), wider: i16, ink: Ink) {
        let Some(width) = limbs.first().map(|limb| limb.width + wider) else { return };
        let colour = self.colour(ink);
        // Where a limb is cut across, its outline reaches a little further; round ends have theirs all round.
        let beyond = if self.cut { 8 } else { 0 };
        let (outer, inner) =
            (stretches(limbs, from - beyond, to + beyond), stretches(limbs, from, to));
        self.add(format_args!("<path stroke-width=\"{}\" d=\"{outer}\"/>", width + OUTLINE));
        self.add(format_args!(
            "<path stroke=\"{colour}\" stroke-width=\"{width}\" d=\"{inner}\"/>"
        ));
    }

    pub fn limbs(&mut self, limbs: &[Limb], ink: Ink) {
        self.parts(limbs, (0, 100), 0, ink);
    }

    /// A dot each, with a light in it.
    pub fn eyes(&mut self, eyes: [Point; 2]) {
        let [Point(left, y), Point(right, other)] = eyes;
        self.line(format_args!("M{left} {y}v1M{right} {other}v1"), DARK, 7);
        let (left, right, y, other) = (left + 1, right + 1, y - 1, other - 1);
        self.line(format_args!("M{left} {y}h.1M{right} {other}h.1"), Ink::Hex("#fff"), 2);
    }

    /// One piece of the outfit, outlined in a colour of its own; `ends` says how its lines end.
    pub fn piece(&mut self, key: &str, outline: &str, ends: LineCap, draw: impl FnOnce(&mut Self)) {
        self.cut = matches!(ends, LineCap::Cut);
        let cut = if self.cut { " stroke-linecap=\"butt\"" } else { "" };
        self.add(format_args!("<g data-worn=\"{key}\" stroke=\"{outline}\"{cut}>"));
        draw(self);
        self.cut = false;
        self.add("</g>");
    }

    fn add(&mut self, text: impl Display) {
        write(&mut self.svg, text);
    }

    const fn colour(&self, ink: Ink) -> &'static str {
        match ink {
            Ink::Coat => self.hues.coat,
            Ink::Light => self.hues.light,
            Ink::Line => self.hues.line,
            Ink::Hex(hex) => hex,
        }
    }

    /// The attribute that fills a shape; the coat is what everything has that says nothing else.
    fn fill(&self, ink: Ink) -> String {
        match ink {
            Ink::Coat => String::new(),
            other => format!(" fill=\"{}\"", self.colour(other)),
        }
    }
}

/// How the lines of a piece end.
#[derive(Clone, Copy)]
pub(crate) enum LineCap {
    /// Straight across, as a sleeve does.
    Cut,
    /// Round, as a glove does.
    Round,
}

/// The same stretch of each limb, as one path.
fn stretches(limbs: &[Limb], from: i16, to: i16) -> String {
    let mut d = String::new();
    for limb in limbs {
        let (Point(x, y), Point(to_x, to_y)) = (limb.at(from), limb.at(to));
        write(&mut d, format_args!("M{x} {y}l{} {}", to_x - x, to_y - y));
    }
    d
}

/// Writing to a string cannot fail.
fn write(to: &mut String, text: impl Display) {
    let _ = write!(to, "{text}");
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}
