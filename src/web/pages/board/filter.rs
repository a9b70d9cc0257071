//! What part of the board is shown, and in which order.

use super::alert_row::AlertRow;
use super::row::CompanionRow;
use super::text;
use crate::domain::place::Stage;
use crate::domain::string_enum::StringEnum;
use crate::domain::time::Time;
use crate::use_cases::board::BoardRow;
use crate::web::pages::shared::form::Form;

#[derive(Clone, Copy, Default)]
pub(super) struct BoardFilter {
    pub(super) wall: bool,
    pub(super) stage: Option<Stage>,
    pub(super) alerts_only: bool,
}

impl BoardFilter {
    pub(super) fn from_query(query: &Form) -> Self {
        Self {
            wall: query.get("wall").is_some(),
            stage: query.get("stage").and_then(Stage::from_key),
            alerts_only: query.get("only") == Some("alerts"),
        }
    }

    pub(super) fn to_query(self) -> String {
        let wall = self.wall.then(|| "wall=1".to_owned());
        let stage = self.stage.map(|stage| format!("stage={}", stage.key()));
        let only = self.alerts_only.then(|| "only=alerts".to_owned());
        [wall, stage, only].into_iter().flatten().collect::<Vec<_>>().join("&")
    }

    pub(super) fn shows_stage(self, stage: Stage) -> bool {
        self.stage.is_none_or(|only| only == stage)
    }

    pub(super) fn shows_everything(self) -> bool {
        self.stage.is_none() && !self.alerts_only
    }

    pub(super) fn rows(self, board_rows: &[BoardRow], now: Time) -> Vec<CompanionRow> {
        let rows = board_rows.iter().map(|row| CompanionRow::new(row, now, self.wall));
        let mut rows: Vec<_> = rows
            .filter(|row| self.shows_stage(row.stage))
            .filter(|row| !self.alerts_only || !row.alerts.is_empty())
            .collect();
        rows.sort_by(|one, other| one.sort_key.cmp(&other.sort_key));
        rows
    }

    /// Open alerts, oldest first, then companions that were not scanned for too long.
    pub(super) fn alerts(self, board_rows: &[BoardRow], now: Time) -> Vec<AlertRow> {
        let mut rows = Vec::new();
        for board_row in board_rows {
            let alerts = board_row.journey.alerts.iter();
            rows.extend(alerts.map(|alert| AlertRow::new(alert, board_row, now, self.wall)));
            rows.extend(board_row.quiet.then(|| AlertRow::quiet(board_row, now, self.wall)));
        }
        rows.retain(|row| self.shows_stage(row.stage));
        rows.sort_by(|one, other| one.sort_key.cmp(&other.sort_key));
        rows
    }

    /// Key and name of every stage, and whether the board is filtered by it.
    pub(super) fn stages(self) -> impl Iterator<Item = (&'static str, &'static str, bool)> {
        Stage::ALL
            .iter()
            .map(move |stage| (stage.key(), text::stage(*stage), self.stage == Some(*stage)))
    }
}
