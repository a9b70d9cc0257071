//! Bear, rabbit and unicorn.

use super::super::anatomy::{Anatomy, PLUSH, Point, oval};
use super::super::svg_writer::{DARK, Ink};
use super::{BLUSH, Figure, PINK, Shape};

/// Round ears, a light muzzle and belly.
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

const RABBIT_BUILD: Anatomy = Anatomy {
    head: oval(60, 50, 27, 22),
    eyes: [Point(49, 48), Point(71, 48)],
    muzzle: oval(60, 62, 15, 8),
    ..PLUSH
};

/// Long ears.
pub(crate) const RABBIT: Figure = Figure {
    anatomy: RABBIT_BUILD,
    behind: &[],
    body: &[
        Shape::Legs(Ink::Coat),
        Shape::Body(Ink::Coat),
        Shape::Oval(oval(60, 87, 13, 13), Ink::Light),
        Shape::Arms(Ink::Coat),
    ],
    head: &[
        Shape::Path(
            "M43 36C30 14 34 2 41 2s15 14 13 30zM77 36C90 14 86 2 79 2S64 16 66 32z",
            Ink::Coat,
        ),
        Shape::Line("M43 11q5 8 5 16M77 11q-5 8-5 16", PINK, 6),
        Shape::Head(Ink::Coat),
        Shape::Line("M42 58h3M75 58h3", PINK, 5),
        Shape::Eyes,
        Shape::Line("M60 58v4M54 62q3 4 6 0q3 4 6 0", DARK, 2),
        Shape::Path("M57 55h6l-3 4z", PINK),
    ],
    above: &[],
};

const UNICORN_BUILD: Anatomy = Anatomy {
    head: oval(60, 46, 26, 24),
    eyes: [Point(48, 43), Point(72, 43)],
    muzzle: oval(60, 61, 17, 9),
    ..PLUSH
};

/// A golden horn and a mane of three colours.
pub(crate) const UNICORN: Figure = Figure {
    anatomy: UNICORN_BUILD,
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
