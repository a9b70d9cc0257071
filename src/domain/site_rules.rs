//! The site rules: every number in the rules R1 to R40 that a site can set, with its default.

use std::time::Duration;

use super::outfit::{Catalogue, Item, Outfit};
use super::time::{days, hours, minutes};

/// The rules that a site can set. [`Default`] holds the default of each.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SiteRules {
    /// How long a companion counts as clean after a wash (R4).
    pub clean_for: Duration,
    /// How long it stays clean on a ward (R5).
    pub clean_on_ward_for: Duration,
    /// The pieces that must be on to count as gowned.
    pub required_outfit: Outfit,
    /// The pieces that are marked free of metal and of latex (R3, R11).
    pub catalogue: Catalogue,
    /// How many companions of a child may be in the operating room (R9).
    pub companions_in_or: u32,
    /// Where a companion may rest in an operating room (R12).
    pub resting_places: Vec<String>,
    /// From the child's move to the alert "left behind?" (R17).
    pub left_behind_after: Duration,
    /// A tag that is read at two places within this time counts as copied (R27).
    pub copied_within: Duration,
    /// A step that is recorded later than this after it happened is late (R29).
    pub late_after: Duration,
    /// A step that happened at most this long ago is treated as a request for now, which blockers can refuse.
    pub now_within: Duration,
    /// How long its author may undo a step.
    pub undo_within: Duration,
    /// How long without an update until the family page says so (R35).
    pub no_news_after: Duration,
    /// How long without a scan until the board marks a companion as quiet (R35).
    pub quiet_after: Duration,
    /// How long change events are stored.
    pub event_retention: Duration,
    /// How long family links work after the visit has ended.
    pub links_expire_after: Duration,
    /// How long the delivery of a notification is retried.
    pub notification_retry_for: Duration,
    /// When photos are deleted after the visit has ended (R38).
    pub photos_expire_after: Duration,
    /// Photos of one companion in one visit.
    pub max_photos_per_companion: u32,
    /// When identifying data is removed after the child's last visit.
    pub purge_after: Duration,
}

impl Default for SiteRules {
    fn default() -> Self {
        Self {
            clean_for: hours(24),
            clean_on_ward_for: days(7),
            required_outfit: [Item::Gown, Item::Mask].into(),
            catalogue: Catalogue::default(),
            companions_in_or: 1,
            resting_places: ["foot_of_bed", "transport_bed", "shelf", "anaesthesia_cart"]
                .map(str::to_owned)
                .to_vec(),
            left_behind_after: minutes(15),
            copied_within: minutes(1),
            late_after: minutes(20),
            now_within: minutes(1),
            undo_within: minutes(10),
            no_news_after: minutes(90),
            quiet_after: minutes(30),
            event_retention: hours(24),
            links_expire_after: days(7),
            notification_retry_for: hours(24),
            photos_expire_after: hours(24),
            max_photos_per_companion: 12,
            purge_after: days(30),
        }
    }
}

/// Words that no resting place may contain: head, airway and sterile field are never allowed (R12).
pub const FORBIDDEN_RESTING_PLACE_WORDS: [&str; 6] =
    ["head", "airway", "face", "neck", "sterile", "field"];

/// The rules from which a journey's state is derived. They are stored with its first step, so that later changes of a
/// setting do not change the past. The fields are those of [`SiteRules`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RulesSnapshot {
    pub clean_for: Duration,
    pub clean_on_ward_for: Duration,
    pub copied_within: Duration,
    pub required_outfit: Outfit,
}

impl SiteRules {
    /// The rules for a journey that starts now.
    #[must_use]
    pub fn snapshot(&self) -> RulesSnapshot {
        RulesSnapshot {
            clean_for: self.clean_for,
            clean_on_ward_for: self.clean_on_ward_for,
            copied_within: self.copied_within,
            required_outfit: self.required_outfit.clone(),
        }
    }
}

impl Default for RulesSnapshot {
    fn default() -> Self {
        SiteRules::default().snapshot()
    }
}
