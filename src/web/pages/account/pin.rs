//! One's own PIN: set with the password once, and good on enrolled phones alone.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use askama::Template;

use crate::domain::account::person::Role;
use crate::domain::account::pin::Pin;
use crate::domain::error::DomainError;
use crate::use_cases::UseCaseError;
use crate::use_cases::sign_in::{self, pins};
use crate::web::auth;
use crate::web::pages::shared::error::PageError;
use crate::web::pages::shared::layout::Layout;
use crate::web::pages::shared::request::HtmlRequest;
use crate::web::pages::{page, see_other};

#[derive(Template)]
#[template(path = "account/pin.html")]
struct PinTemplate {
    frame: Layout,
    saved: bool,
    wrong: Option<String>,
}

/// `GET /pin`
///
/// # Errors
/// To the sign-in page, and the store's.
pub async fn show(asked: HtmlRequest) -> Result<HttpResponse, PageError> {
    let saved = asked.query().get("saved").is_some();
    shown(&asked, StatusCode::OK, saved, None).await
}

async fn shown(
    asked: &HtmlRequest,
    status: StatusCode,
    saved: bool,
    wrong: Option<String>,
) -> Result<HttpResponse, PageError> {
    let staffer = asked.staff(Role::Staff).await?;
    let frame = Layout::of(asked, &staffer, "My PIN").await?;
    page(status, &PinTemplate { frame, saved, wrong })
}

/// `POST /pin`
///
/// # Errors
/// To the sign-in page, `cross-origin`, and the store's; what does not fit shows the page again, with 422.
pub async fn set(asked: HtmlRequest) -> Result<HttpResponse, PageError> {
    asked.staff(Role::Staff).await?;
    let (app, form) = (asked.app(), asked.form()?);
    let token = auth::token(asked.request(), app).map_err(|_| DomainError::Unauthenticated)?;
    let (_, going_on) = sign_in::authenticate(app, &token).await?;
    let said = |name| form.get(name).unwrap_or_default().to_owned();
    let wrong = if said("pin") == said("again") {
        match Pin::parse(&said("pin")) {
            Err(fault) => format!("The PIN {}.", fault.advice()),
            Ok(pin) => match pins::set(app, &going_on, said("password"), pin).await {
                Ok(()) => return Ok(see_other("/pin?saved=1")),
                Err(UseCaseError::Domain(DomainError::Invalid("/password", detail))) => {
                    format!("The password {detail}.")
                }
                Err(error) => return Err(error.into()),
            },
        }
    } else {
        "The two PINs differ.".to_owned()
    };
    shown(&asked, StatusCode::UNPROCESSABLE_ENTITY, false, Some(wrong)).await
}
