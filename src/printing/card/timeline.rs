//! What the companion did, as a small timeline: the hour, a dot on a line, the sentence.

use std::ops::Range;

use krilla::surface::Surface;
use kurbo::{Circle, Line as Stroke, Rect};

use super::super::fonts::{Fonts, Style};
use super::super::pdf_svg::draw;
use super::super::text_wrap::{Block, Text};
use super::geometry::{Area, INK, LINE, MAIN, PAPER, SOFT};
use crate::domain::error::DomainError;

/// The moments and what stands above them, measured.
pub(crate) struct Timeline<'a> {
    heading: Text<'a>,
    moments: Vec<(Text<'a>, Text<'a>)>,
    /// The widest hour, as a multiple of its letters' size.
    hours: f32,
}

/// How large the letters are, in points, and in how many columns they stand.
#[derive(Clone, Copy)]
pub(crate) struct Set {
    pub size: f32,
    pub columns: u16,
}

/// Around what stands in the box, and between its columns, in points.
const INSET: f32 = 14.0;
/// How large the heading's letters are, in points.
const HEADING: f32 = 13.0;
/// From the heading to the first moment, in points.
const BELOW: f32 = 10.0;
/// How round the box's corners are, in points.
const ROUND: f64 = 10.0;
/// What is blank between moments, as a part of the letters' size.
const APART: f32 = 0.4;
/// The smallest letters there are, in points.
const SMALLEST: f32 = 9.0;

impl<'a> Timeline<'a> {
    pub(crate) fn measured(
        heading: &'a str,
        moments: &'a [(String, String)],
        fonts: &'a Fonts,
        (bold, regular): (Style, Style),
    ) -> Result<Self, DomainError> {
        let text = |text: &'a str| Text::measured(text, regular, fonts);
        let moments: Vec<_> = moments
            .iter()
            .map(|(sentence, hour)| Ok((text(sentence)?, text(hour)?)))
            .collect::<Result<_, DomainError>>()?;
        let hours = moments.iter().map(|(_, hour)| hour.whole()).fold(0.0, f32::max);
        Ok(Self { heading: Text::measured(heading, bold, fonts)?, moments, hours })
    }

    /// Lays the moments out across this width.
    pub(crate) fn laid(&self, width: f32, set: Set) -> Laid<'_> {
        let between = INSET * f32::from(set.columns - 1);
        let column = (width - 2.0 * INSET - between) / f32::from(set.columns);
        let hour = (self.hours * hour_size(set.size)).min(column * 0.4);
        let (dot, start) = (hour + set.size * 0.9, hour + set.size * 1.8);
        let height = |(sentence, _): &(Text<'_>, _)| {
            Block::height_of(sentence, column - start, set.size) + set.size * APART
        };
        let heading = Block::height_of(&self.heading, width - 2.0 * INSET, HEADING);
        Laid {
            way: self,
            set,
            above: INSET + heading + BELOW,
            heights: self.moments.iter().map(height).collect(),
            stops: [hour, dot, start],
        }
    }
}

/// The moments laid out: how high each of them is, and where things stand in a column.
pub(crate) struct Laid<'a> {
    way: &'a Timeline<'a>,
    set: Set,
    /// From the box's upper edge to the first moment.
    above: f32,
    heights: Vec<f32>,
    /// How far from a column's start the hours end, the dots stand and the sentences begin.
    stops: [f32; 3],
}

impl Laid<'_> {
    /// How high the box is around these moments; nothing where there are none.
    pub(crate) fn height(&self, of: Range<usize>) -> f32 {
        if of.is_empty() {
            return 0.0;
        }
        let heights = &self.heights[of];
        let column = |column: &Range<usize>| heights[column.clone()].iter().sum::<f32>();
        let columns = balanced(heights, self.set.columns);
        let tallest = columns.iter().map(column).fold(0.0, f32::max);
        self.above + tallest + INSET - self.set.size * APART
    }

    pub(crate) fn count(&self) -> usize {
        self.heights.len()
    }

    /// How high the box is around all of them.
    pub(crate) fn whole(&self) -> f32 {
        self.height(0..self.heights.len())
    }

    /// Which moments stand on which page of this height; no page is left with a few while the others are full.
    pub(crate) fn pages(&self, height: f32) -> Vec<Range<usize>> {
        let mut pages = self.paged(height);
        for less in 1..40_u8 {
            let even = self.paged(height * (1.0 - f32::from(less) / 40.0));
            if even.len() > pages.len() {
                break;
            }
            pages = even;
        }
        pages
    }

    fn paged(&self, height: f32) -> Vec<Range<usize>> {
        let mut pages = Vec::new();
        let (mut from, count) = (0, self.heights.len());
        while from < count {
            let fits = |to: &usize| self.height(from..*to) <= height;
            // One at least, so that all come to paper.
            let to = (from + 2..=count).take_while(fits).last().unwrap_or(from + 1);
            pages.push(from..to);
            from = to;
        }
        pages
    }

    /// Draws the box with these moments, from the field's top downwards.
    pub(crate) fn draw(
        &self,
        on: &mut Surface<'_>,
        of: Range<usize>,
        field: &Area,
    ) -> Result<(), DomainError> {
        if of.is_empty() {
            return Ok(());
        }
        let bottom = field.top + self.height(of.clone());
        let [left, top, right, under] = [field.left, field.top, field.right, bottom].map(f64::from);
        let around = Rect::new(left, top, right, under).to_rounded_rect(ROUND);
        draw(on, &around, Some(PAPER), Some((LINE, 1.0)));
        let inner = field.between(INSET, field.width() - INSET);
        on.set_fill(Some(INK.fill()));
        let heading = Block::read(&self.way.heading, inner.width(), HEADING)?;
        heading.draw(on, inner.from(0.0), field.top + INSET);
        let columns = balanced(&self.heights[of.clone()], self.set.columns).into_iter();
        for (column, within) in columns.zip(inner.columns(self.set.columns, INSET)) {
            let moments = of.start + column.start..of.start + column.end;
            self.column(on, moments, &Area { top: field.top + self.above, ..within })?;
        }
        Ok(())
    }

    fn column(
        &self,
        on: &mut Surface<'_>,
        of: Range<usize>,
        field: &Area,
    ) -> Result<(), DomainError> {
        let ([hours, dot, start], size) = (self.stops, self.set.size);
        let beside = f64::from(field.at(dot));
        let middle = |top: f32| f64::from(top + size * 0.68);
        let last = field.top + self.heights[of.start..of.end - 1].iter().sum::<f32>();
        let line = Stroke::new((beside, middle(field.top)), (beside, middle(last)));
        draw(on, &line, None, Some((LINE, 1.5)));
        let mut top = field.top;
        for nth in of {
            let (sentence, hour) = &self.way.moments[nth];
            let newest = nth + 1 == self.heights.len();
            let (inside, outline) = if newest { (MAIN, MAIN) } else { (PAPER, SOFT) };
            let dot = Circle::new((beside, middle(top)), f64::from(size) * 0.26);
            draw(on, &dot, Some(inside), Some((outline, 1.2)));
            on.set_fill(Some(SOFT.fill()));
            let small = hour_size(size);
            Block::one_line(hour, hours, small)?.draw(on, field.to(hours), top + size - small);
            on.set_fill(Some(INK.fill()));
            let sentence = Block::read(sentence, field.width() - start, size)?;
            sentence.draw(on, field.from(start), top);
            top += self.heights[nth];
        }
        Ok(())
    }
}

/// How large an hour's letters are beside a sentence's.
fn hour_size(sentence: f32) -> f32 {
    (sentence * 0.88).max(SMALLEST)
}

/// Which of these heights stand in which column, so that the tallest column is as low as it can be; the first ones
/// are never lower than the last.
fn balanced(heights: &[f32], columns: u16) -> Vec<Range<usize>> {
    let all: f32 = heights.iter().sum();
    let tallest = heights.iter().copied().fold(0.0, f32::max);
    let mut most = (all / f32::from(columns)).max(tallest);
    loop {
        let filled = filled(heights, most);
        if filled.len() <= usize::from(columns) {
            return filled;
        }
        most += 1.0;
    }
}

/// Columns of at most this height, filled one after the other.
fn filled(heights: &[f32], most: f32) -> Vec<Range<usize>> {
    let mut columns: Vec<Range<usize>> = Vec::new();
    let mut used = f32::INFINITY;
    for (nth, height) in heights.iter().enumerate() {
        used += height;
        // Sums of the same numbers in another order differ in their last digits.
        match columns.last_mut() {
            Some(column) if used <= most + 0.01 => column.end = nth + 1,
            _ => {
                columns.push(nth..nth + 1);
                used = *height;
            }
        }
    }
    columns
}
