//! Draws shapes in a colour.

use krilla::color::rgb;
use krilla::geom::{Path, PathBuilder};
use krilla::paint::{Fill, Stroke};
use krilla::surface::Surface;
use kurbo::{PathEl, Shape};

/// Red, green, blue.
#[derive(Clone, Copy)]
pub(crate) struct Colour(pub(crate) u8, pub(crate) u8, pub(crate) u8);

impl Colour {
    /// Parses `#bd8450` or `#fff`.
    pub(crate) fn parse(hex: &str) -> Option<Self> {
        let digits = hex.strip_prefix('#')?;
        let six_digits = match digits.len() {
            3 => digits.chars().flat_map(|digit| [digit, digit]).collect(),
            _ => digits.to_owned(),
        };
        let [_, red, green, blue] = u32::from_str_radix(&six_digits, 16).ok()?.to_be_bytes();
        (six_digits.len() == 6).then_some(Self(red, green, blue))
    }

    pub(crate) fn fill(self) -> Fill {
        Fill { paint: rgb::Color::new(self.0, self.1, self.2).into(), ..Fill::default() }
    }

    pub(crate) fn stroke(self, width: f32) -> Stroke {
        Stroke { paint: rgb::Color::new(self.0, self.1, self.2).into(), width, ..Stroke::default() }
    }
}

/// The outline is a colour and a width in points.
pub(crate) fn draw_shape(
    surface: &mut Surface<'_>,
    shape: &impl Shape,
    fill: Option<Colour>,
    outline: Option<(Colour, f32)>,
) {
    let Some(path) = path_of(shape) else { return };
    surface.set_fill(fill.map(Colour::fill));
    surface.set_stroke(outline.map(|(colour, width)| colour.stroke(width)));
    surface.draw_path(&path);
    surface.set_stroke(None);
}

/// How far a curve may be from its shape, in units of the picture.
const TOLERANCE: f64 = 0.01;

#[expect(clippy::cast_possible_truncation, reason = "a page is some thousand points wide")]
pub(crate) fn path_of(shape: &impl Shape) -> Option<Path> {
    let mut path = PathBuilder::new();
    let at = |point: kurbo::Point| (point.x as f32, point.y as f32);
    for element in shape.path_elements(TOLERANCE) {
        match element {
            PathEl::MoveTo(to) => path.move_to(at(to).0, at(to).1),
            PathEl::LineTo(to) => path.line_to(at(to).0, at(to).1),
            PathEl::QuadTo(control, to) => {
                path.quad_to(at(control).0, at(control).1, at(to).0, at(to).1);
            }
            PathEl::CurveTo(first, second, to) => {
                let ((x1, y1), (x2, y2), (x, y)) = (at(first), at(second), at(to));
                path.cubic_to(x1, y1, x2, y2, x, y);
            }
            PathEl::ClosePath => path.close(),
        }
    }
    path.finish()
}
