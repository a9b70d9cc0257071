//! The page of a place. Opening it by the code on the wall sets the phone's location, and a sweep of
//! the room can be started there.

mod page;

use actix_web::HttpResponse;

use self::page::{Sweep, render, render_not_found};
use super::shared::cookies::{PLACE, SWEEP};
use super::shared::error::PageError;
use super::shared::request::HtmlRequest;
use crate::domain::account::person::Role;
use crate::domain::id::{JourneyId, ScanId};
use crate::domain::tag::TagCode;
use crate::domain::time::Time;
use crate::use_cases::places::place_overview;
use crate::use_cases::scans::action::ScanAction;
use crate::use_cases::scans::record::{self, ScanReport, ScanSource};
use crate::use_cases::token;
use crate::web::pages::shared::redirect::see_other;
use crate::web::validation::Id;

/// `GET /P/{code}`: sets the phone's location.
pub async fn show(request: HtmlRequest) -> Result<HttpResponse, PageError> {
    let staff = request.require_role(Role::Staff).await?;
    let finished = request.query().get("swept").and_then(parse_millis);
    let code = TagCode::parse_place(request.path_param("code")).ok();
    let is_same_place = code.is_some() && code == current_place(&request);
    let running = request.sweep_started_at().filter(|_| is_same_place);
    let overview = match code {
        Some(code) => place_overview::overview(request.app(), code, finished.or(running)).await?,
        None => None,
    };
    let Some(overview) = overview else { return render_not_found(&request, &staff).await };
    let sweep = finished.or(running).map(|started| Sweep { started, finished: finished.is_some() });
    let mut response = render(&request, &staff, &overview, sweep).await?;
    PLACE.set(request.app(), &mut response, overview.place.code.as_str())?;
    if !is_same_place && request.sweep_started_at().is_some() {
        // A sweep covers one place; it ends when the phone's location changes.
        SWEEP.remove(request.app(), &mut response)?;
    }
    Ok(response)
}

fn current_place(request: &HtmlRequest) -> Option<TagCode> {
    request.cookie_values(PLACE).iter().find_map(|code| TagCode::parse(code).ok())
}

fn parse_millis(text: &str) -> Option<Time> {
    text.parse().ok().map(Time::from_millis)
}

/// `POST /P/{code}/leave`
pub async fn clear_location(request: HtmlRequest) -> Result<HttpResponse, PageError> {
    request.require_role(Role::Staff).await?;
    let mut response = see_other("/");
    PLACE.remove(request.app(), &mut response)?;
    SWEEP.remove(request.app(), &mut response)?;
    Ok(response)
}

/// `POST /P/{code}/sweep`: from now on every scan confirms the companion at this place.
pub async fn start_sweep(request: HtmlRequest) -> Result<HttpResponse, PageError> {
    request.require_role(Role::Staff).await?;
    let now = request.app().clock.now().millis().to_string();
    let mut response = see_other(&format!("/P/{}", request.path_code()?.as_str()));
    SWEEP.set(request.app(), &mut response, &now)?;
    Ok(response)
}

/// `POST /P/{code}/sweep/end`: companions that were not found can now be reported missing.
pub async fn end_sweep(request: HtmlRequest) -> Result<HttpResponse, PageError> {
    request.require_role(Role::Staff).await?;
    let mut response = see_other(&finished_sweep_path(&request)?);
    SWEEP.remove(request.app(), &mut response)?;
    Ok(response)
}

fn finished_sweep_path(request: &HtmlRequest) -> Result<String, PageError> {
    let form = request.form()?;
    let started = form.get("begun").and_then(parse_millis);
    let started = started.ok_or_else(|| PageError::invalid("begun", "must be a time"))?;
    Ok(format!("/P/{}?swept={}", request.path_code()?.as_str(), started.millis()))
}

/// `POST /P/{code}/missing`: reports a companion missing in one tap (R19). The scan is recorded as
/// one without a tag, because nobody scanned it.
pub async fn report_missing(request: HtmlRequest) -> Result<HttpResponse, PageError> {
    let staff = request.require_role(Role::Staff).await?;
    let (back, form) = (finished_sweep_path(&request)?, request.form()?);
    let (id, journey): (Id, Id) = (form.required("id")?, form.required("journey")?);
    let journey = JourneyId::from_uuid(journey.0);
    let report = ScanReport {
        id: ScanId::from_uuid(id.0),
        source: ScanSource::WithoutTag(journey, None),
        occurred_at: request.app().clock.now(),
        sent_at: None,
        place: None,
        actions: vec![ScanAction::ReportedMissing],
        override_request: None,
        fingerprint: token::fingerprint(&[journey.uuid().as_bytes(), b"missing"]),
    };
    let response = |recorded: &record::RecordedScan| recorded.scan_id.to_string();
    record::record(request.app(), staff.actor, report, response).await?;
    Ok(see_other(&back))
}
