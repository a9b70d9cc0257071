//! `stuffy audit`: exports the audit log as JSON, one entry per line.

use std::io::Write as _;

use clap::Args;

use super::error::{CommandResult, error_message};
use super::open;
use crate::config::Settings;
use crate::domain::audit::AuditEntry;
use crate::json::{AuditEntryResponse, AuditEvent, Timestamp};
use crate::use_cases::models::AuditFilter;
use crate::use_cases::{Pagination, audit};

#[derive(Args)]
pub(super) struct AuditExportArgs {
    /// Write each entry as a FHIR R4 `AuditEvent`
    #[arg(long)]
    fhir: bool,
    /// Entries from this time on, such as 2026-11-22T00:00:00Z
    #[arg(long)]
    from: Option<Timestamp>,
    /// Entries before this time
    #[arg(long)]
    to: Option<Timestamp>,
}

const PAGE_SIZE: u8 = 200;

/// Writes to standard output, oldest entry first.
pub(super) async fn export(settings: &Settings, args: AuditExportArgs) -> CommandResult {
    let app = open::open(settings)?;
    let (from, to) = (args.from.map(|Timestamp(at)| at), args.to.map(|Timestamp(at)| at));
    let filter = AuditFilter { from, to, ..AuditFilter::default() };
    let mut after = None;
    loop {
        let pagination = Pagination { after, limit: PAGE_SIZE };
        let page =
            audit::list(&app, filter, pagination).await.map_err(|error| error_message(&error))?;
        write_lines(&page.items, args.fhir)?;
        after = page.items.last().map(|entry| entry.seq);
        if !page.more {
            break;
        }
    }
    app.store.close().await;
    Ok(())
}

fn write_lines(entries: &[AuditEntry], fhir: bool) -> CommandResult {
    let lines = entries.iter().map(|entry| json_line(entry, fhir));
    let lines = lines.collect::<Result<String, _>>().map_err(|error| error.to_string())?;
    std::io::stdout()
        .write_all(lines.as_bytes())
        .map_err(|error| format!("cannot write the audit log: {error}"))
}

fn json_line(entry: &AuditEntry, fhir: bool) -> serde_json::Result<String> {
    let json = if fhir {
        serde_json::to_string(&AuditEvent::from(entry))
    } else {
        serde_json::to_string(&AuditEntryResponse::from(entry))
    };
    json.map(|line| line + "\n")
}
