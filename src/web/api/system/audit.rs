//! `/audit`: who saw and who did what, for admins.

use actix_web::HttpResponse;

use super::ask::Ask;
use super::problem::Problem;
use super::query::cursor_of_number;
use super::reply;
use crate::actions::audit;
use crate::actions::records::AuditWanted;
use crate::domain::id::VisitId;
use crate::domain::person::Role;
use crate::wire::EntryOut;

/// `GET /audit`
///
/// # Errors
/// See `readAudit` in openapi.yaml.
pub async fn list(ask: Ask) -> Result<HttpResponse, Problem> {
    ask.staff(Role::Admin).await?;
    let query = ask.query(&["from", "to", "doer_id", "visit_id", "limit", "after"])?;
    let wanted = AuditWanted {
        from: query.time("from")?,
        to: query.time("to")?,
        doer: query.uuid("doer_id")?,
        visit: query.uuid("visit_id")?.map(VisitId::from_uuid),
    };
    let page = audit::page(ask.world(), wanted, query.span_of_numbers()?).await?;
    Ok(reply::page_by(page, |entry| cursor_of_number(entry.seq), |entry| EntryOut::from(entry)))
}
