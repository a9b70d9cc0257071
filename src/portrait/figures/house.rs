//! Cat, dog and doll.

use super::super::anatomy::{Anatomy, PLUSH, oval};
use super::super::svg_writer::{DARK, Ink};
use super::{BLUSH, Figure, PINK, Shape};

/// Pointed ears, whiskers, stripes and a tail.
pub(crate) const CAT: Figure = Figure {
    anatomy: PLUSH,
    behind: &[
        Shape::Line("M76 100q28 2 24-22", Ink::Line, 11),
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
        Shape::Line("M60 19v9M51 20l2 6M69 20l-2 6", Ink::Line, 3),
        Shape::Oval(oval(60, 56, 13, 8), Ink::Light),
        Shape::Eyes,
        Shape::Line("M60 54v3M54 58q3 3 6-1q3 4 6 1", DARK, 2),
        Shape::Path("M56 50h8l-4 5z", PINK),
        Shape::Line("M43 55l-17-3M43 59l-16 3M77 55l17-3M77 59l16 3", Ink::Line, 1),
    ],
    above: &[],
};

/// Hanging ears, a spot round one eye and a tongue.
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

const DOLL_BUILD: Anatomy = Anatomy { head: oval(60, 42, 27, 25), ..PLUSH };

/// Bunches of woollen hair, a dress with a collar.
pub(crate) const DOLL: Figure = Figure {
    anatomy: DOLL_BUILD,
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
