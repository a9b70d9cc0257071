//! The audit, written out for another system: a line of JSON for each entry.

use std::io::Write as _;

use clap::Args;

use super::{CommandResult, open, told};
use crate::config::Settings;
use crate::domain::audit::AuditEntry;
use crate::json::{AuditEntryResponse, AuditEvent, Timestamp};
use crate::use_cases::models::AuditWanted;
use crate::use_cases::{Pagination, audit};

/// Which part of the audit, and how.
#[derive(Args)]
pub struct AuditExportArgs {
    /// As FHIR R4 has it: an `AuditEvent` a line
    #[arg(long)]
    fhir: bool,
    /// From this time on, such as 2026-11-22T00:00:00Z
    #[arg(long)]
    from: Option<Timestamp>,
    /// Before this time
    #[arg(long)]
    to: Option<Timestamp>,
}

/// As many entries as are read at once.
const AT_ONCE: u8 = 200;

/// Writes the audit to standard output, oldest first.
///
/// # Errors
/// Why it could not be read or written.
pub async fn export(settings: &Settings, wanted: AuditExportArgs) -> CommandResult {
    let app = open(settings)?;
    let (from, to) = (wanted.from.map(|Timestamp(at)| at), wanted.to.map(|Timestamp(at)| at));
    let which = AuditWanted { from, to, ..AuditWanted::default() };
    let mut after = None;
    loop {
        let span = Pagination { after, limit: AT_ONCE };
        let page = audit::list(&app, which, span).await.map_err(|error| told(&error))?;
        let lines = page.items.iter().map(|entry| line(entry, wanted.fhir));
        let lines = lines.collect::<Result<String, _>>().map_err(|error| error.to_string())?;
        std::io::stdout()
            .write_all(lines.as_bytes())
            .map_err(|error| format!("the audit could not be written out: {error}"))?;
        after = page.items.last().map(|entry| entry.seq);
        if !page.more {
            break;
        }
    }
    app.store.close().await;
    Ok(())
}

fn line(entry: &AuditEntry, fhir: bool) -> serde_json::Result<String> {
    let json = if fhir {
        serde_json::to_string(&AuditEvent::from(entry))
    } else {
        serde_json::to_string(&AuditEntryResponse::from(entry))
    };
    json.map(|line| line + "\n")
}
