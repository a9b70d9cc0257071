//! The measures and colours of a card (those of the family's page), and areas in either writing direction.

use krilla::surface::Surface;
use kurbo::Rect;

use crate::printing::pdf::points;
use crate::printing::pdf_shapes::{Colour, draw_shape};
use crate::printing::poster::Paper;
use crate::printing::text_block::HorizontalAnchor;

/// The page within the frame.
pub(crate) const BACKGROUND: Colour = Colour(0xfb, 0xf7, 0xf0);
/// Boxes on the page.
pub(crate) const BOX: Colour = Colour(0xff, 0xfd, 0xf9);
/// The disc behind the portrait, and the frame.
pub(crate) const HALO: Colour = Colour(0xf3, 0xe7, 0xd3);
/// Thin separating lines.
pub(crate) const LINE: Colour = Colour(0xe2, 0xd8, 0xcb);
/// Primary text.
pub(crate) const INK: Colour = Colour(0x2b, 0x24, 0x20);
/// Secondary text, and lines to write on.
pub(crate) const MUTED: Colour = Colour(0x63, 0x58, 0x50);
/// Highlights.
pub(crate) const ACCENT: Colour = Colour(0x0b, 0x5c, 0x73);

/// Millimetres; printers cannot print up to the edge of the paper.
const MARGIN: f64 = 12.0;
/// From the frame to its content, in millimetres.
const PADDING: f64 = 10.0;
/// The corner radius of the frame, in millimetres.
const CORNER_RADIUS: f64 = 8.0;
/// The width of the frame, in points.
const FRAME_WIDTH: f32 = 8.0;

/// A rectangle in points with the direction of the text in it. "Start" is the side where lines begin.
#[derive(Clone, Copy)]
pub(crate) struct Area {
    pub(crate) left: f32,
    pub(crate) right: f32,
    pub(crate) top: f32,
    pub(crate) bottom: f32,
    pub(crate) left_to_right: bool,
}

impl Area {
    pub(crate) fn within_frame(paper: Paper, left_to_right: bool) -> Self {
        let ((width, height), inset) = (paper.size(), MARGIN + PADDING);
        let (right, bottom) = (points(width - inset), points(height - inset));
        Self { left: points(inset), right, top: points(inset), bottom, left_to_right }
    }

    pub(crate) fn width(&self) -> f32 {
        self.right - self.left
    }

    pub(crate) fn height(&self) -> f32 {
        self.bottom - self.top
    }

    pub(crate) fn middle(&self) -> f32 {
        f32::midpoint(self.left, self.right)
    }

    /// The x coordinate at this distance from the start.
    pub(crate) fn x_at(&self, from_start: f32) -> f32 {
        if self.left_to_right { self.left + from_start } else { self.right - from_start }
    }

    /// Anchors a line that begins at this distance from the start.
    pub(crate) fn line_from(&self, from_start: f32) -> HorizontalAnchor {
        let x = self.x_at(from_start);
        if self.left_to_right { HorizontalAnchor::Left(x) } else { HorizontalAnchor::Right(x) }
    }

    /// Anchors a line that ends at this distance from the start.
    pub(crate) fn line_to(&self, from_start: f32) -> HorizontalAnchor {
        let x = self.x_at(from_start);
        if self.left_to_right { HorizontalAnchor::Right(x) } else { HorizontalAnchor::Left(x) }
    }

    /// The part between two distances from the start.
    pub(crate) fn between(&self, start: f32, end: f32) -> Self {
        let (one, other) = (self.x_at(start), self.x_at(end));
        Self { left: one.min(other), right: one.max(other), ..*self }
    }

    /// Its columns, in reading order.
    pub(crate) fn columns(self, columns: u16, gap: f32) -> impl Iterator<Item = Self> {
        let pitch = (self.width() + gap) / f32::from(columns);
        (0..columns).map(move |column| {
            let start = pitch * f32::from(column);
            self.between(start, start + pitch - gap)
        })
    }
}

pub(crate) fn draw_frame(surface: &mut Surface<'_>, paper: Paper) {
    let (width, height) = paper.size();
    let half_width = f64::from(FRAME_WIDTH) / 2.0;
    // A path is stroked half inside and half outside.
    let edge = f64::from(points(MARGIN)) + half_width;
    let (right, bottom) = (f64::from(points(width)) - edge, f64::from(points(height)) - edge);
    let radius = f64::from(points(CORNER_RADIUS));
    let outer = Rect::new(edge, edge, right, bottom);
    let frame = outer.to_rounded_rect(radius);
    draw_shape(surface, &frame, Some(BACKGROUND), Some((HALO, FRAME_WIDTH)));
    let inner = outer.inset(-half_width).to_rounded_rect(radius - half_width);
    draw_shape(surface, &inner, None, Some((LINE, 0.75)));
}
