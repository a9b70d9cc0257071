//! Elephant, dinosaur, penguin and lion.

use super::super::anatomy::{Anatomy, PLUSH, Point, oval, pair};
use super::super::svg_writer::{DARK, Ink};
use super::{BLUSH, Figure, PINK, Shape};

const ELEPHANT_BUILD: Anatomy =
    Anatomy { head: oval(60, 40, 24, 24), muzzle: oval(60, 57, 14, 8), ..PLUSH };

/// Ears as large as its head, and a trunk.
pub(crate) const ELEPHANT: Figure = Figure {
    anatomy: ELEPHANT_BUILD,
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
        Shape::Line("M60 48v16q0 10 10 9", Ink::Line, 15),
        Shape::Line("M60 48v16q0 10 10 9", Ink::Coat, 11),
        Shape::Line("M55 58h7M56 64h7", Ink::Line, 2),
    ],
    above: &[],
};

/// A comb of spikes from head to tail.
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

const PENGUIN_BUILD: Anatomy = Anatomy {
    head: oval(60, 40, 27, 26),
    eyes: [Point(50, 39), Point(70, 39)],
    muzzle: oval(60, 55, 15, 9),
    body: oval(60, 82, 26, 26),
    arms: pair(Point(40, 72), Point(22, 90), 12),
    legs: pair(Point(50, 104), Point(46, 111), 12),
    ..PLUSH
};

/// A white front, flippers, orange beak and feet.
pub(crate) const PENGUIN: Figure = Figure {
    anatomy: PENGUIN_BUILD,
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

/// A mane all round.
pub(crate) const LION: Figure = Figure {
    anatomy: Anatomy { head: oval(60, 43, 25, 22), muzzle: oval(60, 57, 15, 8), ..PLUSH },
    behind: &[
        Shape::Line("M76 98q26 2 26-18", Ink::Line, 5),
        Shape::Line("M102 78v-3", Ink::Hex("#b5652a"), 12),
    ],
    body: &[
        Shape::Legs(Ink::Coat),
        Shape::Body(Ink::Coat),
        Shape::Oval(oval(60, 87, 13, 13), Ink::Light),
        Shape::Arms(Ink::Coat),
    ],
    head: &[
        Shape::Path(
            "M60 6q9-6 15 3 11-2 12 9 10 3 7 13 8 7 0 15 4 11-7 14-1 11-12 9-6 8-15 3-9 5-15-3-11 2-12-9-11-3-7-14-8-8 0-15-3-10 7-13 1-11 12-9 6-9 15-3z",
            Ink::Hex("#c9772f"),
        ),
        Shape::Path("M46 28a8 8 0 1 0-9 9zM74 28a8 8 0 1 1 9 9z", Ink::Coat),
        Shape::Head(Ink::Coat),
        Shape::Oval(oval(60, 55, 13, 8), Ink::Light),
        Shape::Eyes,
        Shape::Line("M60 53v4M54 58q3 3 6-1q3 4 6 1", DARK, 2),
        Shape::Path("M54 49h12l-6 6z", Ink::Hex("#8a4a24")),
    ],
    above: &[],
};
