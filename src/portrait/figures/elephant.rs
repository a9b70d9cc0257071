//! The elephant: ears as large as its head, and a trunk.

use super::figure::{Figure, PINK, Shape};
use crate::portrait::anatomy::{Anatomy, PLUSH, oval};
use crate::portrait::svg_writer::Ink;

const ANATOMY: Anatomy =
    Anatomy { head: oval(60, 40, 24, 24), muzzle: oval(60, 57, 14, 8), ..PLUSH };

pub(crate) const ELEPHANT: Figure = Figure {
    anatomy: ANATOMY,
    behind: &[],
    body: &[
        Shape::Legs(Ink::Coat),
        Shape::Line("M42 113h.1M47 114h.1M52 113h.1M68 113h.1M73 114h.1M78 113h.1", Ink::Light, 4),
        Shape::Body(Ink::Coat),
        Shape::Oval(oval(60, 88, 13, 12), Ink::Light),
        Shape::Arms(Ink::Coat),
    ],
    head: &[
        Shape::Path(
            "M44 22C22 6 2 22 6 44s26 28 36 14zM76 22c22-16 42 0 38 22S88 72 78 58z",
            Ink::Coat,
        ),
        Shape::Path(
            "M36 26C22 20 12 30 14 42s14 18 20 10zM84 26c14-6 24 4 22 16s-14 18-20 10z",
            PINK,
        ),
        Shape::Head(Ink::Coat),
        Shape::Eyes,
        Shape::Line("M60 48v16q0 10 10 9", Ink::Outline, 15),
        Shape::Line("M60 48v16q0 10 10 9", Ink::Coat, 11),
        Shape::Line("M55 58h7M56 64h7", Ink::Outline, 2),
    ],
    above: &[],
};
