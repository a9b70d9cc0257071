//! The blanket: rolled up at the top, striped, with a fringe along the hem.

use super::figure::{Figure, Shape};
use crate::portrait::anatomy::{Anatomy, PLUSH, Point, oval, pair};
use crate::portrait::svg_writer::Ink;

/// A blanket has no face: its folded top serves as the head, its corners as hands and feet.
const ANATOMY: Anatomy = Anatomy {
    head: oval(60, 40, 26, 24),
    muzzle: oval(60, 52, 16, 9),
    body: oval(60, 84, 28, 20),
    arms: pair(Point(34, 74), Point(16, 88), 13),
    legs: pair(Point(42, 100), Point(36, 110), 13),
    ..PLUSH
};

pub(crate) const BLANKET: Figure = Figure {
    anatomy: ANATOMY,
    behind: &[Shape::Line(
        "M31 106v9m7-8v9m7-9v9m7-8v8m7-8v8m7-8v9m7-10v9m7-10v9m7-11v9",
        Ink::Outline,
        3,
    )],
    body: &[
        Shape::Path(
            "M36 50Q28 72 10 90q10 6 20-2l-2 20q32 6 64-1l-2-19q10 8 20 2Q92 72 84 50z",
            Ink::Coat,
        ),
        Shape::Line("M30 94q30 6 60 0M29 102q32 6 62-1", Ink::Light, 4),
        Shape::Path("M60 86l-9-9q-3-8 5-7l4 3 4-3q8-1 5 7z", Ink::Light),
    ],
    head: &[
        Shape::Path("M34 22h52c22 0 22 36 0 36H34c-22 0-22-36 0-36z", Ink::Coat),
        Shape::Line("M52 24v32M60 24v32M68 24v32", Ink::Light, 4),
        Shape::Path("M34 22a16 18 0 1 0 .1 0zM86 22a16 18 0 1 0 .1 0z", Ink::Light),
        Shape::Line("M34 48q8-2 6-9t-8-3-2 7M86 48q8-2 6-9t-8-3-2 7", Ink::Outline, 2),
    ],
    above: &[],
};
