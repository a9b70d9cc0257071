//! A figure: its anatomy, and the shapes it is drawn with.

use crate::portrait::anatomy::{Anatomy, Oval};
use crate::portrait::svg_writer::{Ink, SvgWriter};

#[derive(Clone, Copy)]
pub(crate) enum Shape {
    Oval(Oval, Ink),
    /// A closed path.
    Path(&'static str, Ink),
    /// An open path, drawn as a line of this width.
    Line(&'static str, Ink, i16),
    /// These five take their position from the anatomy.
    Arms(Ink),
    Legs(Ink),
    Head(Ink),
    Body(Ink),
    Eyes,
}

/// Shapes are drawn in the order of these fields, the outfit between them.
pub(crate) struct Figure {
    pub(crate) anatomy: Anatomy,
    /// Tail, mane and other parts behind the body.
    pub(crate) behind: &'static [Shape],
    /// Body and limbs.
    pub(crate) body: &'static [Shape],
    /// Ears, head and face.
    pub(crate) head: &'static [Shape],
    /// Parts that stay visible above a cap.
    pub(crate) above: &'static [Shape],
}

impl Figure {
    pub(crate) fn draw(&self, svg: &mut SvgWriter, shapes: &[Shape]) {
        for shape in shapes {
            match *shape {
                Shape::Oval(oval, ink) => svg.oval(oval, ink),
                Shape::Path(d, ink) => svg.path(d, ink),
                Shape::Line(d, ink, width) => svg.line(d, ink, width),
                Shape::Arms(ink) => svg.limbs(&self.anatomy.arms, ink),
                Shape::Legs(ink) => svg.limbs(&self.anatomy.legs, ink),
                Shape::Head(ink) => svg.oval(self.anatomy.head, ink),
                Shape::Body(ink) => svg.oval(self.anatomy.body, ink),
                Shape::Eyes => svg.eyes(self.anatomy.eyes),
            }
        }
    }
}

/// The inside of ears, and the tip of a nose.
pub(crate) const PINK: Ink = Ink::Hex("#f2a3b0");

/// Blushing cheeks, at the height that fits most figures.
pub(crate) const BLUSH: Shape = Shape::Line("M39 53h3M78 53h3", PINK, 5);
