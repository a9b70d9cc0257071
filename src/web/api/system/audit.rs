//! `/audit`: who saw and who did what, for admins.

use actix_web::HttpResponse;

use crate::domain::account::person::Role;
use crate::domain::id::VisitId;
use crate::json::AuditEntryResponse;
use crate::use_cases::audit;
use crate::use_cases::models::AuditWanted;
use crate::web::api::extract::ApiRequest;
use crate::web::api::query::cursor_of_number;
use crate::web::api::response;
use crate::web::problem::Problem;

/// `GET /audit`
///
/// # Errors
/// See `readAudit` in openapi.yaml.
pub async fn list(ask: ApiRequest) -> Result<HttpResponse, Problem> {
    ask.staff(Role::Admin).await?;
    let query = ask.query(&["from", "to", "doer_id", "visit_id", "limit", "after"])?;
    let wanted = AuditWanted {
        from: query.time("from")?,
        to: query.time("to")?,
        doer: query.uuid("doer_id")?,
        visit: query.uuid("visit_id")?.map(VisitId::from_uuid),
    };
    let page = audit::list(ask.app(), wanted, query.pagination_by_number()?).await?;
    Ok(response::page_by(
        page,
        |entry| cursor_of_number(entry.seq),
        |entry| AuditEntryResponse::from(entry),
    ))
}
