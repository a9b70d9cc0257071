//! The rabbit: long ears.

use super::figure::{Figure, PINK, Shape};
use crate::portrait::anatomy::{Anatomy, PLUSH, Point, oval};
use crate::portrait::svg_writer::{DARK, Ink};

const ANATOMY: Anatomy = Anatomy {
    head: oval(60, 50, 27, 22),
    eyes: [Point(49, 48), Point(71, 48)],
    muzzle: oval(60, 62, 15, 8),
    ..PLUSH
};

pub(crate) const RABBIT: Figure = Figure {
    anatomy: ANATOMY,
    behind: &[],
    body: &[
        Shape::Legs(Ink::Coat),
        Shape::Body(Ink::Coat),
        Shape::Oval(oval(60, 87, 13, 13), Ink::Light),
        Shape::Arms(Ink::Coat),
    ],
    head: &[
        Shape::Path(
            "M43 36C30 14 34 2 41 2s15 14 13 30zM77 36C90 14 86 2 79 2S64 16 66 32z",
            Ink::Coat,
        ),
        Shape::Line("M43 11q5 8 5 16M77 11q-5 8-5 16", PINK, 6),
        Shape::Head(Ink::Coat),
        Shape::Line("M42 58h3M75 58h3", PINK, 5),
        Shape::Eyes,
        Shape::Line("M60 58v4M54 62q3 4 6 0q3 4 6 0", DARK, 2),
        Shape::Path("M57 55h6l-3 4z", PINK),
    ],
    above: &[],
};
