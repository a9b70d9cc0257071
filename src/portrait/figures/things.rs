//! Blanket, robot, and any other friend.

use super::super::anatomy::{Anatomy, PLUSH, Point, oval, pair};
use super::super::svg_writer::{DARK, Ink};
use super::{BLUSH, Figure, Shape};

/// A blanket has no face. Its folded top stands for a head, its corners for hands and feet.
const BLANKET_BUILD: Anatomy = Anatomy {
    head: oval(60, 40, 26, 24),
    muzzle: oval(60, 52, 16, 9),
    body: oval(60, 84, 28, 20),
    arms: pair(Point(34, 74), Point(16, 88), 13),
    legs: pair(Point(42, 100), Point(36, 110), 13),
    ..PLUSH
};

/// Rolled up at the top, striped, with a fringe along the hem.
pub(crate) const BLANKET: Figure = Figure {
    anatomy: BLANKET_BUILD,
    behind: &[Shape::Line(
        "M31 106v9m7-8v9m7-9v9m7-8v8m7-8v8m7-8v9m7-10v9m7-10v9m7-11v9",
        Ink::Line,
        3,
    )],
    body: &[
        Shape::Path(
            "M36 50Q28 72 10 90q10 6 20-2l-2 20q32 6 64-1l-2-19q10 8 20 2Q92 72 84 50z",
            Ink::Coat,
        ),
        Shape::Line("M30 94q30 6 60 0M29 102q32 6 62-1", Ink::Light, 4),
        Shape::Path("M60 86l-9-9q-3-8 5-7l4 3 4-3q8-1 5 7z", Ink::Light),
    ],
    head: &[
        Shape::Path("M34 22h52c22 0 22 36 0 36H34c-22 0-22-36 0-36z", Ink::Coat),
        Shape::Line("M52 24v32M60 24v32M68 24v32", Ink::Light, 4),
        Shape::Path("M34 22a16 18 0 1 0 .1 0zM86 22a16 18 0 1 0 .1 0z", Ink::Light),
        Shape::Line("M34 48q8-2 6-9t-8-3-2 7M86 48q8-2 6-9t-8-3-2 7", Ink::Line, 2),
    ],
    above: &[],
};

const ROBOT_BUILD: Anatomy = Anatomy {
    head: oval(60, 42, 28, 22),
    eyes: [Point(49, 38), Point(71, 38)],
    muzzle: oval(60, 57, 16, 8),
    ..PLUSH
};

/// A box on a box, with a lamp on top.
pub(crate) const ROBOT: Figure = Figure {
    anatomy: ROBOT_BUILD,
    behind: &[Shape::Line("M60 8v62", Ink::Line, 5)],
    body: &[
        Shape::Legs(Ink::Line),
        Shape::Line("M42 112h12M66 112h12", Ink::Line, 10),
        Shape::Path("M40 68h40q3 0 3 3v28q0 3-3 3H40q-3 0-3-3V71q0-3 3-3z", Ink::Coat),
        Shape::Path("M48 78h24v14H48z", Ink::Light),
        Shape::Line("M53 85h.1M60 85h.1M67 85h.1", Ink::Hex("#e2574c"), 5),
        Shape::Arms(Ink::Coat),
    ],
    head: &[
        Shape::Line("M30 44h60", Ink::Line, 10),
        Shape::Path("M40 20h40q8 0 8 8v28q0 8-8 8H40q-8 0-8-8V28q0-8 8-8z", Ink::Coat),
        Shape::Path("M42 28h36q4 0 4 4v16q0 4-4 4H42q-4 0-4-4V32q0-4 4-4z", Ink::Hex("#26384a")),
        Shape::Line("M49 36v4M71 36v4", Ink::Hex("#7fe3f0"), 7),
        Shape::Line("M52 58h16", DARK, 3),
    ],
    above: &[Shape::Line("M60 8h.1", Ink::Hex("#e2574c"), 9)],
};

/// A shaggy friend of no known kind, with a patch on its belly.
pub(crate) const OTHER: Figure = Figure {
    anatomy: PLUSH,
    behind: &[],
    body: &[
        Shape::Legs(Ink::Coat),
        Shape::Body(Ink::Coat),
        Shape::Path("M52 80l16-2 2 14-16 2z", Ink::Hex("#f7cf5e")),
        Shape::Arms(Ink::Coat),
    ],
    head: &[
        Shape::Line("M42 24q-8-6-6-14M78 24q8-6 6-14", Ink::Line, 4),
        Shape::Line("M36 9h.1M84 9h.1", Ink::Hex("#f7cf5e"), 10),
        Shape::Head(Ink::Coat),
        BLUSH,
        Shape::Eyes,
        Shape::Line("M50 55q10 8 20 0", DARK, 3),
    ],
    above: &[],
};
