//! Any other species: a shaggy creature with a patch on its belly.

use super::figure::{BLUSH, Figure, Shape};
use crate::portrait::anatomy::PLUSH;
use crate::portrait::svg_writer::{DARK, Ink};

pub(crate) const OTHER: Figure = Figure {
    anatomy: PLUSH,
    behind: &[],
    body: &[
        Shape::Legs(Ink::Coat),
        Shape::Body(Ink::Coat),
        Shape::Path("M52 80l16-2 2 14-16 2z", Ink::Hex("#f7cf5e")),
        Shape::Arms(Ink::Coat),
    ],
    head: &[
        Shape::Line("M42 24q-8-6-6-14M78 24q8-6 6-14", Ink::Outline, 4),
        Shape::Line("M36 9h.1M84 9h.1", Ink::Hex("#f7cf5e"), 10),
        Shape::Head(Ink::Coat),
        BLUSH,
        Shape::Eyes,
        Shape::Line("M50 55q10 8 20 0", DARK, 3),
    ],
    above: &[],
};
