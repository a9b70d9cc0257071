//! Reads a request's credentials: the bearer token or session cookie, the enrolled phone, the sign-in origin.
//!
//! A cookie is sent with any site's requests, so a request with a cookie must also prove where it comes from.

use actix_web::HttpRequest;
use actix_web::http::Method;
use actix_web::http::header::{AUTHORIZATION, HeaderName, ORIGIN};

use super::session_cookies::{self, PHONE_COOKIE, SESSION_COOKIE};
use crate::domain::id::PhoneId;
use crate::use_cases::models::Phone;
use crate::use_cases::sign_in::login_throttle::LoginOrigin;
use crate::use_cases::sign_in::phones;
use crate::use_cases::{AppContext, UseCaseResult};

#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub(crate) enum AuthError {
    #[error("no usable credentials")]
    Unauthenticated,
    #[error("a cookie from another site's page")]
    CrossOrigin,
}

/// The token from the Authorization header, otherwise from a cookie sent by one of our own pages.
pub(crate) fn token(request: &HttpRequest, app: &AppContext) -> Result<String, AuthError> {
    if let Some(value) = request.headers().get(AUTHORIZATION) {
        let text = value.to_str().unwrap_or_default();
        let (scheme, token) = text.split_once(' ').unwrap_or_default();
        let is_bearer = scheme.eq_ignore_ascii_case("bearer") && !token.is_empty();
        return is_bearer.then(|| token.to_owned()).ok_or(AuthError::Unauthenticated);
    }
    let cookie = request.cookie(SESSION_COOKIE).ok_or(AuthError::Unauthenticated)?;
    check_origin(request, app)?;
    Ok(cookie.value().to_owned())
}

/// Refuses a request that changes something and does not come from one of our own pages.
pub(crate) fn check_origin(request: &HttpRequest, app: &AppContext) -> Result<(), AuthError> {
    let changes_data = ![Method::GET, Method::HEAD].contains(request.method());
    let info = request.connection_info().clone();
    let is_ours = |origin: &str| {
        let host = origin.split_once("://").map(|(_, host)| host);
        host == Some(info.host())
            || app.public_url.as_ref().is_some_and(|base| base.as_str() == origin)
    };
    let fetch_site = HeaderName::from_static("sec-fetch-site");
    let is_same_site = match (header(request, &ORIGIN), header(request, &fetch_site)) {
        // A page under no-referrer sends "null" as its origin; Sec-Fetch-Site still shows the origin.
        (None | Some("null"), Some(site)) => site == "same-origin",
        (Some(origin), _) => is_ours(origin),
        (None, None) => false,
    };
    if changes_data && !is_same_site { Err(AuthError::CrossOrigin) } else { Ok(()) }
}

fn header<'a>(request: &'a HttpRequest, name: &HeaderName) -> Option<&'a str> {
    request.headers().get(name).and_then(|value| value.to_str().ok())
}

pub(crate) fn client_address(request: &HttpRequest) -> String {
    request.peer_addr().map(|peer| peer.ip().to_string()).unwrap_or_default()
}

pub(crate) async fn enrolled_phone(
    request: &HttpRequest,
    app: &AppContext,
) -> UseCaseResult<Option<Phone>> {
    match request.cookie(PHONE_COOKIE) {
        Some(cookie) => phones::find_by_token(app, cookie.value()).await,
        None => Ok(None),
    }
}

/// What failed sign-ins are counted by.
pub(crate) fn login_origin(request: &HttpRequest, phone: Option<PhoneId>) -> LoginOrigin {
    LoginOrigin::from_request(
        phone,
        client_address(request),
        session_cookies::known_device(request),
    )
}
