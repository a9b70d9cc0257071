//! Writes shapes as compact SVG: attributes that most shapes share are set once, on the root element.

use std::fmt::{Display, Write as _};

use super::anatomy::{Limb, Oval, Point};
use super::coat::CoatColours;
use crate::domain::companion::Coat;

#[derive(Clone, Copy)]
pub(crate) enum Ink {
    Coat,
    Light,
    /// The coat's outline colour.
    Outline,
    /// A fixed colour, whatever the coat.
    Hex(&'static str),
}

/// Eyes, noses and smiles.
pub(crate) const DARK: Ink = Ink::Hex("#33293a");

/// How much wider a limb is with its outline.
const OUTLINE_WIDTH: i16 = 4;

pub(crate) struct SvgWriter {
    svg: String,
    colours: CoatColours,
    /// Whether the current group has butt line caps.
    butt_caps: bool,
}

impl SvgWriter {
    pub(crate) fn new(coat: Coat, title: &str) -> Self {
        let colours = CoatColours::new(coat);
        let mut svg = String::with_capacity(2600);
        svg.push_str("<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 120 120\" ");
        svg.push_str(if title.is_empty() { "aria-hidden=\"true\"" } else { "role=\"img\"" });
        let (coat, outline) = (colours.coat, colours.outline);
        write(&mut svg, format_args!(" fill=\"{coat}\" stroke=\"{outline}\" stroke-width=\"2\""));
        svg.push_str(" stroke-linecap=\"round\" stroke-linejoin=\"round\">");
        if !title.is_empty() {
            write(&mut svg, format_args!("<title>{}</title>", escaped(title)));
        }
        Self { svg, colours, butt_caps: false }
    }

    pub(crate) fn finish(mut self) -> String {
        self.svg.push_str("</svg>");
        self.svg
    }

    pub(crate) fn oval(&mut self, Oval { x, y, rx, ry }: Oval, ink: Ink) {
        let fill = self.fill(ink);
        self.add(format_args!("<ellipse{fill} cx=\"{x}\" cy=\"{y}\" rx=\"{rx}\" ry=\"{ry}\"/>"));
    }

    pub(crate) fn path(&mut self, d: impl Display, ink: Ink) {
        let fill = self.fill(ink);
        self.add(format_args!("<path{fill} d=\"{d}\"/>"));
    }

    /// A line without a fill.
    pub(crate) fn line(&mut self, d: impl Display, ink: Ink, width: i16) {
        let colour = self.colour(ink);
        self.add(format_args!(
            "<path fill=\"none\" stroke=\"{colour}\" stroke-width=\"{width}\" d=\"{d}\"/>"
        ));
    }

    /// A section of each limb, between two percentages of its length: a thick line in the outline colour and a thinner
    /// one on top. `extra_width` is how much wider the section is than the limb.
    pub(crate) fn limb_sections(
        &mut self,
        limbs: &[Limb],
        (from, to): (i16, i16),
        extra_width: i16,
        ink: Ink,
    ) {
        let Some(width) = limbs.first().map(|limb| limb.width + extra_width) else { return };
        let colour = self.colour(ink);
        // A butt cap has no outline of its own, so the outline starts earlier and ends later.
        let overhang = if self.butt_caps { 8 } else { 0 };
        let (outer, inner) =
            (section_path(limbs, from - overhang, to + overhang), section_path(limbs, from, to));
        self.add(format_args!("<path stroke-width=\"{}\" d=\"{outer}\"/>", width + OUTLINE_WIDTH));
        self.add(format_args!(
            "<path stroke=\"{colour}\" stroke-width=\"{width}\" d=\"{inner}\"/>"
        ));
    }

    pub(crate) fn limbs(&mut self, limbs: &[Limb], ink: Ink) {
        self.limb_sections(limbs, (0, 100), 0, ink);
    }

    /// Dark dots with a highlight.
    pub(crate) fn eyes(&mut self, eyes: [Point; 2]) {
        let [Point(left, left_y), Point(right, right_y)] = eyes;
        self.line(format_args!("M{left} {left_y}v1M{right} {right_y}v1"), DARK, 7);
        let (left, right, left_y, right_y) = (left + 1, right + 1, left_y - 1, right_y - 1);
        self.line(format_args!("M{left} {left_y}h.1M{right} {right_y}h.1"), Ink::Hex("#fff"), 2);
    }

    /// Groups the shapes of an outfit item under its key.
    pub(crate) fn group(
        &mut self,
        key: &str,
        outline: &str,
        line_cap: LineCap,
        draw: impl FnOnce(&mut Self),
    ) {
        self.butt_caps = matches!(line_cap, LineCap::Butt);
        let cap = if self.butt_caps { " stroke-linecap=\"butt\"" } else { "" };
        self.add(format_args!("<g data-worn=\"{key}\" stroke=\"{outline}\"{cap}>"));
        draw(self);
        self.butt_caps = false;
        self.add("</g>");
    }

    fn add(&mut self, text: impl Display) {
        write(&mut self.svg, text);
    }

    const fn colour(&self, ink: Ink) -> &'static str {
        match ink {
            Ink::Coat => self.colours.coat,
            Ink::Light => self.colours.light,
            Ink::Outline => self.colours.outline,
            Ink::Hex(hex) => hex,
        }
    }

    /// The fill attribute; the coat colour is the root element's fill and needs none.
    fn fill(&self, ink: Ink) -> String {
        match ink {
            Ink::Coat => String::new(),
            other => format!(" fill=\"{}\"", self.colour(other)),
        }
    }
}

#[derive(Clone, Copy)]
pub(crate) enum LineCap {
    /// Straight, as at the end of a sleeve.
    Butt,
    /// Round, as the fingertips of a glove.
    Round,
}

/// The same section of each limb, as one path.
fn section_path(limbs: &[Limb], from: i16, to: i16) -> String {
    let mut d = String::new();
    for limb in limbs {
        let (Point(x, y), Point(to_x, to_y)) = (limb.point_at(from), limb.point_at(to));
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
