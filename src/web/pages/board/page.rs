//! The board: companions by stage, with open alerts first.
//!
//! Without JavaScript the page reloads itself. With it, the page follows the event stream, loads only the
//! rows that changed, and puts them in their places.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use askama::Template;
use uuid::Uuid;

use super::alert_row::AlertRow;
use super::filter::BoardFilter;
use super::row::CompanionRow;
use super::text;
use crate::domain::id::JourneyId;
use crate::domain::place::Stage;
use crate::domain::string_enum::StringEnum;
use crate::domain::time::Time;
use crate::json::Timestamp;
use crate::use_cases::board;
use crate::web::extract::callers::StaffCaller;
use crate::web::pages::shared::error::PageError;
use crate::web::pages::shared::error::ScriptError;
use crate::web::pages::shared::layout::Layout;
use crate::web::pages::shared::request::HtmlRequest;
use crate::web::pages::shared::response::page;
use crate::web::pages::shared::viewers::{BoardViewer, Watcher};
use crate::web::problem_code::ProblemCode;
use crate::web::validation;

/// How many rows may be requested at once.
const MAX_ROWS: usize = 100;

/// A stage and the companions in it.
struct StageColumn {
    key: &'static str,
    name: &'static str,
    rows: Vec<CompanionRow>,
}

#[derive(Template)]
#[template(path = "board/board.html")]
struct BoardTemplate {
    frame: Layout,
    filter: BoardFilter,
    columns: Vec<StageColumn>,
    alerts: Vec<AlertRow>,
    /// The last event that this page includes; the script follows the stream from there.
    last_event: String,
    now: Time,
    quiet_after: u128,
}

#[derive(Template)]
#[template(path = "board/rows.html")]
struct BoardRowsTemplate {
    rows: Vec<CompanionRow>,
    alerts: Vec<AlertRow>,
}

/// `GET /board`
pub(crate) async fn show(
    BoardViewer(staff): BoardViewer,
    request: HtmlRequest,
) -> Result<HttpResponse, PageError> {
    let query = request.query();
    let filter = BoardFilter::from_query(&query);
    // The position must be read before the rows: an event in between is then delivered once more, not lost.
    let last_event = request.event_hub().last_event_id().await?.to_string();
    let (board_rows, now) = board::all_rows(request.app()).await?;
    let shown = Stage::ALL.iter().filter(|stage| filter.shows_stage(**stage));
    let mut columns: Vec<_> = shown.map(|stage| StageColumn::empty(*stage)).collect();
    for row in filter.rows(&board_rows, now) {
        if let Some(column) = columns.iter_mut().find(|column| column.key == row.stage.key()) {
            column.rows.push(row);
        }
    }
    let frame = layout(&request, staff.as_ref(), filter).await?;
    let quiet_after = request.app().rules.quiet_after.as_millis();
    let alerts = filter.alerts(&board_rows, now);
    page(
        StatusCode::OK,
        &BoardTemplate { frame, filter, columns, alerts, last_event, now, quiet_after },
    )
}

async fn layout(
    request: &HtmlRequest,
    staff: Option<&StaffCaller>,
    filter: BoardFilter,
) -> Result<Layout, PageError> {
    match staff {
        Some(staff) if !filter.wall => Layout::for_staff(request, staff, "Board").await,
        _ => Ok(Layout::anonymous("Board")),
    }
}

/// `GET /board/rows`: the rows of some journeys or of all, for the script.
pub(crate) async fn rows(_: Watcher, request: HtmlRequest) -> Result<HttpResponse, ScriptError> {
    let query = request.query();
    let filter = BoardFilter::from_query(&query);
    let (board_rows, now) = match query.get("ids") {
        Some("all") => board::all_rows(request.app()).await?,
        ids => {
            let ids = ids.unwrap_or_default().split(',').filter(|id| !id.is_empty());
            let ids: Option<Vec<Uuid>> = ids.map(validation::parse_uuid).collect();
            let ids = ids.filter(|ids| ids.len() <= MAX_ROWS);
            let ids = ids.ok_or_else(|| PageError::from_code(ProblemCode::Malformed))?;
            board::rows_of(request.app(), ids.into_iter().map(JourneyId::from_uuid).collect())
                .await?
        }
    };
    let (rows, alerts) = (filter.rows(&board_rows, now), filter.alerts(&board_rows, now));
    Ok(page(StatusCode::OK, &BoardRowsTemplate { rows, alerts })?)
}

impl StageColumn {
    fn empty(stage: Stage) -> Self {
        Self { key: stage.key(), name: text::stage(stage), rows: Vec::new() }
    }
}

impl BoardTemplate {
    fn time_of_day(&self) -> String {
        Timestamp(self.now).to_string()[11..16].to_owned()
    }

    fn is_empty(&self) -> bool {
        self.columns.iter().all(|column| column.rows.is_empty())
    }
}
