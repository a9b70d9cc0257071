//! Setting one's own PIN, confirmed with the password. The PIN works only on enrolled phones.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use askama::Template;

use crate::domain::account::person::Role;
use crate::domain::account::pin::Pin;
use crate::domain::error::DomainError;
use crate::use_cases::UseCaseError;
use crate::use_cases::sign_in::{self, pins};
use crate::web::auth::{self, AuthError};
use crate::web::pages::shared::error::PageError;
use crate::web::pages::shared::form::Form;
use crate::web::pages::shared::layout::Layout;
use crate::web::pages::shared::redirect::see_other;
use crate::web::pages::shared::request::HtmlRequest;
use crate::web::pages::shared::response::page;

#[derive(Template)]
#[template(path = "account/pin.html")]
struct PinTemplate {
    frame: Layout,
    is_saved: bool,
    error: Option<String>,
}

/// `GET /pin`
pub(crate) async fn show(request: HtmlRequest) -> Result<HttpResponse, PageError> {
    let is_saved = request.query().get("saved").is_some();
    render(&request, StatusCode::OK, is_saved, None).await
}

async fn render(
    request: &HtmlRequest,
    status: StatusCode,
    is_saved: bool,
    error: Option<String>,
) -> Result<HttpResponse, PageError> {
    let staff = request.require_role(Role::Staff).await?;
    let frame = Layout::for_staff(request, &staff, "My PIN").await?;
    page(status, &PinTemplate { frame, is_saved, error })
}

/// `POST /pin`
pub(crate) async fn set(request: HtmlRequest) -> Result<HttpResponse, PageError> {
    request.require_role(Role::Staff).await?;
    match save(&request, &request.form()?).await? {
        None => Ok(see_other("/pin?saved=1")),
        error => render(&request, StatusCode::UNPROCESSABLE_ENTITY, false, error).await,
    }
}

/// Saves the PIN, or says what is wrong with the form.
async fn save(request: &HtmlRequest, form: &Form) -> Result<Option<String>, PageError> {
    let field = |name| form.get(name).unwrap_or_default().to_owned();
    if field("pin") != field("again") {
        return Ok(Some("The two PINs differ.".to_owned()));
    }
    let pin = match Pin::parse(&field("pin")) {
        Ok(pin) => pin,
        Err(error) => return Ok(Some(format!("The PIN {}.", error.advice()))),
    };
    let app = request.app();
    let token = match auth::token(request.http_request(), app).await {
        Ok(token) => token,
        Err(AuthError::Database(error)) => return Err(error.into()),
        Err(_) => return Err(DomainError::Unauthenticated.into()),
    };
    let (_, session) = sign_in::authenticate(app, &token).await?;
    match pins::set(app, &session, field("password"), pin).await {
        Ok(()) => Ok(None),
        Err(UseCaseError::Domain(DomainError::Invalid("/password", detail))) => {
            Ok(Some(format!("The password {detail}.")))
        }
        Err(error) => Err(error.into()),
    }
}
