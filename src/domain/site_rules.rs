//! The site's rules: every number that domain.md puts in brackets, with its default.

use std::time::Duration;

use super::outfit::{Catalogue, Item, Outfit};
use super::time::{days, hours, minutes};

/// What a site decides for itself; each is a setting.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SiteRules {
    /// How long "clean" lasts after a wash (R4, 24 h).
    pub clean_for: Duration,
    /// How long on a ward until it counts as unclean (R5, 7 days).
    pub clean_on_ward_for: Duration,
    /// What must be on to count as gowned (gown and mask).
    pub required_outfit: Outfit,
    /// Which pieces are marked free of metal and latex (R3, R11).
    pub catalogue: Catalogue,
    /// How many companions of a child may be in the operating room (R9, 1).
    pub companions_in_or: u32,
    /// Where a companion may rest in an operating room (R12).
    pub resting_places: Vec<String>,
    /// How long after the child has moved "left behind?" is raised (R17, 15 min).
    pub left_behind_after: Duration,
    /// A tag seen at two places within this time is thought copied (R27, 1 min).
    pub copied_within: Duration,
    /// More than this between happening and recording is late (R29, 20 min).
    pub late_after: Duration,
    /// How far back a step may lie and still be asked for now (60 s).
    pub now_within: Duration,
    /// How long the author of a step may take it back (10 min).
    pub undo_within: Duration,
    /// How long without news until a family reads so (R35, 90 min).
    pub no_news_after: Duration,
    /// How long without a scan until the board marks a companion as quiet (R35, 30 min).
    pub quiet_after: Duration,
    /// How long the log of events reaches back (24 h).
    pub event_retention: Duration,
    /// How long after a visit's end its family links still open (7 days).
    pub links_expire_after: Duration,
    /// How long a notice is tried until it is given up (24 h).
    pub notification_retry_for: Duration,
    /// How long after a visit's end its photos are shown, and then deleted (R38, 24 h).
    pub photos_expire_after: Duration,
    /// How many photos there may be of one companion in one visit (12).
    pub max_photos_per_companion: u32,
    /// How long after a child's last visit what names the child is removed (30 days).
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

/// Words that no resting place may carry: head, airway and sterile field are never choices (R12).
pub const FORBIDDEN_RESTING_PLACE_WORDS: [&str; 6] = ["head", "airway", "face", "neck", "sterile", "field"];

/// The rules a journey's fold goes by, kept with its first step so that no later change of a setting
/// rewrites what has happened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RulesSnapshot {
    /// See [`HouseRules::clean_for`].
    pub clean_for: Duration,
    /// See [`HouseRules::clean_on_ward_for`].
    pub clean_on_ward_for: Duration,
    /// See [`HouseRules::copied_within`].
    pub copied_within: Duration,
    /// See [`HouseRules::required`].
    pub required_outfit: Outfit,
}

impl SiteRules {
    /// What a journey that starts now keeps of the rules.
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

/// How long signing in lasts, and how often it may fail.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SessionPolicy {
    /// How long a token lives at the most (12 h, a shift).
    pub max_age: Duration,
    /// After how long without use it is locked (R31, 2 min).
    pub idle_lock: Duration,
    /// Failures of one user name where somebody stands before it must wait there (10).
    pub failures_per_user: i32,
    /// Failures from one address, or at one phone, before who is not known there must wait (100: a ward shares one).
    pub failures_per_address: i32,
    /// For how long failures count (15 min).
    pub failure_window: Duration,
    /// Whether this program is spoken to by TLS, so that cookies go by no other way.
    pub tls: bool,
}

impl Default for SessionPolicy {
    fn default() -> Self {
        Self {
            max_age: hours(12),
            idle_lock: minutes(2),
            failures_per_user: 10,
            failures_per_address: 100,
            failure_window: minutes(15),
            tls: false,
        }
    }
}
