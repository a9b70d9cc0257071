//! `stuffy verify`: checks stored journeys against their steps and the audit log's hash chain.

use super::count::count;
use super::error::{CommandResult, error_message};
use super::open;
use crate::config::Settings;
use crate::use_cases::audit::verify_integrity::{IntegrityReport, verify_integrity};
use crate::use_cases::privacy::reencrypt;

pub(super) async fn run(settings: &Settings) -> CommandResult {
    let app = open::open(settings)?;
    app.store.check_privacy_key().await.map_err(|error| error.to_string())?;
    let report = verify_integrity(&app).await.map_err(|error| error_message(&error))?;
    let stale = reencrypt::count_stale(&app).await.map_err(|error| error_message(&error))?;
    app.store.close().await;
    let steps = count(report.steps, "step", "steps");
    println!("journeys recomputed: {} ({steps})", report.journeys);
    println!(
        "audit entries verified: {} ({} without a key), last hash {}",
        report.entries, report.unsigned, report.last_hash
    );
    println!("fields not encrypted with the current privacy key: {stale}");
    let problems = problems(&report);
    if problems.is_empty() { Ok(()) } else { Err(problems.join("; ")) }
}

fn problems(report: &IntegrityReport) -> Vec<String> {
    let ids: Vec<_> = report.differing.iter().map(ToString::to_string).collect();
    let journeys = format!("{} journeys differ from their steps: {}", ids.len(), ids.join(", "));
    let journeys = (!ids.is_empty()).then_some(journeys);
    let audit =
        report.chain_error.as_ref().map(|fault| format!("the audit log is damaged: {fault}"));
    journeys.into_iter().chain(audit).collect()
}
