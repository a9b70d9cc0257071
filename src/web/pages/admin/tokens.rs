//! Tokens for other systems: each shown once, good until revoked.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use askama::Template;

use super::{A_PAGE, FlashMessage, answered, door, moment, once};
use crate::domain::account::person::{Role, Scope};
use crate::domain::id::ServiceTokenId;
use crate::domain::string_enum::StringEnum as _;
use crate::use_cases::Pagination;
use crate::use_cases::staff::service_tokens::{self, IssuedToken, ServiceTokenView};
use crate::web::pages::shared::error::PageError;
use crate::web::pages::shared::layout::Layout;
use crate::web::pages::shared::request::{Form, HtmlRequest, SignedInStaff};
use crate::web::pages::{page, see_other};
use crate::web::validation::{self, ShortText};

#[derive(Template)]
#[template(path = "admin/tokens.html")]
struct TokensTemplate {
    frame: Layout,
    said: FlashMessage,
    items: Vec<ServiceTokenView>,
    next: Option<String>,
    /// The new one, this once.
    token: Option<String>,
    scopes: &'static [Scope],
    once: String,
}

/// `GET /admin/tokens`
///
/// # Errors
/// Not for this role.
pub async fn list(asked: HtmlRequest) -> Result<HttpResponse, PageError> {
    let me = asked.staff(Role::Admin).await?;
    show(&asked, &me, FlashMessage::of(&asked), None).await
}

async fn show(
    asked: &HtmlRequest,
    me: &SignedInStaff,
    said: FlashMessage,
    token: Option<String>,
) -> Result<HttpResponse, PageError> {
    let after =
        asked.query().get("after").and_then(validation::uuid).map(ServiceTokenId::from_uuid);
    let found = service_tokens::list(asked.app(), Pagination { after, limit: A_PAGE }).await?;
    let last = found.items.last().filter(|_| found.more);
    let next = last.map(|listed| format!("/admin/tokens?after={}", listed.record.id));
    let frame = Layout::of(asked, me, "Tokens").await?;
    let (status, once) = (said.status, once());
    let (items, scopes) = (found.items, Scope::ALL);
    page(status, &TokensTemplate { frame, said, items, next, token, scopes, once })
}

/// `POST /admin/tokens`: the answer is the page itself, for the token is shown this once.
///
/// # Errors
/// Not for this role; what can be mended shows the page again.
pub async fn create(asked: HtmlRequest) -> Result<HttpResponse, PageError> {
    let me = asked.staff(Role::Admin).await?;
    let form = asked.form()?;
    match issued(&asked, &me, &form).await {
        Ok(token) => {
            let said = FlashMessage { status: StatusCode::CREATED, ..FlashMessage::default() };
            show(&asked, &me, said, Some(token)).await
        }
        Err(turned) => show(&asked, &me, FlashMessage::mendable(turned)?, None).await,
    }
}

async fn issued(asked: &HtmlRequest, me: &SignedInStaff, form: &Form) -> Result<String, PageError> {
    let name = form.need::<ShortText>("name")?.0;
    let mut scopes = Vec::new();
    for key in form.all("scope") {
        let unknown = || PageError::invalid("scope", "is none that there is");
        scopes.push(Scope::from_key(key).ok_or_else(unknown)?);
    }
    if scopes.is_empty() {
        return Err(PageError::invalid("scope", "choose at least one"));
    }
    scopes.dedup();
    let door = door(asked, me, form, |issued: &IssuedToken| issued.token.clone());
    let by = me.actor.id;
    Ok(answered(&service_tokens::issue(asked.app(), by, name, scopes, door).await?))
}

/// `POST /admin/tokens/{id}`: revokes it.
///
/// # Errors
/// Not for this role, or no such token.
pub async fn revoke(asked: HtmlRequest) -> Result<HttpResponse, PageError> {
    asked.staff(Role::Admin).await?;
    let id = asked.id(ServiceTokenId::from_uuid, "token")?;
    service_tokens::revoke(asked.app(), id).await?;
    Ok(see_other("/admin/tokens?said=revoked"))
}
