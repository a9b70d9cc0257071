//! `/reports`: counts about the work on the ward, without any names.

use std::collections::BTreeMap;

use actix_web::HttpResponse;
use serde::Serialize;

use crate::domain::place::Stage;
use crate::domain::string_enum::StringEnum as _;
use crate::domain::time::days;
use crate::json::Timestamp;
use crate::use_cases::reports::{self, Summary};
use crate::web::api::response;
use crate::web::extract::callers::LeadCaller;
use crate::web::extract::input_errors::InputErrors;
use crate::web::extract::query::Query;
use crate::web::extract::state::App;
use crate::web::problem::Problem;
use deserr::Deserr;

#[derive(Serialize)]
struct SummaryResponse {
    from: Timestamp,
    to: Timestamp,
    check_ins: i64,
    scans: i64,
    scans_by_stage: BTreeMap<&'static str, i64>,
    late_steps: i64,
    minutes_to_record: MinutesResponse,
    open_custody_gaps: i64,
    reported_missing: i64,
    found: i64,
    reunited: i64,
    closed_lost: i64,
}

#[derive(Serialize)]
struct MinutesResponse {
    median: Option<f64>,
    p90: Option<f64>,
}

impl From<&Summary> for SummaryResponse {
    fn from(summary: &Summary) -> Self {
        let count = |stage: Stage| {
            let counted = summary.scans_by_stage.iter().find(|(of, _)| *of == stage);
            (stage.key(), counted.map_or(0, |(_, count)| *count))
        };
        let (median, p90) = summary.minutes_to_record.unzip();
        Self {
            from: Timestamp(summary.from),
            to: Timestamp(summary.to),
            check_ins: summary.count("checked_in"),
            scans: summary.scans,
            scans_by_stage: Stage::ALL.iter().copied().map(count).collect(),
            late_steps: summary.late_steps,
            minutes_to_record: MinutesResponse { median, p90 },
            open_custody_gaps: summary.open_custody_gaps,
            reported_missing: summary.count("reported_missing"),
            found: summary.count("found"),
            reunited: summary.count("reunited"),
            closed_lost: summary.closed_lost,
        }
    }
}

#[derive(Deserr)]
#[deserr(error = InputErrors, deny_unknown_fields)]
pub(crate) struct SummaryQuery {
    #[deserr(default)]
    from: Option<Timestamp>,
    #[deserr(default)]
    to: Option<Timestamp>,
}

/// `GET /reports/summary`
pub(crate) async fn get_summary(
    _: LeadCaller,
    app: App,
    Query(query): Query<SummaryQuery>,
) -> Result<HttpResponse, Problem> {
    let to = query.to.map_or_else(|| app.clock.now(), |to| to.0);
    let from = query.from.map_or_else(|| to.minus(days(7)), |from| from.0);
    if from >= to {
        return Err(Problem::invalid("", "from must be before to"));
    }
    Ok(response::ok(&SummaryResponse::from(&reports::summary(&app, from, to).await?)))
}
