//! Setting up a wall display: it is given a token once that can show the board and nothing else.
//!
//! A session locks when nobody uses it, and nobody uses a wall display. So it has its own token with the scope
//! `board:read`, issued by an admin. When the token is revoked, the display stops working at once.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use askama::Template;

use super::shared::error::PageError;
use super::shared::layout::Layout;
use super::shared::redirect::see_other;
use super::shared::request::HtmlRequest;
use super::shared::response::page;
use crate::use_cases::UseCaseError;
use crate::use_cases::sign_in;
use crate::use_cases::sign_in::peek_session::{self, StreamUser};
use crate::web::auth;
use crate::web::session_cookies;

#[derive(Template)]
#[template(path = "wall_display.html")]
struct WallDisplayTemplate {
    frame: Layout,
    is_rejected: bool,
}

/// `GET /wall`
pub(crate) async fn show(_: HtmlRequest) -> Result<HttpResponse, PageError> {
    render(StatusCode::OK, false)
}

fn render(status: StatusCode, is_rejected: bool) -> Result<HttpResponse, PageError> {
    let frame = Layout::anonymous("Wall display setup");
    page(status, &WallDisplayTemplate { frame, is_rejected })
}

/// `POST /wall`. A token without that scope shows the page again with 401.
pub(crate) async fn pair(request: HtmlRequest) -> Result<HttpResponse, PageError> {
    request.check_origin()?;
    let token = request.form()?.get("token").unwrap_or_default().to_owned();
    match peek_session::peek(request.app(), &token).await {
        Ok(StreamUser::Wall(_)) => {
            for previous in auth::tokens_to_end(request.http_request()) {
                sign_in::sign_out(request.app(), &previous).await?;
            }
            let mut response = see_other("/board?wall=1");
            for cookie in session_cookies::wall_display_cookies(request.app(), &token) {
                response.add_cookie(&cookie).map_err(|error| PageError::internal(&error))?;
            }
            Ok(response)
        }
        // A session token of a user would lock, and show their name to everybody in front of the display.
        Ok(StreamUser::Staff(_)) | Err(UseCaseError::Domain(_)) => {
            render(StatusCode::UNAUTHORIZED, true)
        }
        Err(error) => Err(error.into()),
    }
}
