//! The bear: round ears, a light muzzle and belly.

use super::figure::{BLUSH, Figure, PINK, Shape};
use crate::portrait::anatomy::{PLUSH, oval};
use crate::portrait::svg_writer::{DARK, Ink};

pub(crate) const BEAR: Figure = Figure {
    anatomy: PLUSH,
    behind: &[],
    body: &[
        Shape::Legs(Ink::Coat),
        Shape::Body(Ink::Coat),
        Shape::Oval(oval(60, 87, 13, 13), Ink::Light),
        Shape::Arms(Ink::Coat),
    ],
    head: &[
        Shape::Path("M44 22a11 11 0 1 0-14 15zM76 22a11 11 0 1 1 14 15z", Ink::Coat),
        Shape::Line("M34 24h.1M86 24h.1", PINK, 9),
        Shape::Head(Ink::Coat),
        BLUSH,
        Shape::Oval(oval(60, 54, 13, 10), Ink::Light),
        Shape::Eyes,
        Shape::Line("M60 52v6M55 59q5 3 10 0", DARK, 2),
        Shape::Path("M55 49q5-3 10 0q-2 6-5 6t-5-6z", DARK),
    ],
    above: &[],
};
