//! The card's paper: its measures, its colours (those of the family's page), and which side a line begins on.

use krilla::surface::Surface;
use kurbo::Rect;

use super::super::pdf::points;
use super::super::pdf_svg::{Colour, draw};
use super::super::poster::Paper;
use super::super::text_wrap::Across;

/// The page within the frame.
pub(crate) const GROUND: Colour = Colour(0xfb, 0xf7, 0xf0);
/// Boxes on it.
pub(crate) const PAPER: Colour = Colour(0xff, 0xfd, 0xf9);
/// The disc behind the portrait, and the frame.
pub(crate) const HALO: Colour = Colour(0xf3, 0xe7, 0xd3);
/// Thin lines that only part things.
pub(crate) const LINE: Colour = Colour(0xe2, 0xd8, 0xcb);
/// Letters that are read first.
pub(crate) const INK: Colour = Colour(0x2b, 0x24, 0x20);
/// Letters that are read after, and lines to write on.
pub(crate) const SOFT: Colour = Colour(0x63, 0x58, 0x50);
/// What is meant to be seen.
pub(crate) const MAIN: Colour = Colour(0x0b, 0x5c, 0x73);

/// What stays blank at each edge, in millimetres: no printer reaches the edge of its paper.
const EDGE: f64 = 12.0;
/// From the frame to what stands in it, in millimetres.
const INSET: f64 = 10.0;
/// How round the frame's corners are, in millimetres.
const ROUND: f64 = 8.0;

/// A rectangle to write in, in points, and which side its lines begin on.
#[derive(Clone, Copy)]
pub(crate) struct Area {
    pub left: f32,
    pub right: f32,
    pub top: f32,
    pub bottom: f32,
    pub rightwards: bool,
}

impl Area {
    /// What is within the frame of a page.
    pub(crate) fn within(paper: Paper, rightwards: bool) -> Self {
        let ((width, height), away) = (paper.size(), EDGE + INSET);
        let (right, bottom) = (points(width - away), points(height - away));
        Self { left: points(away), right, top: points(away), bottom, rightwards }
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

    /// So far from where lines begin.
    pub(crate) fn at(&self, from_start: f32) -> f32 {
        if self.rightwards { self.left + from_start } else { self.right - from_start }
    }

    /// A line that begins so far from where lines begin.
    pub(crate) fn from(&self, start: f32) -> Across {
        if self.rightwards { Across::Left(self.at(start)) } else { Across::Right(self.at(start)) }
    }

    /// A line that ends so far from where lines begin.
    pub(crate) fn to(&self, end: f32) -> Across {
        if self.rightwards { Across::Right(self.at(end)) } else { Across::Left(self.at(end)) }
    }

    /// A part of it, from and to so far from where lines begin.
    pub(crate) fn between(&self, start: f32, end: f32) -> Self {
        let (one, other) = (self.at(start), self.at(end));
        Self { left: one.min(other), right: one.max(other), ..*self }
    }

    /// Its columns with so much between them, in the order in which they are read.
    pub(crate) fn columns(self, columns: u16, between: f32) -> impl Iterator<Item = Self> {
        let pitch = (self.width() + between) / f32::from(columns);
        (0..columns).map(move |nth| {
            let start = pitch * f32::from(nth);
            self.between(start, start + pitch - between)
        })
    }
}

/// Draws the frame of a page.
pub(crate) fn frame(on: &mut Surface<'_>, paper: Paper) {
    let (width, height) = paper.size();
    // The frame's own line is as wide inside of its path as outside.
    let edge = f64::from(points(EDGE)) + f64::from(FRAME) / 2.0;
    let (right, bottom) = (f64::from(points(width)) - edge, f64::from(points(height)) - edge);
    let round = f64::from(points(ROUND));
    let around = Rect::new(edge, edge, right, bottom).to_rounded_rect(round);
    draw(on, &around, Some(GROUND), Some((HALO, FRAME)));
    let within = Rect::new(edge, edge, right, bottom).inset(-f64::from(FRAME) / 2.0);
    draw(on, &within.to_rounded_rect(round - f64::from(FRAME) / 2.0), None, Some((LINE, 0.75)));
}

/// How wide the frame is, in points.
const FRAME: f32 = 8.0;
