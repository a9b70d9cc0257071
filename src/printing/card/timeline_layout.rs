//! The moments of a card as a timeline in a box: the time, a dot on a line, the sentence.

use std::ops::Range;

use krilla::surface::Surface;
use kurbo::{Circle, Line, Rect};

use super::columns::balance;
use super::geometry::{ACCENT, Area, BOX, INK, LINE, MUTED};
use super::timeline::{Moment, Timeline};
use crate::domain::error::DomainError;
use crate::printing::pdf_shapes::draw_shape;
use crate::printing::text_block::TextBlock;

#[derive(Clone, Copy)]
pub(crate) struct TextSetting {
    /// The font size in points.
    pub(crate) size: f32,
    pub(crate) columns: u16,
}

/// Within the box, and between its columns, in points.
const PADDING: f32 = 14.0;
/// In points, as are the next two.
const HEADING_SIZE: f32 = 13.0;
const BELOW_HEADING: f32 = 10.0;
const CORNER_RADIUS: f64 = 10.0;
/// Between moments, relative to the font size.
const MOMENT_GAP: f32 = 0.4;
/// The smallest font size on a card, in points.
const MIN_SIZE: f32 = 9.0;

/// Where everything is in the box for one text setting.
pub(crate) struct TimelineLayout<'a> {
    timeline: &'a Timeline<'a>,
    setting: TextSetting,
    /// From the upper edge of the box to the first moment.
    header_height: f32,
    /// The height of each moment.
    heights: Vec<f32>,
    /// Distances from the start of a column: where times end, dots are centred and sentences begin.
    tab_stops: [f32; 3],
}

impl<'a> TimelineLayout<'a> {
    pub(crate) fn new(timeline: &'a Timeline<'a>, width: f32, setting: TextSetting) -> Self {
        let gaps = PADDING * f32::from(setting.columns - 1);
        let column = (width - 2.0 * PADDING - gaps) / f32::from(setting.columns);
        let time = (timeline.time_width * time_size(setting.size)).min(column * 0.4);
        let (dot, sentence) = (time + setting.size * 0.9, time + setting.size * 1.8);
        let height = |moment: &Moment<'_>| {
            TextBlock::body_height(&moment.sentence, column - sentence, setting.size)
                + setting.size * MOMENT_GAP
        };
        let heading =
            TextBlock::body_height(&timeline.heading, width - 2.0 * PADDING, HEADING_SIZE);
        Self {
            timeline,
            setting,
            header_height: PADDING + heading + BELOW_HEADING,
            heights: timeline.moments.iter().map(height).collect(),
            tab_stops: [time, dot, sentence],
        }
    }

    /// The height of the box with these moments; 0 for none.
    fn height(&self, moments: Range<usize>) -> f32 {
        if moments.is_empty() {
            return 0.0;
        }
        let heights = &self.heights[moments];
        let column_height = |column: &Range<usize>| heights[column.clone()].iter().sum::<f32>();
        let columns = balance(heights, self.setting.columns);
        let tallest = columns.iter().map(column_height).fold(0.0, f32::max);
        self.header_height + tallest + PADDING - self.setting.size * MOMENT_GAP
    }

    pub(crate) fn count(&self) -> usize {
        self.heights.len()
    }

    /// The height of the box with all moments.
    pub(crate) fn full_height(&self) -> f32 {
        self.height(0..self.heights.len())
    }

    /// The moments on each page of this height. All pages are about equally full.
    pub(crate) fn pages(&self, height: f32) -> Vec<Range<usize>> {
        let mut pages = self.fill_pages(height);
        for reduction in 1..40_u8 {
            let candidate = self.fill_pages(height * (1.0 - f32::from(reduction) / 40.0));
            if candidate.len() > pages.len() {
                break;
            }
            pages = candidate;
        }
        pages
    }

    fn fill_pages(&self, height: f32) -> Vec<Range<usize>> {
        let mut pages = Vec::new();
        let (mut from, count) = (0, self.heights.len());
        while from < count {
            let fits = |to: &usize| self.height(from..*to) <= height;
            // At least one moment per page, even if it is too high, so that this ends.
            let to = (from + 2..=count).take_while(fits).last().unwrap_or(from + 1);
            pages.push(from..to);
            from = to;
        }
        pages
    }

    /// Draws the box with these moments from the top of the area downwards.
    pub(crate) fn draw(
        &self,
        surface: &mut Surface<'_>,
        moments: Range<usize>,
        area: &Area,
    ) -> Result<(), DomainError> {
        if moments.is_empty() {
            return Ok(());
        }
        let bottom = area.top + self.height(moments.clone());
        let [left, top, right, bottom] = [area.left, area.top, area.right, bottom].map(f64::from);
        let frame = Rect::new(left, top, right, bottom).to_rounded_rect(CORNER_RADIUS);
        draw_shape(surface, &frame, Some(BOX), Some((LINE, 1.0)));
        let inner = area.between(PADDING, area.width() - PADDING);
        surface.set_fill(Some(INK.fill()));
        let heading = TextBlock::body(&self.timeline.heading, inner.width(), HEADING_SIZE)?;
        heading.draw(surface, inner.line_from(0.0), area.top + PADDING);
        let columns = balance(&self.heights[moments.clone()], self.setting.columns).into_iter();
        let column_areas = inner.columns(self.setting.columns, PADDING);
        for (column, column_area) in columns.zip(column_areas) {
            let in_column = moments.start + column.start..moments.start + column.end;
            let column_area = Area { top: area.top + self.header_height, ..column_area };
            self.draw_column(surface, in_column, &column_area)?;
        }
        Ok(())
    }

    fn draw_column(
        &self,
        surface: &mut Surface<'_>,
        moments: Range<usize>,
        area: &Area,
    ) -> Result<(), DomainError> {
        let ([time_end, dot, sentence_start], size) = (self.tab_stops, self.setting.size);
        let line_x = f64::from(area.x_at(dot));
        let dot_y = |top: f32| f64::from(top + size * 0.68);
        let last = area.top + self.heights[moments.start..moments.end - 1].iter().sum::<f32>();
        let line = Line::new((line_x, dot_y(area.top)), (line_x, dot_y(last)));
        draw_shape(surface, &line, None, Some((LINE, 1.5)));
        let mut top = area.top;
        for index in moments {
            let Moment { sentence, time } = &self.timeline.moments[index];
            let is_newest = index + 1 == self.heights.len();
            let (fill, outline) = if is_newest { (ACCENT, ACCENT) } else { (BOX, MUTED) };
            let dot = Circle::new((line_x, dot_y(top)), f64::from(size) * 0.26);
            draw_shape(surface, &dot, Some(fill), Some((outline, 1.2)));
            surface.set_fill(Some(MUTED.fill()));
            let small = time_size(size);
            let time = TextBlock::one_line(time, time_end, small)?;
            time.draw(surface, area.line_to(time_end), top + size - small);
            surface.set_fill(Some(INK.fill()));
            let sentence = TextBlock::body(sentence, area.width() - sentence_start, size)?;
            sentence.draw(surface, area.line_from(sentence_start), top);
            top += self.heights[index];
        }
        Ok(())
    }
}

/// The font size of a time beside a sentence of this size.
fn time_size(sentence: f32) -> f32 {
    (sentence * 0.88).max(MIN_SIZE)
}
