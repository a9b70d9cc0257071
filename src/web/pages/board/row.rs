//! One companion on the board. Never shows the child's name, and on a wall display no place (R37).

use super::text::ago;
use crate::domain::place::Stage;
use crate::domain::string_enum::StringEnum;
use crate::domain::tag::TagCode;
use crate::domain::time::Time;
use crate::json::Timestamp;
use crate::use_cases::board::BoardRow;
use crate::web::pages::portraits;
use crate::web::pages::shared::text;

pub(crate) struct CompanionRow {
    pub(crate) journey: String,
    pub(crate) companion: String,
    pub(crate) stage: Stage,
    pub(crate) sort_key: String,
    pub(crate) name: String,
    /// The first group of its tag code.
    pub(crate) code: String,
    /// The companion's page; none on a wall display.
    pub(crate) url: Option<String>,
    pub(crate) picture: String,
    pub(crate) gowning: &'static str,
    pub(crate) gowning_key: &'static str,
    pub(crate) place_id: String,
    /// Empty on a wall display.
    pub(crate) place: String,
    pub(crate) last_seen: Moment,
    /// Not scanned for too long.
    pub(crate) quiet: bool,
    pub(crate) expects_scans: bool,
    /// Names of its open alerts.
    pub(crate) alerts: Vec<&'static str>,
}

/// A point in time in all forms that a row needs.
pub(crate) struct Moment {
    /// Since 1970.
    pub(crate) millis: i64,
    /// RFC 3339.
    pub(crate) stamp: String,
    pub(crate) ago: String,
}

impl Moment {
    pub(crate) fn new(then: Time, now: Time) -> Self {
        let (stamp, ago) = (Timestamp(then).to_string(), ago(then, now));
        Self { millis: then.millis(), stamp, ago }
    }
}

impl CompanionRow {
    pub(crate) fn new(row: &BoardRow, now: Time, wall: bool) -> Self {
        let view = &row.journey;
        let state = &view.journey.state;
        let journey = view.journey.id.to_string();
        let rank = if view.alerts.is_empty() { '1' } else { '0' };
        Self {
            sort_key: format!("{rank}{journey}"),
            journey,
            companion: view.companion.id.to_string(),
            stage: state.stage,
            name: view.companion.name.clone(),
            code: short_code(row.tag),
            url: companion_url(row, wall),
            picture: portraits::companion_url(&view.companion, &state.worn()),
            gowning: text::gowning(view.gowning),
            gowning_key: view.gowning.key(),
            place_id: view.place.as_ref().map(|place| place.id.to_string()).unwrap_or_default(),
            place: place_name(row, wall),
            last_seen: Moment::new(state.last_seen_at.unwrap_or(view.journey.created_at), now),
            quiet: row.quiet,
            expects_scans: state.expects_scans(),
            alerts: view.alerts.iter().map(|alert| text::alert(alert.kind)).collect(),
        }
    }
}

/// The companion's page; a wall display has no links.
pub(super) fn companion_url(row: &BoardRow, wall: bool) -> Option<String> {
    row.tag.filter(|_| !wall).map(|code| format!("/T/{}", code.as_str()))
}

/// The first group of a code: enough to tell two companions of the same name apart, and not enough to copy
/// a code from a wall display.
pub(super) fn short_code(tag: Option<TagCode>) -> String {
    tag.map(|code| code.as_str().chars().take(4).collect()).unwrap_or_default()
}

pub(super) fn place_name(row: &BoardRow, wall: bool) -> String {
    let place = row.journey.place.as_ref().filter(|_| !wall);
    place.map(|place| place.name.clone()).unwrap_or_default()
}
