//! The board, for a phone and for a wall: by stage, what wants looking into first, kept true while it is shown.
//!
//! The page is whole without script and then loads itself anew. With script it is told what has changed, asks
//! for those lines alone, and puts them in their places.

mod row;
mod text;

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use askama::Template;
use uuid::Uuid;

use super::page;
use super::shared::error::PageError;
use super::shared::layout::Layout;
use super::shared::request::{Form, HtmlRequest, SignedInStaff};
use crate::domain::account::person::Role;
use crate::domain::id::JourneyId;
use crate::domain::place::Stage;
use crate::domain::string_enum::StringEnum;
use crate::domain::time::Time;
use crate::json::Timestamp;
use crate::use_cases::board::{self, BoardRow};
use crate::web::validation;

use row::{Line, Look};
pub use row::{Look as AlertLine, Seen};
pub use text::{ago, alert as alert_words};

/// How many lines may be asked for at once.
const AT_ONCE: usize = 100;

/// What of the board is shown.
#[derive(Clone, Copy, Default)]
struct Choice {
    wall: bool,
    stage: Option<Stage>,
    alerts_only: bool,
}

/// A stage with those who are there.
struct Column {
    key: &'static str,
    name: &'static str,
    lines: Vec<Line>,
}

#[derive(Template)]
#[template(path = "board/board.html")]
struct BoardTemplate {
    frame: Layout,
    choice: Choice,
    columns: Vec<Column>,
    looks: Vec<Look>,
    /// The event after which this page goes on.
    after: String,
    now: Time,
    quiet_after: u128,
}

#[derive(Template)]
#[template(path = "board/rows.html")]
struct BoardRowsTemplate {
    lines: Vec<Line>,
    looks: Vec<Look>,
}

/// `GET /board`
///
/// # Errors
/// To the sign-in page, `forbidden`, and the store's.
pub async fn show(asked: HtmlRequest) -> Result<HttpResponse, PageError> {
    let query = asked.query();
    let choice = Choice::of(&query);
    let staffer = if query.get("again").is_some() || choice.wall {
        asked.watcher().await?
    } else {
        Some(asked.staff(Role::Staff).await?)
    };
    // First the place in the log, then the look: what happens in between is told once more, and not missed.
    let after = asked.live().last().await?.to_string();
    let (seats, now) = board::all_rows(asked.app()).await?;
    let columns = Stage::ALL.iter().filter(|stage| choice.stage.is_none_or(|only| only == **stage));
    let mut columns: Vec<_> = columns.map(|stage| Column::empty(*stage)).collect();
    for line in choice.lines(&seats, now) {
        if let Some(column) = columns.iter_mut().find(|column| column.key == line.stage.key()) {
            column.lines.push(line);
        }
    }
    let frame = frame(&asked, staffer.as_ref(), choice).await?;
    let quiet_after = asked.app().rules.quiet_after.as_millis();
    let looks = choice.looks(&seats, now);
    page(StatusCode::OK, &BoardTemplate { frame, choice, columns, looks, after, now, quiet_after })
}

async fn frame(
    asked: &HtmlRequest,
    who: Option<&SignedInStaff>,
    choice: Choice,
) -> Result<Layout, PageError> {
    match who {
        Some(staffer) if !choice.wall => Layout::of(asked, staffer, "Board").await,
        _ => Ok(Layout::bare("Board")),
    }
}

/// `GET /board/rows`
///
/// # Errors
/// `unauthenticated`, `forbidden`, `malformed`, and the store's.
pub async fn rows(asked: HtmlRequest) -> Result<HttpResponse, PageError> {
    asked.watcher().await.map_err(PageError::asked_by_script)?;
    let query = asked.query();
    let choice = Choice::of(&query);
    let (seats, now) = match query.get("ids") {
        Some("all") => board::all_rows(asked.app()).await?,
        ids => {
            let ids = ids.unwrap_or_default().split(',').filter(|id| !id.is_empty());
            let ids: Option<Vec<Uuid>> = ids.map(validation::uuid).collect();
            let ids = ids.filter(|ids| ids.len() <= AT_ONCE);
            let ids = ids.ok_or_else(|| PageError::kind("malformed"))?;
            board::rows_of(asked.app(), ids.into_iter().map(JourneyId::from_uuid).collect()).await?
        }
    };
    let (lines, looks) = (choice.lines(&seats, now), choice.looks(&seats, now));
    page(StatusCode::OK, &BoardRowsTemplate { lines, looks })
}

impl Column {
    fn empty(stage: Stage) -> Self {
        Self { key: stage.key(), name: text::stage(stage), lines: Vec::new() }
    }
}

impl Choice {
    fn of(query: &Form) -> Self {
        Self {
            wall: query.get("wall").is_some(),
            stage: query.get("stage").and_then(Stage::from_key),
            alerts_only: query.get("only") == Some("alerts"),
        }
    }

    /// The choice as a query string.
    fn query(self) -> String {
        let wall = self.wall.then(|| "wall=1".to_owned());
        let stage = self.stage.map(|stage| format!("stage={}", stage.key()));
        let only = self.alerts_only.then(|| "only=alerts".to_owned());
        [wall, stage, only].into_iter().flatten().collect::<Vec<_>>().join("&")
    }

    /// The lines that are shown, in their order.
    fn lines(self, seats: &[BoardRow], now: Time) -> Vec<Line> {
        let lines = seats.iter().map(|seat| Line::of(seat, now, self.wall));
        let mut lines: Vec<_> = lines
            .filter(|line| self.stage.is_none_or(|only| only == line.stage))
            .filter(|line| !self.alerts_only || !line.amiss.is_empty())
            .collect();
        lines.sort_by(|one, other| one.sort.cmp(&other.sort));
        lines
    }

    /// What wants looking into, oldest first.
    fn looks(self, seats: &[BoardRow], now: Time) -> Vec<Look> {
        let mut looks = Vec::new();
        for seat in seats {
            let alerts = seat.journey.alerts.iter();
            looks.extend(alerts.map(|alert| Look::of(alert, seat, now, self.wall)));
            looks.extend(seat.quiet.then(|| Look::quiet(seat, now, self.wall)));
        }
        looks.retain(|look| self.stage.is_none_or(|only| only == look.stage));
        looks.sort_by(|one, other| one.sort.cmp(&other.sort));
        looks
    }

    fn is_whole(self) -> bool {
        self.stage.is_none() && !self.alerts_only
    }

    /// Every stage by key and name, and whether it alone is shown.
    fn stages(self) -> impl Iterator<Item = (&'static str, &'static str, bool)> {
        let way =
            move |stage: &Stage| (stage.key(), text::stage(*stage), self.stage == Some(*stage));
        Stage::ALL.iter().map(way)
    }
}

impl BoardTemplate {
    fn clock(&self) -> String {
        Timestamp(self.now).to_string()[11..16].to_owned()
    }

    fn is_empty(&self) -> bool {
        self.columns.iter().all(|column| column.lines.is_empty())
    }
}
