//! `stuffy audit`: exports the audit log as JSON lines.

use std::io::Write as _;

use clap::Args;

use super::{CommandResult, open, told};
use crate::config::Settings;
use crate::domain::audit::AuditEntry;
use crate::json::{AuditEntryResponse, AuditEvent, Timestamp};
use crate::use_cases::records::AuditFilter;
use crate::use_cases::{Pagination, audit};

#[derive(Args)]
pub struct AuditExportArgs {
    /// Write FHIR R4 `AuditEvent` resources, one per line
    #[arg(long)]
    fhir: bool,
    /// Export entries from this time on, such as 2026-11-22T00:00:00Z
    #[arg(long)]
    from: Option<Timestamp>,
    /// Export entries before this time
    #[arg(long)]
    to: Option<Timestamp>,
}

const PAGE_SIZE: u8 = 200;

/// Writes the audit log to standard output, oldest first.
pub async fn export(settings: &Settings, args: AuditExportArgs) -> CommandResult {
    let app = open(settings)?;
    let (from, to) = (args.from.map(|Timestamp(at)| at), args.to.map(|Timestamp(at)| at));
    let filter = AuditFilter { from, to, ..AuditFilter::default() };
    let mut after = None;
    loop {
        let span = Pagination { after, limit: PAGE_SIZE };
        let page = audit::page(&app, filter, span).await.map_err(|error| told(&error))?;
        let lines = page.items.iter().map(|entry| line(entry, args.fhir));
        let lines = lines.collect::<Result<String, _>>().map_err(|error| error.to_string())?;
        std::io::stdout()
            .write_all(lines.as_bytes())
            .map_err(|error| format!("the audit log could not be written: {error}"))?;
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
