//! The robot: a box on a box, with a lamp on top.

use super::figure::{Figure, Shape};
use crate::portrait::anatomy::{Anatomy, PLUSH, Point, oval};
use crate::portrait::svg_writer::{DARK, Ink};

const ANATOMY: Anatomy = Anatomy {
    head: oval(60, 42, 28, 22),
    eyes: [Point(49, 38), Point(71, 38)],
    muzzle: oval(60, 57, 16, 8),
    ..PLUSH
};

pub(crate) const ROBOT: Figure = Figure {
    anatomy: ANATOMY,
    behind: &[Shape::Line("M60 8v62", Ink::Outline, 5)],
    body: &[
        Shape::Legs(Ink::Outline),
        Shape::Line("M42 112h12M66 112h12", Ink::Outline, 10),
        Shape::Path("M40 68h40q3 0 3 3v28q0 3-3 3H40q-3 0-3-3V71q0-3 3-3z", Ink::Coat),
        Shape::Path("M48 78h24v14H48z", Ink::Light),
        Shape::Line("M53 85h.1M60 85h.1M67 85h.1", Ink::Hex("#e2574c"), 5),
        Shape::Arms(Ink::Coat),
    ],
    head: &[
        Shape::Line("M30 44h60", Ink::Outline, 10),
        Shape::Path("M40 20h40q8 0 8 8v28q0 8-8 8H40q-8 0-8-8V28q0-8 8-8z", Ink::Coat),
        Shape::Path("M42 28h36q4 0 4 4v16q0 4-4 4H42q-4 0-4-4V32q0-4 4-4z", Ink::Hex("#26384a")),
        Shape::Line("M49 36v4M71 36v4", Ink::Hex("#7fe3f0"), 7),
        Shape::Line("M52 58h16", DARK, 3),
    ],
    above: &[Shape::Line("M60 8h.1", Ink::Hex("#e2574c"), 9)],
};
