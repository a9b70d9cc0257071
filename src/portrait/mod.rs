//! Draws a companion's portrait as a small SVG: its species, in the outfit it wears. Pure.
//!
//! `anatomy.rs` says where a figure has its head, body and limbs; `figures/` draws each species, one file per species;
//! `outfit.rs` draws every outfit item on any anatomy; `svg_writer.rs` writes the shapes. A portrait has no style, no
//! script and no id, so any number of them fit into one page under the strictest content security policy.

mod anatomy;
mod coat;
mod figures;
mod outfit;
mod svg_writer;

use crate::domain::companion::{Coat, Species};
use crate::domain::outfit::Outfit;
use outfit::Layer;
use svg_writer::SvgWriter;

/// `title` is read aloud by screen readers. Pass an empty one where the text beside the portrait already says it: the
/// portrait is then hidden from screen readers.
#[must_use]
pub fn svg(species: Species, outfit: &Outfit, coat: Coat, title: &str) -> String {
    let figure = figures::figure(species);
    let mut svg = SvgWriter::new(coat, title);
    figure.draw(&mut svg, figure.behind);
    figure.draw(&mut svg, figure.body);
    // The head covers the collar; mask and cap cover the head.
    outfit::draw(&mut svg, &figure.anatomy, outfit, Layer::Body);
    figure.draw(&mut svg, figure.head);
    outfit::draw(&mut svg, &figure.anatomy, outfit, Layer::Head);
    figure.draw(&mut svg, figure.above);
    svg.finish()
}
