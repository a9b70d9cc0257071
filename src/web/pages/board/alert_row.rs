//! One open alert, or a companion that was not scanned for too long, on the board and the alert's page.

use super::row::{Moment, companion_url, place_name, short_code};
use crate::domain::place::Stage;
use crate::domain::time::Time;
use crate::use_cases::board::BoardRow;
use crate::use_cases::models::Alert;
use crate::web::pages::portraits;
use crate::web::pages::shared::text;

pub(crate) struct AlertRow {
    /// The id of the HTML element.
    pub(crate) id: String,
    /// The page that helps; none on a wall display.
    pub(crate) url: Option<String>,
    pub(crate) journey: String,
    pub(crate) stage: Stage,
    pub(crate) sort_key: String,
    pub(crate) title: &'static str,
    pub(crate) name: String,
    /// The first group of the companion's tag code.
    pub(crate) code: String,
    pub(crate) picture: String,
    /// Empty on a wall display.
    pub(crate) place: String,
    pub(crate) since: Moment,
}

impl AlertRow {
    pub(crate) fn new(alert: &Alert, row: &BoardRow, now: Time, wall: bool) -> Self {
        Self {
            id: format!("a{}", alert.id),
            url: (!wall).then(|| format!("/alerts/{}", alert.id)),
            sort_key: alert.id.to_string(),
            title: text::alert(alert.kind),
            since: Moment::new(alert.raised_at, now),
            ..Self::quiet(row, now, wall)
        }
    }

    /// A companion that was not scanned for too long (R35). A scan removes the row.
    pub(crate) fn quiet(row: &BoardRow, now: Time, wall: bool) -> Self {
        let view = &row.journey;
        let id = view.journey.id;
        let last_seen = view.journey.state.last_seen_at.unwrap_or(view.journey.created_at);
        Self {
            id: format!("q{id}"),
            url: companion_url(row, wall),
            journey: id.to_string(),
            stage: view.journey.state.stage,
            // Sorts after every alert, because alerts are more urgent.
            sort_key: format!("~{id}"),
            title: "Not scanned recently",
            name: view.companion.name.clone(),
            code: short_code(row.tag),
            picture: portraits::companion_url(&view.companion, &view.journey.state.worn()),
            place: place_name(row, wall),
            since: Moment::new(last_seen, now),
        }
    }
}
