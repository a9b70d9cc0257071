//! Signing in and out on a phone.

use actix_web::HttpResponse;
use actix_web::cookie::Cookie;
use actix_web::http::StatusCode;
use askama::Template;

use super::asked::Asked;
use super::frame::Frame;
use super::turned::Turned;
use super::{page, see_other};
use crate::actions::{Error, sign_in};
use crate::domain::refusal::Refusal;
use crate::door::credentials;
use crate::door::text;

#[derive(Template)]
#[template(path = "sign_in.html")]
struct SignIn {
    frame: Frame,
    next: String,
    username: String,
    wrong: Option<&'static str>,
}

/// `GET /sign-in`
///
/// # Errors
/// Only a fault of ours.
pub async fn show(asked: Asked) -> Result<HttpResponse, Turned> {
    let next = way_back(asked.query().get("next"));
    let frame = Frame::bare("Sign in");
    page(StatusCode::OK, &SignIn { frame, next, username: String::new(), wrong: None })
}

/// `POST /sign-in`
///
/// # Errors
/// `cross-origin`, and the store's; a wrong password shows the page again, with 401.
pub async fn sign_in(asked: Asked) -> Result<HttpResponse, Turned> {
    asked.from_our_own_page()?;
    let form = asked.form()?;
    let (typed, password) = (form.get("username").unwrap_or_default(), form.get("password"));
    let username = typed.to_lowercase();
    // What cannot be a user name belongs to nobody, and takes as long to be told so.
    let known = if text::is_username(&username) { username.clone() } else { String::new() };
    let (world, password) = (asked.world(), password.unwrap_or_default().to_owned());
    let next = way_back(form.get("next"));
    let phone = credentials::phone(asked.request(), world).await?.map(|phone| phone.id);
    let begun = sign_in::sign_in(world, known, password, asked.address(), phone).await;
    let (status, wrong) = match begun {
        Ok(begun) => return with(see_other(&next), &credentials::cookies(world, &begun)),
        Err(Error::Refused(Refusal::BadCredentials)) => {
            (StatusCode::UNAUTHORIZED, "User name and password do not belong together.")
        }
        Err(Error::Refused(Refusal::TooManyRequests(_))) => {
            (StatusCode::TOO_MANY_REQUESTS, "Too many tries. Wait a few minutes.")
        }
        Err(error) => return Err(error.into()),
    };
    let frame = Frame::bare("Sign in");
    page(status, &SignIn { frame, next, username, wrong: Some(wrong) })
}

/// `POST /sign-out`
///
/// # Errors
/// `cross-origin`, and the store's.
pub async fn sign_out(asked: Asked) -> Result<HttpResponse, Turned> {
    asked.from_our_own_page()?;
    if let Ok(token) = credentials::token(asked.request(), asked.world()) {
        sign_in::sign_out(asked.world(), &token).await?;
    }
    with(see_other("/sign-in"), &credentials::no_cookies(asked.world()))
}

fn with(mut answer: HttpResponse, cookies: &[Cookie<'static>]) -> Result<HttpResponse, Turned> {
    for cookie in cookies {
        answer.add_cookie(cookie).map_err(|error| Turned::fault(&error))?;
    }
    Ok(answer)
}

/// Where to go on: a path of this site, and nothing that leads elsewhere.
fn way_back(next: Option<&str>) -> String {
    let next = next.unwrap_or("/");
    let ours = next.starts_with('/')
        && !next.starts_with("//")
        && !next.contains(['\\', '\r', '\n', '\t'])
        && !next.starts_with("/sign-in");
    if ours { next.to_owned() } else { "/".to_owned() }
}
