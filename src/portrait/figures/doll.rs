//! The doll: woollen hair in bunches, a dress with a collar.

use super::figure::{BLUSH, Figure, Shape};
use crate::portrait::anatomy::{Anatomy, PLUSH, oval};
use crate::portrait::svg_writer::Ink;

const ANATOMY: Anatomy = Anatomy { head: oval(60, 42, 27, 25), ..PLUSH };

pub(crate) const DOLL: Figure = Figure {
    anatomy: ANATOMY,
    behind: &[
        Shape::Oval(oval(27, 50, 12, 17), Ink::Hex("#8c4a2f")),
        Shape::Oval(oval(93, 50, 12, 17), Ink::Hex("#8c4a2f")),
    ],
    body: &[
        Shape::Legs(Ink::Light),
        Shape::Line("M46 111h3M71 111h3", Ink::Hex("#c2487a"), 13),
        Shape::Path("M50 66h20l16 36q-26 8-52 0z", Ink::Hex("#e8749c")),
        Shape::Line("M40 97q20 6 40 0", Ink::Hex("#ffd9e5"), 3),
        Shape::Arms(Ink::Coat),
    ],
    head: &[
        Shape::Head(Ink::Coat),
        BLUSH,
        Shape::Path("M31 47C24 8 96 8 89 47 86 32 74 30 60 30S34 32 31 47z", Ink::Hex("#8c4a2f")),
        Shape::Eyes,
        Shape::Line("M53 55q7 6 14 0", Ink::Hex("#b5323f"), 3),
        Shape::Line("M31 37h.1M89 37h.1", Ink::Hex("#f7cf5e"), 9),
    ],
    above: &[],
};
