//! What a family sees, as text and pictures.

use super::super::photos::family::FamilyPhotosTemplate;
use crate::domain::family::{FamilyStatus, Language, Moment};
use crate::domain::time::Time;
use crate::i18n::{self, FamilyText, TimeZone};
use crate::json::Timestamp;
use crate::portrait;
use crate::use_cases::family::family_view::{CompanionFeed, FamilyView};

pub(super) struct CompanionSection {
    pub name: String,
    pub portrait: String,
    /// What it wears, in words; none if it wears nothing.
    pub outfit: Option<String>,
    pub now: MomentText,
    /// Latest first.
    pub moments: Vec<MomentText>,
    pub photos: Option<FamilyPhotosTemplate>,
}

pub(super) struct MomentText {
    pub sentence: String,
    /// In the hospital's time zone and the reader's format.
    pub hour: String,
    /// RFC 3339.
    pub timestamp: String,
}

pub(super) struct Reader<'a> {
    /// The link's token.
    pub token: &'a str,
    pub language: Language,
    /// Whether to use the sentences for children.
    pub child_view: bool,
    pub zone: &'a TimeZone,
    pub now: Time,
}

impl Reader<'_> {
    /// Every companion of the visit.
    pub(super) fn companions(&self, view: &FamilyView) -> Vec<CompanionSection> {
        view.companions.iter().map(|companion| self.section(companion)).collect()
    }

    fn section(&self, companion: &CompanionFeed) -> CompanionSection {
        let name = i18n::isolate_bidi(self.language, &companion.name);
        let outfit = i18n::outfit_text(self.language, &companion.visible.outfit, &name);
        let title = outfit.as_deref().unwrap_or(&companion.name);
        let now = self.moment(&companion.status, &name);
        let prefix = if companion.status.status == FamilyStatus::NoNewWord {
            FamilyText::LastUpdate
        } else {
            FamilyText::Since
        };
        let hour = i18n::text(self.language, prefix, &[("time", &now.hour)]);
        let moments = companion.moments.iter().rev();
        let (species, coat) = (companion.species, companion.coat);
        CompanionSection {
            portrait: portrait::svg(species, &companion.visible.outfit, coat, title),
            name: companion.name.clone(),
            outfit: outfit.clone(),
            now: MomentText { hour, ..now },
            photos: FamilyPhotosTemplate::new(self.language, companion, self.token),
            moments: moments.map(|moment| self.moment(moment, &name)).collect(),
        }
    }

    fn moment(&self, moment: &Moment, name: &str) -> MomentText {
        let status_text = if self.child_view { i18n::child_status_text } else { i18n::status_text };
        MomentText {
            sentence: status_text(self.language, moment.status, name),
            hour: self.zone.format_time(self.language, moment.at, self.now),
            timestamp: Timestamp(moment.at).to_string(),
        }
    }
}
