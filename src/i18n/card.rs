//! The team's card and the stamps of a passport, in words; no name but the companion's is in any of them (R40).

use super::time_format::TimeZone;
use super::{NotificationText, isolate_bidi, past_status, say};
use crate::domain::card::CardContent;
use crate::domain::family::{FamilyStatus, Language};
use crate::domain::passport::PassportStamp;
use crate::domain::time::Time;

/// A card in words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CardText {
    /// Whose card it is.
    pub title: String,
    /// What it is for.
    pub thanks: String,
    /// The day on which the journey began; empty where nothing was told.
    pub day: String,
    /// Above the deeds.
    pub way: String,
    /// What the companion did, oldest first.
    pub deeds: Vec<CardMoment>,
    /// From whom.
    pub from: String,
    /// What the paws on it are.
    pub paws: String,
}

/// One thing that a companion did.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CardMoment {
    /// What.
    pub text: String,
    /// When, in the hospital's time zone; with the day where it is not that of the card.
    pub hour: String,
    /// When, for machines.
    pub at: Time,
}

/// A stamp in words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StampText {
    /// Which visit it is for.
    pub visit: String,
    /// What the companion did there, if it stood watch.
    pub deed: Option<String>,
}

/// Puts a card into words.
#[must_use]
pub fn card(language: Language, face: &CardContent, zone: &TimeZone) -> CardText {
    let name = isolate_bidi(language, &face.appearance.name);
    let with_name = |words| say(language, words, &[("name", &name)]);
    let began = face.moments.first().map(|first| first.at);
    let deeds = face.moments.iter().filter_map(|moment| {
        let hour = zone.hour(language, moment.at, began.unwrap_or(moment.at));
        Some(CardMoment { text: past_status(language, moment.status)?, hour, at: moment.at })
    });
    CardText {
        title: with_name(NotificationText::Card),
        thanks: with_name(NotificationText::CardThanks),
        day: began.map(|began| zone.day(language, began)).unwrap_or_default(),
        way: with_name(NotificationText::CardWay),
        deeds: deeds.collect(),
        from: say(language, NotificationText::CardFrom, &[]),
        paws: with_name(NotificationText::CardPaws),
    }
}

/// Puts a stamp into words.
#[must_use]
pub fn stamp(language: Language, visa: PassportStamp, zone: &TimeZone) -> StampText {
    let date = zone.day(language, visa.at);
    StampText {
        visit: say(language, NotificationText::PassportStamp, &[("date", &date)]),
        deed: visa
            .stood_watch
            .then(|| past_status(language, FamilyStatus::StandingWatch))
            .flatten(),
    }
}
