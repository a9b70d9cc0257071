//! Renders the page of a place: the companions recorded there, or a sweep.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use askama::Template;

use super::super::shared::error::PageError;
use super::super::shared::layout::Layout;
use super::super::shared::request::HtmlRequest;
use super::super::shared::text;
use crate::domain::room_sweep::SweepResult;
use crate::domain::tag::TagCode;
use crate::domain::time::Time;
use crate::use_cases::places::place_overview::{CompanionAtPlace, PlaceOverview};
use crate::web::extract::callers::StaffCaller;
use crate::web::pages::shared::response::page;

#[derive(Template)]
#[template(path = "place.html")]
struct PlaceTemplate {
    frame: Layout,
    code: String,
    companions: Vec<CompanionRow>,
    sweep: Option<SweepView>,
}

#[derive(Template)]
#[template(path = "place_none.html")]
struct NoPlaceTemplate {
    frame: Layout,
}

/// The sweep that a page shows.
#[derive(Clone, Copy)]
pub(super) struct Sweep {
    pub started: Time,
    pub finished: bool,
}

/// The result of a sweep so far.
struct SweepView {
    finished: bool,
    /// Milliseconds since 1970.
    started: i64,
    started_ago: String,
    found: Vec<CompanionRow>,
    moved: Vec<CompanionRow>,
    missing: Vec<CompanionRow>,
}

struct CompanionRow {
    name: String,
    tag: Option<TagCode>,
    seen: String,
    journey: String,
    /// The scan id to report it missing with.
    scan_id: String,
    reported_missing: bool,
}

impl CompanionRow {
    fn new(request: &HtmlRequest, companion: &CompanionAtPlace, now: Time) -> Self {
        let state = &companion.journey.journey.state;
        let seen = state.last_seen_at.map(|at| format!("seen {}", text::ago(at, now)));
        Self {
            name: companion.journey.companion.name.clone(),
            tag: companion.tag,
            seen: seen.unwrap_or_default(),
            journey: companion.journey.journey.id.to_string(),
            scan_id: request.app().new_scan_id().to_string(),
            reported_missing: state.missing_since.is_some(),
        }
    }
}

pub(super) async fn render(
    request: &HtmlRequest,
    staff: &StaffCaller,
    overview: &PlaceOverview,
    sweep: Option<Sweep>,
) -> Result<HttpResponse, PageError> {
    let mut frame = Layout::for_staff(request, staff, &overview.place.name).await?;
    frame.place = Some(overview.place.clone());
    let row = |companion: &CompanionAtPlace| CompanionRow::new(request, companion, overview.now);
    let rows_with = |result: SweepResult| {
        let companions =
            overview.companions.iter().filter(|companion| companion.sweep_result == Some(result));
        companions.map(row).collect()
    };
    let sweep = sweep.map(|sweep| SweepView {
        finished: sweep.finished,
        started: sweep.started.millis(),
        started_ago: text::ago(sweep.started, overview.now),
        found: rows_with(SweepResult::Found),
        moved: rows_with(SweepResult::Moved),
        missing: rows_with(SweepResult::Missing),
    });
    let code = overview.place.code.as_str().to_owned();
    let companions = overview.companions.iter().map(row).collect();
    page(StatusCode::OK, &PlaceTemplate { frame, code, companions, sweep })
}

pub(super) async fn render_not_found(
    request: &HtmlRequest,
    staff: &StaffCaller,
) -> Result<HttpResponse, PageError> {
    let frame = Layout::for_staff(request, staff, "Location not found").await?;
    page(StatusCode::NOT_FOUND, &NoPlaceTemplate { frame })
}
