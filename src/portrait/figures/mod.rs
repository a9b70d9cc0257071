//! Each species as a few shapes on an anatomy.

mod forest;
mod house;
mod things;
mod wild;

use super::anatomy::{Anatomy, Oval};
use super::svg_writer::Ink;
use crate::domain::companion::Species;

/// One shape of a figure.
#[derive(Clone, Copy)]
pub(crate) enum Shape {
    /// An oval.
    Oval(Oval, Ink),
    /// A closed path.
    Path(&'static str, Ink),
    /// An open path as a line so wide.
    Line(&'static str, Ink, i16),
    /// Both arms, where the anatomy has them.
    Arms(Ink),
    /// Both legs, where the anatomy has them.
    Legs(Ink),
    /// The head's oval.
    Head(Ink),
    /// The body's oval.
    Body(Ink),
    /// Two eyes.
    Eyes,
}

/// A figure: its build, and its shapes from the back to the front.
pub(crate) struct Figure {
    pub anatomy: Anatomy,
    /// Tail, mane, what hangs down the back.
    pub behind: &'static [Shape],
    /// Body and limbs.
    pub body: &'static [Shape],
    /// Ears, head and face.
    pub head: &'static [Shape],
    /// What no cap can hide.
    pub above: &'static [Shape],
}

/// The figure of a species.
pub(crate) const fn of(species: Species) -> &'static Figure {
    match species {
        Species::Bear => &forest::BEAR,
        Species::Rabbit => &forest::RABBIT,
        Species::Cat => &house::CAT,
        Species::Dog => &house::DOG,
        Species::Elephant => &wild::ELEPHANT,
        Species::Dinosaur => &wild::DINOSAUR,
        Species::Unicorn => &forest::UNICORN,
        Species::Penguin => &wild::PENGUIN,
        Species::Lion => &wild::LION,
        Species::Doll => &house::DOLL,
        Species::Blanket => &things::BLANKET,
        Species::Robot => &things::ROBOT,
        Species::Other => &things::OTHER,
    }
}

/// The inside of ears, and the tip of a nose.
const PINK: Ink = Ink::Hex("#f2a3b0");

/// Cheeks that blush, at the height of most.
const BLUSH: Shape = Shape::Line("M39 53h3M78 53h3", PINK, 5);
