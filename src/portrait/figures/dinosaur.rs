//! The dinosaur: a row of spikes from head to tail.

use super::figure::{BLUSH, Figure, Shape};
use crate::portrait::anatomy::{Anatomy, PLUSH, oval};
use crate::portrait::svg_writer::{DARK, Ink};

pub(crate) const DINOSAUR: Figure = Figure {
    anatomy: Anatomy { head: oval(60, 43, 29, 24), muzzle: oval(60, 59, 19, 9), ..PLUSH },
    behind: &[
        Shape::Path("M84 98l2-12 9 6 4-12 8 8z", Ink::Hex("#f2a65a")),
        Shape::Path("M68 86q20 14 44-6-2 26-38 26z", Ink::Coat),
    ],
    body: &[
        Shape::Legs(Ink::Coat),
        Shape::Body(Ink::Coat),
        Shape::Oval(oval(60, 87, 13, 14), Ink::Light),
        Shape::Line("M50 82h20M49 88h22M51 94h18", Ink::Coat, 2),
        Shape::Arms(Ink::Coat),
    ],
    head: &[
        Shape::Path(
            "M31 36L28 20 43 22 44 7 56 16 60 3 64 16 76 7 77 22 92 20 89 36z",
            Ink::Hex("#f2a65a"),
        ),
        Shape::Head(Ink::Coat),
        BLUSH,
        Shape::Oval(oval(60, 56, 21, 11), Ink::Light),
        Shape::Eyes,
        Shape::Line("M55 51v1M65 51v1M46 58q14 8 28 0", DARK, 3),
        Shape::Path("M51 61l3 5 3-4zM69 61l-3 5-3-4z", Ink::Hex("#fff")),
    ],
    above: &[],
};
