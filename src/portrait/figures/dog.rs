//! The dog: hanging ears, a spot around one eye and a tongue.

use super::figure::{Figure, Shape};
use crate::portrait::anatomy::{PLUSH, oval};
use crate::portrait::svg_writer::{DARK, Ink};

pub(crate) const DOG: Figure = Figure {
    anatomy: PLUSH,
    behind: &[Shape::Line("M76 96q26-2 26-20", Ink::Hex("#8a5a3a"), 8)],
    body: &[
        Shape::Legs(Ink::Coat),
        Shape::Body(Ink::Coat),
        Shape::Oval(oval(60, 87, 13, 13), Ink::Light),
        Shape::Arms(Ink::Coat),
    ],
    head: &[
        Shape::Head(Ink::Coat),
        Shape::Oval(oval(72, 41, 11, 12), Ink::Hex("#8a5a3a")),
        Shape::Path(
            "M40 19C20 16 16 40 22 58c10 4 16-8 20-26zM80 19c20-3 24 21 18 39-10 4-16-8-20-26z",
            Ink::Hex("#8a5a3a"),
        ),
        Shape::Path("M55 59h10v6q-5 6-10 0z", Ink::Hex("#ef8a9c")),
        Shape::Path("M60 49q15-3 15 7c0 6-12 6-15 2-3 4-15 4-15-2q0-10 15-7z", Ink::Light),
        Shape::Eyes,
        Shape::Path("M53 48q7-4 14 0q-2 7-7 7t-7-7z", DARK),
    ],
    above: &[],
};
