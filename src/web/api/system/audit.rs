//! `/audit`: the audit log, for admins.

use actix_web::HttpResponse;

use crate::domain::id::VisitId;
use crate::json::AuditEntryResponse;
use crate::json::Timestamp;
use crate::use_cases::audit;
use crate::use_cases::models::AuditFilter;
use crate::web::api::response;
use crate::web::cursor;
use crate::web::extract::callers::AdminCaller;
use crate::web::extract::input_errors::InputErrors;
use crate::web::extract::query::{After, Limit, Query, pagination};
use crate::web::extract::state::App;
use crate::web::problem::Problem;
use crate::web::validation::Id;
use deserr::Deserr;

#[derive(Deserr)]
#[deserr(error = InputErrors, deny_unknown_fields)]
pub(crate) struct AuditQuery {
    #[deserr(default)]
    from: Option<Timestamp>,
    #[deserr(default)]
    to: Option<Timestamp>,
    #[deserr(default)]
    actor_id: Option<Id>,
    #[deserr(default)]
    visit_id: Option<Id>,
    #[deserr(default)]
    limit: Option<Limit>,
    #[deserr(default)]
    after: Option<After<i64>>,
}

/// `GET /audit`
pub(crate) async fn list(
    _: AdminCaller,
    app: App,
    Query(query): Query<AuditQuery>,
) -> Result<HttpResponse, Problem> {
    let filter = AuditFilter {
        from: query.from.map(|from| from.0),
        to: query.to.map(|to| to.0),
        actor_id: query.actor_id.map(|id| id.0),
        visit: query.visit_id.map(|id| VisitId::from_uuid(id.0)),
    };
    let page = audit::list(&app, filter, pagination(query.limit, query.after)).await?;
    Ok(response::page_with_cursor(
        page,
        |entry| cursor::of_number(entry.seq),
        |entry| AuditEntryResponse::from(entry),
    ))
}
