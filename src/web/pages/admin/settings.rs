//! All settings with their values. They are read from the environment at startup, so this page is read-only.

use actix_web::http::StatusCode;
use actix_web::{HttpResponse, web};
use askama::Template;

use crate::config::{Origin, SettingInfo, Value};
use crate::web::extract::callers::AdminCaller;
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
pub(crate) async fn show(
    admin: AdminCaller,
    request: HtmlRequest,
) -> Result<HttpResponse, PageError> {
    let settings = request.http_request().app_data::<web::Data<Vec<SettingInfo>>>();
    let settings = settings.map_or(&[][..], |settings| settings.as_slice());
    let frame = Layout::for_staff(&request, &admin, "Settings").await?;
    page(StatusCode::OK, &SettingsTemplate { frame, settings })
}

const fn origin(setting: &SettingInfo) -> &'static str {
    match setting.origin {
        Origin::Default => "default",
        Origin::Variable => "set by its environment variable",
        Origin::Flag => "set by its command-line flag",
    }
}
