//! Records scans, and actions without a tag: exactly once. What already happened is never rejected.

use crate::db::Tx;
use crate::db::models::{Journey, Scan, Tag};
use crate::domain::account::person::{Actor, Shift};
use crate::domain::error::DomainError;
use crate::domain::site_rules::SiteRules;
use crate::domain::tag::TagState;
use crate::use_cases::{AppContext, RequestPart, UseCaseResult, or_not_found};

mod report;
mod steps;
mod timing;

use steps::record_steps;
use timing::ReceivedAt;

pub use report::{ScanReport, ScanSource};
pub use steps::RecordedScan;

/// The first response, and whether this request was a repeat.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ScanResponse {
    pub body: String,
    pub is_repeat: bool,
}

/// Renders the response body.
pub type RenderScan = fn(&RecordedScan) -> String;

pub async fn record(
    app: &AppContext,
    actor: Actor,
    report: ScanReport,
    render: RenderScan,
) -> UseCaseResult<ScanResponse> {
    let (received_at, rules) = (ReceivedAt::now(app), app.rules.clone());
    app.store.write(move |tx| record_one(tx, actor, &report, &rules, received_at, render)).await
}

/// Records many reports in one transaction; each succeeds or fails by itself. Reports of a queue
/// token must lie within its user's session (R31).
pub(crate) async fn record_all(
    app: &AppContext,
    actor: Actor,
    shift: Option<Shift>,
    reports: Vec<ScanReport>,
    render: RenderScan,
) -> UseCaseResult<Vec<UseCaseResult<ScanResponse>>> {
    let (received_at, rules) = (ReceivedAt::now(app), app.rules.clone());
    app.store
        .write(move |tx| {
            reports
                .iter()
                .map(|report| {
                    let attempt = tx.attempt(|tx| {
                        report.check_shift(shift, received_at)?;
                        record_one(tx, actor, report, &rules, received_at, render)
                    });
                    match attempt {
                        Err(crate::use_cases::UseCaseError::Database(error)) => {
                            Err(crate::use_cases::UseCaseError::Database(error))
                        }
                        settled => Ok(settled),
                    }
                })
                .collect()
        })
        .await
}

fn record_one(
    tx: &mut Tx<'_>,
    actor: Actor,
    report: &ScanReport,
    rules: &SiteRules,
    received_at: ReceivedAt,
    render: RenderScan,
) -> UseCaseResult<ScanResponse> {
    if let Some(response) = first_response(tx, report)? {
        return Ok(response);
    }
    let mut journey = find_journey(tx, report)?;
    // Other writers of this visit wait here. The second check finds a duplicate that committed
    // meanwhile.
    tx.lock_visit(journey.visit_id)?;
    if let Some(response) = first_response(tx, report)? {
        return Ok(response);
    }
    journey = or_not_found(tx.journey(journey.id)?, "journey")?;
    let received_at = received_at.of(&journey.state);
    let now = received_at.now;
    let recorded = record_steps(tx, actor, report, journey, rules, received_at)?;
    let response = render(&recorded);
    tx.add_scan(&Scan {
        id: report.id,
        fingerprint: report.fingerprint.clone(),
        response: Some(response.clone()),
        journey_id: recorded.journey.journey.id,
        by: actor.id,
        occurred_at: recorded.steps.first().map_or(now, |step| step.occurred_at),
        recorded_at: now,
    })?;
    Ok(ScanResponse { body: response, is_repeat: false })
}

fn first_response(tx: &mut Tx<'_>, report: &ScanReport) -> UseCaseResult<Option<ScanResponse>> {
    let Some(scan) = tx.scan(report.id)? else { return Ok(None) };
    if scan.fingerprint != report.fingerprint {
        return Err(DomainError::ScanIdReused.into());
    }
    let response = or_not_found(scan.response, "scan")?;
    Ok(Some(ScanResponse { body: response, is_repeat: true }))
}

fn find_journey(tx: &mut Tx<'_>, report: &ScanReport) -> UseCaseResult<Journey> {
    match report.source {
        ScanSource::Tag(code) => {
            let tag = or_not_found(tx.tag(&code)?, "tag")
                .map_err(|error| error.missing_at(RequestPart::Tag))?;
            let companion = match tag {
                Tag { state: TagState::Void, .. } => return Err(DomainError::TagVoid.into()),
                Tag { companion_id: Some(companion), .. } => companion,
                Tag { companion_id: None, .. } => return Err(DomainError::TagNotBound.into()),
            };
            Ok(tx.latest_journey_of(companion)?.ok_or(DomainError::NoOpenJourney)?)
        }
        ScanSource::WithoutTag(journey, _) => or_not_found(tx.journey(journey)?, "journey"),
    }
}
