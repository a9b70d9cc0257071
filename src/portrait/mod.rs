//! The companion's picture: a small SVG of its species, wearing what it wears. Pure: words go in, a picture comes out.
//!
//! `anatomy.rs` says where head, body and limbs are; `figures/` is each species as a few shapes on it; `wear.rs`
//! hangs every piece of the outfit on the anatomy and knows no species; `pen.rs` writes the shapes down. A picture
//! has no style, no script and no id, so any number of them go into one page under the strictest policy.

mod anatomy;
mod coat;
mod figures;
mod svg_writer;
mod outfit;

use crate::domain::companion::{Coat, Species};
use crate::domain::outfit::{Item, Outfit};
use figures::{Figure, Shape};
use svg_writer::SvgWriter;

/// Draws a companion in what it wears. `title` is what a screen reader says; where the words beside the picture
/// say it already, an empty one makes it a mere ornament.
#[must_use]
pub fn svg(species: Species, outfit: &Outfit, coat: Coat, title: &str) -> String {
    let figure = figures::of(species);
    let mut pen = SvgWriter::new(coat, title);
    figure.draw(&mut pen, figure.behind);
    figure.draw(&mut pen, figure.body);
    // From the inside out; the head comes over the collar, and mask and cap over the head.
    for item in [Item::Gown, Item::ShoeCovers, Item::Cast, Item::Gloves, Item::IdBand] {
        outfit::draw_outfit(&mut pen, &figure.anatomy, outfit, item);
    }
    figure.draw(&mut pen, figure.head);
    for item in [Item::Mask, Item::Cap, Item::Bandage] {
        outfit::draw_outfit(&mut pen, &figure.anatomy, outfit, item);
    }
    figure.draw(&mut pen, figure.above);
    pen.finish()
}

impl Figure {
    fn draw(&self, pen: &mut SvgWriter, shapes: &[Shape]) {
        for shape in shapes {
            match *shape {
                Shape::Oval(oval, ink) => pen.oval(oval, ink),
                Shape::Path(d, ink) => pen.path(d, ink),
                Shape::Line(d, ink, width) => pen.line(d, ink, width),
                Shape::Arms(ink) => pen.limbs(&self.anatomy.arms, ink),
                Shape::Legs(ink) => pen.limbs(&self.anatomy.legs, ink),
                Shape::Head(ink) => pen.oval(self.anatomy.head, ink),
                Shape::Body(ink) => pen.oval(self.anatomy.body, ink),
                Shape::Eyes => pen.eyes(self.anatomy.eyes),
            }
        }
    }
}
