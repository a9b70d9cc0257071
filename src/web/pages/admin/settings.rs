//! The settings: every one, what it is set to and how to change it. They are read from the environment when
//! the program starts, so here they are looked at only.

use actix_web::http::StatusCode;
use actix_web::{HttpResponse, web};
use askama::Template;

use crate::config::{Origin, SettingInfo, Value};
use crate::domain::account::person::Role;
use crate::web::pages::shared::error::PageError;
use crate::web::pages::shared::layout::Layout;
use crate::web::pages::shared::request::HtmlRequest;
use crate::web::pages::shared::response::page;

#[derive(Template)]
#[template(path = "admin/settings.html")]
struct SettingsTemplate<'a> {
    frame: Layout,
    settings: &'a [SettingInfo],
}

/// `GET /admin/settings`
///
/// # Errors
/// Not for this role.
pub async fn show(asked: HtmlRequest) -> Result<HttpResponse, PageError> {
    let me = asked.require_role(Role::Admin).await?;
    let settings = asked.http_request().app_data::<web::Data<Vec<SettingInfo>>>();
    let settings = settings.map_or(&[][..], |settings| settings.as_slice());
    let frame = Layout::for_staff(&asked, &me, "Settings").await?;
    page(StatusCode::OK, &SettingsTemplate { frame, settings })
}

/// Where a value comes from, in words.
const fn origin(told: &SettingInfo) -> &'static str {
    match told.origin {
        Origin::AsItComes => "as it comes; nobody has set it",
        Origin::Variable => "set by its variable",
        Origin::Flag => "set by its flag when the program was started",
    }
}
