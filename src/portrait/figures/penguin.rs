//! The penguin: a white front, flippers, orange beak and feet.

use super::figure::{BLUSH, Figure, Shape};
use crate::portrait::anatomy::{Anatomy, PLUSH, Point, oval, pair};
use crate::portrait::svg_writer::Ink;

const ANATOMY: Anatomy = Anatomy {
    head: oval(60, 40, 27, 26),
    eyes: [Point(50, 39), Point(70, 39)],
    muzzle: oval(60, 55, 15, 9),
    body: oval(60, 82, 26, 26),
    arms: pair(Point(40, 72), Point(22, 90), 12),
    legs: pair(Point(50, 104), Point(46, 111), 12),
    ..PLUSH
};

pub(crate) const PENGUIN: Figure = Figure {
    anatomy: ANATOMY,
    behind: &[],
    body: &[
        Shape::Legs(Ink::Hex("#f2a03d")),
        Shape::Body(Ink::Coat),
        Shape::Oval(oval(60, 85, 18, 20), Ink::Light),
        Shape::Arms(Ink::Coat),
    ],
    head: &[
        Shape::Head(Ink::Coat),
        Shape::Path("M60 34C52 24 38 28 38 42s12 21 22 21 22-7 22-21-14-18-22-8z", Ink::Light),
        BLUSH,
        Shape::Eyes,
        Shape::Path("M51 49q9-6 18 0-9 12-18 0z", Ink::Hex("#f2a03d")),
    ],
    above: &[],
};
