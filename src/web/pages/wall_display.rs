//! A screen on a wall: it is let in once, by a token that is good for watching and nothing else.
//!
//! A session locks when nobody uses it, and nobody uses a wall. So a wall has a token of its own, with the scope
//! `board:read`, that an admin issues and may revoke: the screen goes dark at once.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use askama::Template;

use super::shared::error::Turned;
use super::shared::layout::Frame;
use super::shared::request::Asked;
use super::{page, see_other};
use crate::use_cases::Error;
use crate::use_cases::sign_in;
use crate::use_cases::sign_in::peek_session::{self, Watcher};
use crate::web::auth;

#[derive(Template)]
#[template(path = "wall_display.html")]
struct Wall {
    frame: Frame,
    wrong: bool,
}

/// `GET /wall`
///
/// # Errors
/// Only a fault of ours.
pub async fn show(_: Asked) -> Result<HttpResponse, Turned> {
    page(StatusCode::OK, &Wall { frame: Frame::bare("Hang a board on a wall"), wrong: false })
}

/// `POST /wall`
///
/// # Errors
/// `cross-origin`, and the store's; a token that is good for nothing here shows the page again, with 401.
pub async fn hang(asked: Asked) -> Result<HttpResponse, Turned> {
    asked.from_our_own_page()?;
    let token = asked.form()?.get("token").unwrap_or_default().to_owned();
    match peek_session::glance(asked.world(), &token).await {
        Ok(Watcher::Wall(_)) => {
            if let Ok(before) = auth::token(asked.request(), asked.world()) {
                sign_in::sign_out(asked.world(), &before).await?;
            }
            let mut answer = see_other("/board?wall=1");
            for cookie in auth::wall_cookies(asked.world(), token) {
                answer.add_cookie(&cookie).map_err(|error| Turned::fault(&error))?;
            }
            Ok(answer)
        }
        // Somebody's own session would lock, and leave their name to whoever stands there.
        Ok(Watcher::Staff(_)) | Err(Error::Refused(_)) => {
            let frame = Frame::bare("Hang a board on a wall");
            page(StatusCode::UNAUTHORIZED, &Wall { frame, wrong: true })
        }
        Err(error) => Err(error.into()),
    }
}
