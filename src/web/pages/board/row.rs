//! A line of the board: what of a companion is shown there. Never the child's name, and on a wall no place (R37).

use super::text;
use crate::domain::place::Stage;
use crate::domain::string_enum::StringEnum;
use crate::domain::tag::TagCode;
use crate::domain::time::Time;
use crate::json::Timestamp;
use crate::use_cases::board::BoardRow;
use crate::use_cases::models::Alert;
use crate::web::pages::portraits;

/// A companion.
pub struct Line {
    /// Its journey's id.
    pub id: String,
    /// Where on its way it is.
    pub stage: Stage,
    /// Its own id.
    pub companion: String,
    /// The id of its place.
    pub place: String,
    /// Lines stand in the order of this.
    pub sort: String,
    /// Its name.
    pub name: String,
    /// The beginning of its code, to be told from a namesake.
    pub code: String,
    /// The way to its page, where there is one.
    pub way: Option<String>,
    /// The address of its picture.
    pub picture: String,
    /// How far the gowning is, in words.
    pub gowning: &'static str,
    /// The same as a key.
    pub gowning_key: &'static str,
    /// Where it is; empty where that is not to be shown.
    pub at: String,
    /// When it was last scanned.
    pub seen: Seen,
    /// Whether that is too long ago.
    pub quiet: bool,
    /// Whether it may become so.
    pub may_be_quiet: bool,
    /// What is amiss.
    pub amiss: Vec<&'static str>,
}

/// A moment.
pub struct Seen {
    /// In milliseconds since 1970.
    pub millis: i64,
    /// As a machine reads it.
    pub stamp: String,
    /// How long ago.
    pub ago: String,
}

/// Something amiss.
pub struct Look {
    /// What it is known by on the page.
    pub id: String,
    /// The way to what is done about it, where there is one.
    pub way: Option<String>,
    /// Its journey's id.
    pub journey: String,
    /// Where on its way the companion is.
    pub stage: Stage,
    /// Alerts stand in the order of this.
    pub sort: String,
    /// What is amiss.
    pub what: &'static str,
    /// The companion's name.
    pub name: String,
    /// The beginning of its code.
    pub code: String,
    /// The address of its picture.
    pub picture: String,
    /// Where it is; empty where that is not to be shown.
    pub at: String,
    /// Since when.
    pub since: Seen,
}

impl Seen {
    /// A moment, as the board shows it.
    #[must_use]
    pub fn at(then: Time, now: Time) -> Self {
        let (stamp, ago) = (Timestamp(then).to_string(), text::ago(then, now));
        Self { millis: then.millis(), stamp, ago }
    }
}

impl Line {
    /// A companion's line.
    #[must_use]
    pub fn of(seat: &BoardRow, now: Time, wall: bool) -> Self {
        let view = &seat.journey;
        let state = &view.journey.state;
        let id = view.journey.id.to_string();
        let rank = if view.alerts.is_empty() { '1' } else { '0' };
        Self {
            sort: format!("{rank}{id}"),
            id,
            stage: state.stage,
            companion: view.companion.id.to_string(),
            place: view.place.as_ref().map(|place| place.id.to_string()).unwrap_or_default(),
            name: view.companion.name.clone(),
            code: short(seat.tag),
            way: seat.tag.filter(|_| !wall).map(|code| format!("/T/{}", code.as_str())),
            picture: portraits::of(&view.companion, &state.worn()),
            gowning: text::gowning(view.gowning),
            gowning_key: view.gowning.key(),
            at: place_of(seat, wall),
            seen: Seen::at(state.last_seen_at.unwrap_or(view.journey.created_at), now),
            quiet: seat.quiet,
            may_be_quiet: state.may_be_quiet(),
            amiss: view.alerts.iter().map(|alert| text::alert(alert.kind)).collect(),
        }
    }
}

impl Look {
    /// An alert's line.
    #[must_use]
    pub fn of(alert: &Alert, seat: &BoardRow, now: Time, wall: bool) -> Self {
        Self {
            id: format!("a{}", alert.id),
            way: (!wall).then(|| format!("/alerts/{}", alert.id)),
            sort: alert.id.to_string(),
            what: text::alert(alert.kind),
            since: Seen::at(alert.raised_at, now),
            ..Self::quiet(seat, now, wall)
        }
    }

    /// The nudge for a companion that nobody has scanned for too long (R35): a scan settles it.
    #[must_use]
    pub fn quiet(seat: &BoardRow, now: Time, wall: bool) -> Self {
        let view = &seat.journey;
        let id = view.journey.id;
        let seen = view.journey.state.last_seen_at.unwrap_or(view.journey.created_at);
        Self {
            id: format!("q{id}"),
            way: seat.tag.filter(|_| !wall).map(|code| format!("/T/{}", code.as_str())),
            journey: id.to_string(),
            stage: view.journey.state.stage,
            // After every alert, for none of them can wait for it.
            sort: format!("~{id}"),
            what: "Quiet too long: scan it",
            name: view.companion.name.clone(),
            code: short(seat.tag),
            picture: portraits::of(&view.companion, &view.journey.state.worn()),
            at: place_of(seat, wall),
            since: Seen::at(seen, now),
        }
    }
}

/// The first group of a code: enough to tell two Biscuits apart, and no code to be copied from a wall.
fn short(tag: Option<TagCode>) -> String {
    tag.map(|code| code.as_str().chars().take(4).collect()).unwrap_or_default()
}

fn place_of(seat: &BoardRow, wall: bool) -> String {
    let place = seat.journey.place.as_ref().filter(|_| !wall);
    place.map(|place| place.name.clone()).unwrap_or_default()
}
