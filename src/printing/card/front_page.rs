//! The front page of a card: header, moments if they fit, signatures.

use krilla::surface::Surface;

use super::geometry::Area;
use super::header::Header;
use super::signatures::Signatures;
use super::timeline_layout::TimelineLayout;
use crate::domain::error::DomainError;
use crate::printing::pdf::points;

/// In millimetres.
const MAX_PORTRAIT: f64 = 125.0;
/// The least distance between the parts of the page, in points.
const GAP: f32 = 16.0;

pub(crate) struct FrontPage<'a> {
    pub(crate) header: Header,
    /// `None` if the moments are on pages of their own.
    pub(crate) timeline: Option<TimelineLayout<'a>>,
    pub(crate) signatures: Signatures,
}

impl FrontPage<'_> {
    /// The height that a timeline of this height leaves for the portrait.
    pub(crate) fn space_for_portrait(&self, area: &Area, timeline: f32) -> f32 {
        let gaps = if timeline > 0.0 { 2.0 * GAP } else { GAP };
        area.height() - self.header.text_height() - self.signatures.height() - timeline - gaps
    }

    pub(crate) fn draw(&self, surface: &mut Surface<'_>, area: &Area) -> Result<(), DomainError> {
        let timeline = self.timeline.as_ref().map_or(0.0, TimelineLayout::full_height);
        let space = self.space_for_portrait(area, timeline);
        let portrait = space.min(points(MAX_PORTRAIT)).max(0.0);
        // The space left over is distributed evenly between the parts, above and below them.
        let extra = (space - portrait).max(0.0) / if timeline > 0.0 { 4.0 } else { 3.0 };
        let mut top = area.top + extra;
        self.header.draw(surface, area, top, portrait);
        top += portrait + self.header.text_height() + GAP + extra;
        if let Some(layout) = &self.timeline {
            layout.draw(surface, 0..layout.count(), &Area { top, ..*area })?;
            top += if timeline > 0.0 { timeline + GAP + extra } else { 0.0 };
        }
        self.signatures.draw(surface, &Area { top, ..*area });
        Ok(())
    }
}
