//! The texts of the team's card and of a passport stamp. They name nobody but the companion (R40).

use super::bidi::isolate_bidi;
use super::family_text::{FamilyText, text};
use super::status::past_status;
use super::time_format::TimeZone;
use crate::domain::card::CardContent;
use crate::domain::family::{FamilyStatus, Language};
use crate::domain::passport::PassportStamp;
use crate::domain::time::Time;

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CardText {
    pub title: String,
    pub thanks: String,
    /// The day on which the journey began; empty for a card without moments.
    pub date: String,
    pub moments_heading: String,
    /// Oldest first.
    pub moments: Vec<CardMoment>,
    pub signatures_heading: String,
    /// Says what the paw prints on the card mean.
    pub paw_note: String,
}

/// Something the companion did.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CardMoment {
    pub text: String,
    /// In the hospital's time zone; with the date where it is not the card's.
    pub time: String,
    pub at: Time,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StampText {
    pub visit: String,
    /// Set if the companion stood watch on this visit.
    pub watch: Option<String>,
}

#[must_use]
pub fn card_text(language: Language, content: &CardContent, zone: &TimeZone) -> CardText {
    let name = isolate_bidi(language, &content.appearance.name);
    let with_name = |id| text(language, id, &[("name", &name)]);
    let began = content.moments.first().map(|first| first.at);
    let moments = content.moments.iter().filter_map(|moment| {
        let time = zone.format_time(language, moment.at, began.unwrap_or(moment.at));
        Some(CardMoment { text: past_status(language, moment.status)?, time, at: moment.at })
    });
    CardText {
        title: with_name(FamilyText::CardTitle),
        thanks: with_name(FamilyText::CardThanks),
        date: began.map(|began| zone.format_date(language, began)).unwrap_or_default(),
        moments_heading: with_name(FamilyText::CardMoments),
        moments: moments.collect(),
        signatures_heading: text(language, FamilyText::CardFrom, &[]),
        paw_note: with_name(FamilyText::CardPawNote),
    }
}

#[must_use]
pub fn stamp_text(language: Language, stamp: PassportStamp, zone: &TimeZone) -> StampText {
    let date = zone.format_date(language, stamp.at);
    let watch = stamp.stood_watch.then(|| past_status(language, FamilyStatus::StandingWatch));
    StampText {
        visit: text(language, FamilyText::PassportStamp, &[("date", &date)]),
        watch: watch.flatten(),
    }
}
