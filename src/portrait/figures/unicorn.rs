//! The unicorn: a golden horn and a mane in three colours.

use super::figure::{Figure, Shape};
use crate::portrait::anatomy::{Anatomy, PLUSH, Point, oval};
use crate::portrait::svg_writer::{DARK, Ink};

const ANATOMY: Anatomy = Anatomy {
    head: oval(60, 46, 26, 24),
    eyes: [Point(48, 43), Point(72, 43)],
    muzzle: oval(60, 61, 17, 9),
    ..PLUSH
};

pub(crate) const UNICORN: Figure = Figure {
    anatomy: ANATOMY,
    behind: &[
        Shape::Line("M76 94q26 6 26-18", Ink::Hex("#b48be0"), 10),
        Shape::Line("M80 93q18 0 21-16", Ink::Hex("#f29ac0"), 4),
    ],
    body: &[
        Shape::Legs(Ink::Coat),
        Shape::Line("M47 111h.1M73 111h.1", Ink::Hex("#b48be0"), 14),
        Shape::Body(Ink::Coat),
        Shape::Arms(Ink::Coat),
    ],
    head: &[
        Shape::Path("M39 34L36 14 54 26zM81 34L84 14 66 26z", Ink::Coat),
        Shape::Line("M34 62Q24 44 40 30", Ink::Hex("#b48be0"), 11),
        Shape::Head(Ink::Coat),
        Shape::Oval(oval(60, 60, 18, 11), Ink::Hex("#fbd3df")),
        Shape::Line("M53 59v1M67 59v1M55 65q5 3 10 0", DARK, 3),
        Shape::Eyes,
        Shape::Line("M68 27q-10-3-14 6", Ink::Hex("#f29ac0"), 9),
        Shape::Line("M56 25q-12 0-14 10", Ink::Hex("#7fc4e8"), 7),
    ],
    above: &[
        Shape::Path("M60 2L53 26q7 3 14 0z", Ink::Hex("#f7cf5e")),
        Shape::Line("M57 13l5 2M55 19l9 2", Ink::Hex("#c9952a"), 2),
    ],
};
