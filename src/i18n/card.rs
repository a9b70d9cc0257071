//! The team's card and the stamps of a passport, in words; no name but the companion's is in any of them (R40).

use super::time_format::Zone;
use super::{Words, did, say, set_apart};
use crate::domain::card::{Face, Visa};
use crate::domain::family::{FamilyStatus, Language};
use crate::domain::time::Time;

/// A card in words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Card {
    /// Whose card it is.
    pub title: String,
    /// What it is for.
    pub thanks: String,
    /// The day on which the journey began; empty where nothing was told.
    pub day: String,
    /// Above the deeds.
    pub way: String,
    /// What the companion did, oldest first.
    pub deeds: Vec<Deed>,
    /// From whom.
    pub from: String,
    /// What the paws on it are.
    pub paws: String,
}

/// One thing that a companion did.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Deed {
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
pub fn card(language: Language, face: &Face, zone: &Zone) -> Card {
    let name = set_apart(language, &face.looks.name);
    let with_name = |words| say(language, words, &[("name", &name)]);
    let began = face.moments.first().map(|first| first.at);
    let deeds = face.moments.iter().filter_map(|moment| {
        let hour = zone.hour(language, moment.at, began.unwrap_or(moment.at));
        Some(Deed { text: did(language, moment.status)?, hour, at: moment.at })
    });
    Card {
        title: with_name(Words::Card),
        thanks: with_name(Words::CardThanks),
        day: began.map(|began| zone.day(language, began)).unwrap_or_default(),
        way: with_name(Words::CardWay),
        deeds: deeds.collect(),
        from: say(language, Words::CardFrom, &[]),
        paws: with_name(Words::CardPaws),
    }
}

/// Puts a stamp into words.
#[must_use]
pub fn stamp(language: Language, visa: Visa, zone: &Zone) -> StampText {
    let date = zone.day(language, visa.at);
    StampText {
        visit: say(language, Words::PassportStamp, &[("date", &date)]),
        deed: visa.stood_watch.then(|| did(language, FamilyStatus::StandingWatch)).flatten(),
    }
}
