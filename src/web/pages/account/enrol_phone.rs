//! The page that a new phone opens with the enrolment code. Viewing it changes nothing.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use askama::Template;

use super::sign_in::with_cookies;
use crate::use_cases::sign_in::phones;
use crate::web::pages::shared::error::PageError;
use crate::web::pages::shared::layout::Layout;
use crate::web::pages::shared::redirect::see_other;
use crate::web::pages::shared::request::HtmlRequest;
use crate::web::pages::shared::response::page;
use crate::web::{auth, session_cookies};

#[derive(Template)]
#[template(path = "account/enrol_phone.html")]
struct EnrolPhoneTemplate<'a> {
    frame: Layout,
    code: &'a str,
    name: String,
}

/// `GET /e/{code}`
pub(crate) async fn show(request: HtmlRequest) -> Result<HttpResponse, PageError> {
    let code = request.path_param("code");
    let name = phones::get_offer(request.app(), code).await?;
    let frame = Layout::anonymous("Enrol this phone");
    page(StatusCode::OK, &EnrolPhoneTemplate { frame, code, name })
}

/// `POST /e/{code}`
pub(crate) async fn enrol(request: HtmlRequest) -> Result<HttpResponse, PageError> {
    request.check_origin()?;
    let app = request.app();
    let previous = auth::enrolled_phone(request.http_request(), app).await?.map(|phone| phone.id);
    let enrolled = phones::enrol(app, request.path_param("code"), previous).await?;
    with_cookies(see_other("/sign-in"), &[session_cookies::phone_cookie(app, &enrolled.token)])
}
