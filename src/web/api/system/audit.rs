//! `/audit`: the audit log, for admins.

use actix_web::HttpResponse;

use crate::domain::account::person::Role;
use crate::domain::id::VisitId;
use crate::json::AuditEntryResponse;
use crate::use_cases::audit;
use crate::use_cases::models::AuditFilter;
use crate::web::api::cursor;
use crate::web::api::extract::ApiRequest;
use crate::web::api::response;
use crate::web::problem::Problem;

/// `GET /audit`
pub async fn list(request: ApiRequest) -> Result<HttpResponse, Problem> {
    request.require_role(Role::Admin).await?;
    let query = request.query(&["from", "to", "actor_id", "visit_id", "limit", "after"])?;
    let filter = AuditFilter {
        from: query.time("from")?,
        to: query.time("to")?,
        actor_id: query.uuid("actor_id")?,
        visit: query.uuid("visit_id")?.map(VisitId::from_uuid),
    };
    let page = audit::list(request.app(), filter, query.pagination_by_number()?).await?;
    Ok(response::page_with_cursor(
        page,
        |entry| cursor::of_number(entry.seq),
        |entry| AuditEntryResponse::from(entry),
    ))
}
