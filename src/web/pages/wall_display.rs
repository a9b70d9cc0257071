//! A screen on a wall: it is let in once, by a token that is good for watching and nothing else.
//!
//! A session locks when nobody uses it, and nobody uses a wall. So a wall has a token of its own, with the scope
//! `board:read`, that an admin issues and may revoke: the screen goes dark at once.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use askama::Template;

use super::shared::error::PageError;
use super::shared::layout::Layout;
use super::shared::request::HtmlRequest;
use super::{page, see_other};
use crate::use_cases::UseCaseError;
use crate::use_cases::sign_in;
use crate::use_cases::sign_in::peek_session::{self, StreamUser};
use crate::web::auth;

#[derive(Template)]
#[template(path = "wall_display.html")]
struct WallDisplayTemplate {
    frame: Layout,
    wrong: bool,
}

/// `GET /wall`
///
/// # Errors
/// Only a fault of ours.
pub async fn show(_: HtmlRequest) -> Result<HttpResponse, PageError> {
    page(
        StatusCode::OK,
        &WallDisplayTemplate { frame: Layout::bare("Hang a board on a wall"), wrong: false },
    )
}

/// `POST /wall`
///
/// # Errors
/// `cross-origin`, and the store's; a token that is good for nothing here shows the page again, with 401.
pub async fn pair(asked: HtmlRequest) -> Result<HttpResponse, PageError> {
    asked.from_our_own_page()?;
    let token = asked.form()?.get("token").unwrap_or_default().to_owned();
    match peek_session::peek(asked.app(), &token).await {
        Ok(StreamUser::Wall(_)) => {
            if let Ok(before) = auth::token(asked.request(), asked.app()) {
                sign_in::sign_out(asked.app(), &before).await?;
            }
            let mut answer = see_other("/board?wall=1");
            for cookie in auth::wall_cookies(asked.app(), token) {
                answer.add_cookie(&cookie).map_err(|error| PageError::fault(&error))?;
            }
            Ok(answer)
        }
        // Somebody's own session would lock, and leave their name to whoever stands there.
        Ok(StreamUser::Staff(_)) | Err(UseCaseError::Domain(_)) => {
            let frame = Layout::bare("Hang a board on a wall");
            page(StatusCode::UNAUTHORIZED, &WallDisplayTemplate { frame, wrong: true })
        }
        Err(error) => Err(error.into()),
    }
}
