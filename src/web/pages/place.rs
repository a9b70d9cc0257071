//! A place's code on the wall: whoever scans it is there, their phone keeps it, and may sweep the room.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use askama::Template;

use super::shared::cookies::{PLACE, SWEEP};
use super::shared::error::PageError;
use super::shared::layout::Layout;
use super::shared::request::{HtmlRequest, SignedInStaff};
use super::shared::text;
use super::{page, see_other};
use crate::domain::account::person::Role;
use crate::domain::id::{JourneyId, ScanId};
use crate::domain::room_sweep::SweepResult;
use crate::domain::tag::TagCode;
use crate::domain::time::Time;
use crate::use_cases::places::place_overview::{self, PlaceOverview, Resident};
use crate::use_cases::scans::action::ScanAction;
use crate::use_cases::scans::record::{self, ScanReport, ScanSource};
use crate::use_cases::token;
use crate::web::validation::Id;

#[derive(Template)]
#[template(path = "place.html")]
struct PlaceTemplate {
    frame: Layout,
    code: String,
    here: Vec<Line>,
    sweep: Option<Sweep>,
}

#[derive(Template)]
#[template(path = "place_none.html")]
struct NoPlaceTemplate {
    frame: Layout,
}

/// A sweep so far.
struct Sweep {
    /// Whether it goes on.
    on: bool,
    /// When it began, as the forms carry it.
    begun: i64,
    /// How long ago that was.
    ago: String,
    found: Vec<Line>,
    moved: Vec<Line>,
    missing: Vec<Line>,
}

/// A companion on the list.
struct Line {
    name: String,
    /// Its tag, to open its page by.
    tag: Option<TagCode>,
    seen: String,
    journey: String,
    /// The id of the report that it is missing.
    id: String,
    reported: bool,
}

/// `GET /P/{code}`: from now on this is the phone's place.
///
/// # Errors
/// To the sign-in page, and the store's.
pub async fn show(asked: HtmlRequest) -> Result<HttpResponse, PageError> {
    let staffer = asked.staff(Role::Staff).await?;
    let ended = asked.query().get("swept").and_then(moment);
    let code = TagCode::parse_place(asked.part("code")).ok();
    let stays = code.is_some() && code == kept_place(&asked);
    let running = asked.sweep().filter(|_| stays);
    let room = match code {
        Some(code) => place_overview::overview(asked.app(), code, ended.or(running)).await?,
        None => None,
    };
    let Some(room) = room else {
        let frame = Layout::of(&asked, &staffer, "No such place").await?;
        return page(StatusCode::NOT_FOUND, &NoPlaceTemplate { frame });
    };
    let mut answer = shown(&asked, &staffer, &room, ended, running).await?;
    PLACE.give(asked.app(), &mut answer, room.place.code.as_str())?;
    if !stays && asked.sweep().is_some() {
        // A sweep is of one room: in another it is over.
        SWEEP.take(asked.app(), &mut answer)?;
    }
    Ok(answer)
}

fn kept_place(asked: &HtmlRequest) -> Option<TagCode> {
    asked.cookie(PLACE.name).and_then(|code| TagCode::parse(&code).ok())
}

fn moment(text: &str) -> Option<Time> {
    text.parse().ok().map(Time::from_millis)
}

async fn shown(
    asked: &HtmlRequest,
    staffer: &SignedInStaff,
    room: &PlaceOverview,
    ended: Option<Time>,
    running: Option<Time>,
) -> Result<HttpResponse, PageError> {
    let mut frame = Layout::of(asked, staffer, &room.place.name).await?;
    frame.place = Some(room.place.clone());
    let line = |resident: &Resident| Line::of(asked, resident, room.now);
    let of = |wanted: SweepResult| {
        let swept = room.residents.iter().filter(|resident| resident.sweep_result == Some(wanted));
        swept.map(line).collect()
    };
    let sweep = ended.or(running).map(|begun| Sweep {
        on: ended.is_none(),
        begun: begun.millis(),
        ago: text::ago(begun, room.now),
        found: of(SweepResult::Found),
        moved: of(SweepResult::Moved),
        missing: of(SweepResult::Missing),
    });
    let code = room.place.code.as_str().to_owned();
    let here = room.residents.iter().map(line).collect();
    page(StatusCode::OK, &PlaceTemplate { frame, code, here, sweep })
}

impl Line {
    fn of(asked: &HtmlRequest, resident: &Resident, now: Time) -> Self {
        let state = &resident.journey.journey.state;
        let seen = state.last_seen_at.map(|at| format!("seen {}", text::ago(at, now)));
        Self {
            name: resident.journey.companion.name.clone(),
            tag: resident.tag,
            seen: seen.unwrap_or_default(),
            journey: resident.journey.journey.id.to_string(),
            id: asked.app().new_scan_id().to_string(),
            reported: state.missing_since.is_some(),
        }
    }
}

/// `POST /P/{code}/leave`
///
/// # Errors
/// To the sign-in page, and `cross-origin`.
pub async fn clear_location(asked: HtmlRequest) -> Result<HttpResponse, PageError> {
    asked.staff(Role::Staff).await?;
    let mut answer = see_other("/");
    PLACE.take(asked.app(), &mut answer)?;
    SWEEP.take(asked.app(), &mut answer)?;
    Ok(answer)
}

/// `POST /P/{code}/sweep`: from now on every companion that is scanned is confirmed here.
///
/// # Errors
/// To the sign-in page, `cross-origin`, `not-found`.
pub async fn start_sweep(asked: HtmlRequest) -> Result<HttpResponse, PageError> {
    asked.staff(Role::Staff).await?;
    let now = asked.app().clock.now().millis().to_string();
    let mut answer = see_other(&format!("/P/{}", asked.code()?.as_str()));
    SWEEP.give(asked.app(), &mut answer, &now)?;
    Ok(answer)
}

/// `POST /P/{code}/sweep/end`: who was not found may be reported missing now.
///
/// # Errors
/// To the sign-in page, `cross-origin`, `not-found`, `invalid`.
pub async fn end(asked: HtmlRequest) -> Result<HttpResponse, PageError> {
    asked.staff(Role::Staff).await?;
    let mut answer = see_other(&swept(&asked)?);
    SWEEP.take(asked.app(), &mut answer)?;
    Ok(answer)
}

/// The page of a sweep that is over.
fn swept(asked: &HtmlRequest) -> Result<String, PageError> {
    let form = asked.form()?;
    let begun = form.get("begun").and_then(moment);
    let begun = begun.ok_or_else(|| PageError::invalid("begun", "must be a time"))?;
    Ok(format!("/P/{}?swept={}", asked.code()?.as_str(), begun.millis()))
}

/// `POST /P/{code}/missing`: one that was not found, reported in one tap (R19). Nobody has read its
/// tag, and the report says so.
///
/// # Errors
/// To the sign-in page, `cross-origin`, `not-found`, `invalid`, and what the journey refuses.
pub async fn missing(asked: HtmlRequest) -> Result<HttpResponse, PageError> {
    let staffer = asked.staff(Role::Staff).await?;
    let (back, form) = (swept(&asked)?, asked.form()?);
    let (id, journey): (Id, Id) = (form.need("id")?, form.need("journey")?);
    let journey = JourneyId::from_uuid(journey.0);
    let report = ScanReport {
        id: ScanId::from_uuid(id.0),
        source: ScanSource::WithoutTag(journey, None),
        occurred_at: asked.app().clock.now(),
        sent_at: None,
        place: None,
        actions: vec![ScanAction::ReportedMissing],
        override_request: None,
        fingerprint: token::fingerprint(&[journey.uuid().as_bytes(), b"missing"]),
    };
    record::record(asked.app(), staffer.actor, report, |kept| kept.scan_id.to_string()).await?;
    Ok(see_other(&back))
}
