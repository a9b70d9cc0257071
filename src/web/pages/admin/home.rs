//! The start page of the administration.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use askama::Template;

use crate::web::extract::callers::AdminCaller;
use crate::web::pages::shared::error::PageError;
use crate::web::pages::shared::layout::Layout;
use crate::web::pages::shared::request::HtmlRequest;
use crate::web::pages::shared::response::page;

#[derive(Template)]
#[template(path = "admin/home.html")]
struct AdminHomeTemplate {
    frame: Layout,
}

/// `GET /admin`
pub(crate) async fn home(
    admin: AdminCaller,
    request: HtmlRequest,
) -> Result<HttpResponse, PageError> {
    let frame = Layout::for_staff(&request, &admin, "Administration").await?;
    page(StatusCode::OK, &AdminHomeTemplate { frame })
}
