//! The cat: pointed ears, whiskers, stripes and a tail.

use super::figure::{Figure, PINK, Shape};
use crate::portrait::anatomy::{PLUSH, oval};
use crate::portrait::svg_writer::{DARK, Ink};

pub(crate) const CAT: Figure = Figure {
    anatomy: PLUSH,
    behind: &[
        Shape::Line("M76 100q28 2 24-22", Ink::Outline, 11),
        Shape::Line("M76 100q28 2 24-22", Ink::Coat, 7),
    ],
    body: &[
        Shape::Legs(Ink::Coat),
        Shape::Body(Ink::Coat),
        Shape::Oval(oval(60, 87, 12, 13), Ink::Light),
        Shape::Arms(Ink::Coat),
    ],
    head: &[
        Shape::Path("M31 40L31 8 56 22zM89 40L89 8 64 22z", Ink::Coat),
        Shape::Path("M36 27V16l9 6zM84 27V16l-9 6z", PINK),
        Shape::Head(Ink::Coat),
        Shape::Line("M60 19v9M51 20l2 6M69 20l-2 6", Ink::Outline, 3),
        Shape::Oval(oval(60, 56, 13, 8), Ink::Light),
        Shape::Eyes,
        Shape::Line("M60 54v3M54 58q3 3 6-1q3 4 6 1", DARK, 2),
        Shape::Path("M56 50h8l-4 5z", PINK),
        Shape::Line("M43 55l-17-3M43 59l-16 3M77 55l17-3M77 59l16 3", Ink::Outline, 1),
    ],
    above: &[],
};
