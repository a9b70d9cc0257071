//! The start page: links to everything for staff, a short introduction for everybody else.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use askama::Template;

use crate::domain::account::person::Role;
use crate::web::extract::callers::OptionalStaff;
use crate::web::pages::photos;
use crate::web::pages::shared::error::PageError;
use crate::web::pages::shared::layout::Layout;
use crate::web::pages::shared::request::HtmlRequest;
use crate::web::pages::shared::response::page;

#[derive(Template)]
#[template(path = "account/home.html")]
struct HomeTemplate {
    frame: Layout,
    /// How many photos await review; `None` for users who cannot review them.
    photos: Option<usize>,
}

/// `GET /`
pub(crate) async fn home(
    OptionalStaff(staff): OptionalStaff,
    request: HtmlRequest,
) -> Result<HttpResponse, PageError> {
    let Some(staff) = staff else {
        let frame = Layout::anonymous("Stuffy");
        return page(StatusCode::OK, &HomeTemplate { frame, photos: None });
    };
    let frame = Layout::for_staff(&request, &staff, "Stuffy").await?;
    let reviews = request.app().photo_storage.is_enabled() && staff.actor.role >= Role::Lead;
    let photos = if reviews { Some(photos::waiting(request.app()).await?.len()) } else { None };
    page(StatusCode::OK, &HomeTemplate { frame, photos })
}
