//! The lion: a mane around its face.

use super::figure::{Figure, Shape};
use crate::portrait::anatomy::{Anatomy, PLUSH, oval};
use crate::portrait::svg_writer::{DARK, Ink};

pub(crate) const LION: Figure = Figure {
    anatomy: Anatomy { head: oval(60, 43, 25, 22), muzzle: oval(60, 57, 15, 8), ..PLUSH },
    behind: &[
        Shape::Line("M76 98q26 2 26-18", Ink::Outline, 5),
        Shape::Line("M102 78v-3", Ink::Hex("#b5652a"), 12),
    ],
    body: &[
        Shape::Legs(Ink::Coat),
        Shape::Body(Ink::Coat),
        Shape::Oval(oval(60, 87, 13, 13), Ink::Light),
        Shape::Arms(Ink::Coat),
    ],
    head: &[
        Shape::Path(
            "M60 6q9-6 15 3 11-2 12 9 10 3 7 13 8 7 0 15 4 11-7 14-1 11-12 9-6 8-15 3-9 5-15-3-11 2-12-9-11-3-7-14-8-8 0-15-3-10 7-13 1-11 12-9 6-9 15-3z",
            Ink::Hex("#c9772f"),
        ),
        Shape::Path("M46 28a8 8 0 1 0-9 9zM74 28a8 8 0 1 1 9 9z", Ink::Coat),
        Shape::Head(Ink::Coat),
        Shape::Oval(oval(60, 55, 13, 8), Ink::Light),
        Shape::Eyes,
        Shape::Line("M60 53v4M54 58q3 3 6-1q3 4 6 1", DARK, 2),
        Shape::Path("M54 49h12l-6 6z", Ink::Hex("#8a4a24")),
    ],
    above: &[],
};
