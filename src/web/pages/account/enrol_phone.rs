//! Enrolling: the page that a new phone opens by the code on an admin's screen. Looking changes nothing.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use askama::Template;

use super::sign_in::with;
use crate::use_cases::sign_in::phones;
use crate::web::auth;
use crate::web::pages::shared::error::PageError;
use crate::web::pages::shared::layout::Layout;
use crate::web::pages::shared::request::HtmlRequest;
use crate::web::pages::{page, see_other};

#[derive(Template)]
#[template(path = "account/enrol_phone.html")]
struct EnrolPhoneTemplate<'a> {
    frame: Layout,
    code: &'a str,
    name: String,
}

/// `GET /e/{code}`
///
/// # Errors
/// `not-found` for a code that is used, over, or none.
pub async fn show(asked: HtmlRequest) -> Result<HttpResponse, PageError> {
    let code = asked.part("code");
    let name = phones::get_offer(asked.app(), code).await?;
    page(
        StatusCode::OK,
        &EnrolPhoneTemplate { frame: Layout::bare("Enrol this phone"), code, name },
    )
}

/// `POST /e/{code}`
///
/// # Errors
/// As [`show`]; `cross-origin`.
pub async fn enrol(asked: HtmlRequest) -> Result<HttpResponse, PageError> {
    asked.from_our_own_page()?;
    let known_by = asked.cookie(auth::PHONE);
    let enrolled = phones::enrol(asked.app(), asked.part("code"), known_by).await?;
    with(see_other("/sign-in"), &[auth::phone_cookie(asked.app(), enrolled.token)])
}
