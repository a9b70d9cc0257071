//! The moments of a card and their heading, measured.

use crate::domain::error::DomainError;
use crate::printing::fonts::{Fonts, Style};
use crate::printing::text_wrap::MeasuredText;

pub(crate) struct Moment<'a> {
    pub(crate) sentence: MeasuredText<'a>,
    pub(crate) time: MeasuredText<'a>,
}

pub(crate) struct Timeline<'a> {
    pub(crate) heading: MeasuredText<'a>,
    pub(crate) moments: Vec<Moment<'a>>,
    /// The width of the widest time, relative to its font size.
    pub(crate) time_width: f32,
}

impl<'a> Timeline<'a> {
    pub(crate) fn new(
        heading: &'a str,
        moments: &'a [(String, String)],
        fonts: &'a Fonts,
        (bold, regular): (Style, Style),
    ) -> Result<Self, DomainError> {
        let measure = |text: &'a str| MeasuredText::new(text, regular, fonts);
        let moments: Vec<_> = moments
            .iter()
            .map(|(sentence, time)| {
                Ok(Moment { sentence: measure(sentence)?, time: measure(time)? })
            })
            .collect::<Result<_, DomainError>>()?;
        let time_width = moments.iter().map(|moment| moment.time.full_width()).fold(0.0, f32::max);
        Ok(Self { heading: MeasuredText::new(heading, bold, fonts)?, moments, time_width })
    }
}
