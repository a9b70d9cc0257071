//! Service tokens for other systems. Each is shown once and valid until it is revoked.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use askama::Template;

use super::flash::FlashMessage;
use super::format::date_time;
use super::idempotent_form::{idempotent_request, new_key, response_text};
use super::list::PAGE_SIZE;
use crate::domain::account::person::Scope;
use crate::domain::id::ServiceTokenId;
use crate::domain::string_enum::StringEnum as _;
use crate::use_cases::Pagination;
use crate::use_cases::staff::service_tokens::{self, IssuedToken, ServiceTokenView};
use crate::web::extract::callers::{AdminCaller, StaffCaller};
use crate::web::pages::shared::error::PageError;
use crate::web::pages::shared::form::Form;
use crate::web::pages::shared::layout::Layout;
use crate::web::pages::shared::redirect::see_other;
use crate::web::pages::shared::request::HtmlRequest;
use crate::web::pages::shared::response::page;
use crate::web::validation::{self, ShortText};

#[derive(Template)]
#[template(path = "admin/tokens.html")]
struct TokensTemplate {
    frame: Layout,
    flash: FlashMessage,
    items: Vec<ServiceTokenView>,
    next_url: Option<String>,
    /// A new token, shown once.
    token: Option<String>,
    scopes: &'static [Scope],
    idempotency_key: String,
}

/// `GET /admin/tokens`
pub(crate) async fn list(
    admin: AdminCaller,
    request: HtmlRequest,
) -> Result<HttpResponse, PageError> {
    show(&request, &admin, FlashMessage::from_query(&request), None).await
}

async fn show(
    request: &HtmlRequest,
    admin: &StaffCaller,
    flash: FlashMessage,
    token: Option<String>,
) -> Result<HttpResponse, PageError> {
    let after = request
        .query()
        .get("after")
        .and_then(validation::parse_uuid)
        .map(ServiceTokenId::from_uuid);
    let found = service_tokens::list(request.app(), Pagination { after, limit: PAGE_SIZE }).await?;
    let last = found.items.last().filter(|_| found.more);
    let next_url = last.map(|view| format!("/admin/tokens?after={}", view.record.id));
    let frame = Layout::for_staff(request, admin, "Tokens").await?;
    let status = flash.status;
    let template = TokensTemplate {
        frame,
        flash,
        items: found.items,
        next_url,
        token,
        scopes: Scope::ALL,
        idempotency_key: new_key(),
    };
    page(status, &template)
}

/// `POST /admin/tokens`: responds with the page instead of a redirect, because the token is shown only once.
pub(crate) async fn create(
    admin: AdminCaller,
    request: HtmlRequest,
    form: Form,
) -> Result<HttpResponse, PageError> {
    match issue(&request, &admin, &form).await {
        Ok(token) => {
            let flash = FlashMessage { status: StatusCode::CREATED, ..FlashMessage::default() };
            show(&request, &admin, flash, Some(token)).await
        }
        Err(error) => show(&request, &admin, FlashMessage::from_error(error)?, None).await,
    }
}

async fn issue(
    request: &HtmlRequest,
    admin: &StaffCaller,
    form: &Form,
) -> Result<String, PageError> {
    let name = form.required::<ShortText>("name")?.0;
    let mut scopes = Vec::new();
    for key in form.all("scope") {
        let unknown = || PageError::invalid("scope", "unknown value");
        scopes.push(Scope::from_key(key).ok_or_else(unknown)?);
    }
    if scopes.is_empty() {
        return Err(PageError::invalid_form("Choose at least one permission."));
    }
    scopes.dedup();
    let idempotent =
        idempotent_request(request, admin, form, |issued: &IssuedToken| issued.token.clone());
    let by = admin.actor.id;
    Ok(response_text(&service_tokens::issue(request.app(), by, name, scopes, idempotent).await?))
}

/// `POST /admin/tokens/{id}`
pub(crate) async fn revoke(
    _: AdminCaller,
    request: HtmlRequest,
) -> Result<HttpResponse, PageError> {
    let id = request.path_id(ServiceTokenId::from_uuid, "token")?;
    service_tokens::revoke(request.app(), id).await?;
    Ok(see_other("/admin/tokens?said=revoked"))
}
