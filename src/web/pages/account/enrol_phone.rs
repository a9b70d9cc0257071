//! Enrolling: the page that a new phone opens by the code on an admin's screen. Looking changes nothing.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use askama::Template;

use super::sign_in::with;
use crate::use_cases::sign_in::phones;
use crate::web::auth;
use crate::web::pages::shared::error::Turned;
use crate::web::pages::shared::layout::Frame;
use crate::web::pages::shared::request::Asked;
use crate::web::pages::{page, see_other};

#[derive(Template)]
#[template(path = "account/enrol_phone.html")]
struct Page<'a> {
    frame: Frame,
    code: &'a str,
    name: String,
}

/// `GET /e/{code}`
///
/// # Errors
/// `not-found` for a code that is used, over, or none.
pub async fn show(asked: Asked) -> Result<HttpResponse, Turned> {
    let code = asked.part("code");
    let name = phones::look_at_offer(asked.world(), code).await?;
    page(StatusCode::OK, &Page { frame: Frame::bare("Enrol this phone"), code, name })
}

/// `POST /e/{code}`
///
/// # Errors
/// As [`show`]; `cross-origin`.
pub async fn enrol(asked: Asked) -> Result<HttpResponse, Turned> {
    asked.from_our_own_page()?;
    let known_by = asked.cookie(auth::PHONE);
    let enrolled = phones::enrol(asked.world(), asked.part("code"), known_by).await?;
    with(see_other("/sign-in"), &[auth::phone_cookie(asked.world(), enrolled.token)])
}
