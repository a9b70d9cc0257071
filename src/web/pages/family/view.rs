//! What a family sees, put into words and pictures.

use super::super::photos::FamilyPhotosTemplate;
use crate::domain::family::{FamilyStatus, Language, Moment};
use crate::domain::time::Time;
use crate::i18n::{self, NotificationText, TimeZone};
use crate::json::Timestamp;
use crate::portrait;
use crate::use_cases::family::family_view::{self, FamilyView};

/// One companion, as it is shown.
pub(crate) struct Friend {
    pub name: String,
    pub portrait: String,
    /// What it wears, in words; none where it wears nothing.
    pub wears: Option<String>,
    pub now: Told,
    /// Latest first.
    pub moments: Vec<Told>,
    pub photos: Option<FamilyPhotosTemplate>,
}

/// One moment in words.
pub(crate) struct Told {
    pub sentence: String,
    /// In the hospital's time zone, by the reader's habits.
    pub hour: String,
    /// For machines.
    pub stamp: String,
}

/// Who reads, and when.
pub(crate) struct Reader<'a> {
    /// The link's.
    pub token: &'a str,
    pub language: Language,
    /// Whether in the child's view.
    pub child: bool,
    pub zone: &'a TimeZone,
    pub now: Time,
}

/// Every companion of a visit in a reader's language; a child's view has its own words.
pub(crate) fn shown(view: &FamilyView, reader: &Reader<'_>) -> Vec<Friend> {
    view.companions.iter().map(|friend| reader.meets(friend)).collect()
}

impl Reader<'_> {
    fn meets(&self, friend: &family_view::CompanionFeed) -> Friend {
        let name = i18n::isolate_bidi(self.language, &friend.name);
        let wears = i18n::outfit_text(self.language, &friend.visible.outfit, &name);
        let title = wears.as_deref().unwrap_or(&friend.name);
        let now = self.hears(&friend.status, &name);
        let words = if friend.status.status == FamilyStatus::NoNewWord {
            NotificationText::LastWord
        } else {
            NotificationText::Since
        };
        let hour = i18n::say(self.language, words, &[("time", &now.hour)]);
        Friend {
            portrait: portrait::svg(friend.species, &friend.visible.outfit, friend.coat, title),
            name: friend.name.clone(),
            wears: wears.clone(),
            now: Told { hour, ..now },
            photos: FamilyPhotosTemplate::of(self.language, friend, self.token),
            moments: friend.moments.iter().rev().map(|moment| self.hears(moment, &name)).collect(),
        }
    }

    fn hears(&self, moment: &Moment, name: &str) -> Told {
        let say = if self.child { i18n::for_children } else { i18n::status };
        Told {
            sentence: say(self.language, moment.status, name),
            hour: self.zone.hour(self.language, moment.at, self.now),
            stamp: Timestamp(moment.at).to_string(),
        }
    }
}
