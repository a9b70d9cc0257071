//! Reads a request's credentials: the bearer token or session cookie, the enrolled phone, the sign-in origin.
//!
//! A cookie is sent with any site's requests, so a request with a cookie must also prove where it comes from.

use actix_web::HttpRequest;
use actix_web::http::Method;
use actix_web::http::header::{AUTHORIZATION, HeaderName, ORIGIN};

use super::client::Client;
use super::cookies;
use super::session_cookies::{self, PHONE_COOKIE, SESSION_COOKIE};
use super::web_origin::WebOrigin;
use crate::domain::id::PhoneId;
use crate::use_cases::models::Phone;
use crate::use_cases::sign_in::login_throttle::LoginOrigin;
use crate::use_cases::sign_in::{peek_session, phones};
use crate::use_cases::{AppContext, DatabaseError, UseCaseError, UseCaseResult};

#[derive(Debug, thiserror::Error)]
pub(crate) enum AuthError {
    #[error("no usable credentials")]
    Unauthenticated,
    #[error("a cookie from another site's page")]
    CrossOrigin,
    #[error(transparent)]
    Database(#[from] DatabaseError),
}

/// The token from the Authorization header, otherwise from a cookie sent by one of our own pages.
pub(crate) async fn token(request: &HttpRequest, app: &AppContext) -> Result<String, AuthError> {
    if let Some(token) = bearer(request)? {
        return Ok(token);
    }
    let mut tokens = cookies::values(request, app, SESSION_COOKIE);
    if tokens.is_empty() {
        return Err(AuthError::Unauthenticated);
    }
    check_origin(request, app)?;
    match tokens.len() {
        1 => Ok(tokens.remove(0)),
        _ => genuine_session(app, tokens).await,
    }
}

/// The tokens of every session that this request may stand for, so that signing in or out ends them all.
pub(crate) fn tokens_to_end(request: &HttpRequest) -> Vec<String> {
    match bearer(request) {
        Ok(Some(token)) => vec![token],
        Ok(None) => cookies::values_of_both_names(request, SESSION_COOKIE),
        Err(_) => Vec::new(),
    }
}

/// The token of the Authorization header, if there is that header. It must not be malformed.
fn bearer(request: &HttpRequest) -> Result<Option<String>, AuthError> {
    let Some(value) = request.headers().get(AUTHORIZATION) else { return Ok(None) };
    let text = value.to_str().unwrap_or_default();
    let (scheme, token) = text.split_once(' ').unwrap_or_default();
    let is_bearer = scheme.eq_ignore_ascii_case("bearer") && !token.is_empty();
    if is_bearer { Ok(Some(token.to_owned())) } else { Err(AuthError::Unauthenticated) }
}

/// Of several session cookies the one that authenticates. If they belong to different people, one of them may be
/// planted; nobody can tell which, and nobody may act as somebody else, so none counts.
async fn genuine_session(app: &AppContext, tokens: Vec<String>) -> Result<String, AuthError> {
    let mut genuine = None;
    for token in tokens {
        let user = match peek_session::peek(app, &token).await {
            Ok(user) => user,
            Err(UseCaseError::Database(error)) => return Err(error.into()),
            Err(_) => continue,
        };
        match &genuine {
            None => genuine = Some((user, token)),
            Some((other, _)) if *other == user => {}
            Some(_) => return Err(AuthError::Unauthenticated),
        }
    }
    genuine.map(|(_, token)| token).ok_or(AuthError::Unauthenticated)
}

/// Refuses a request that changes something and does not come from one of our own pages.
pub(crate) fn check_origin(request: &HttpRequest, app: &AppContext) -> Result<(), AuthError> {
    let changes_data = ![Method::GET, Method::HEAD].contains(request.method());
    let fetch_site = header(request, &HeaderName::from_static("sec-fetch-site"));
    let is_ours = match (fetch_site.as_deref(), header(request, &ORIGIN).as_deref()) {
        (Some(site), _) if site != "same-origin" => false,
        // A page under no-referrer sends "null" as its origin; Sec-Fetch-Site still shows the origin.
        (site, None | Some("null")) => site.is_some(),
        (_, Some(origin)) => is_our_origin(request, app, origin),
    };
    if changes_data && !is_ours { Err(AuthError::CrossOrigin) } else { Ok(()) }
}

/// Whether this is the origin of the public URL, or without one the origin of the request.
fn is_our_origin(request: &HttpRequest, app: &AppContext, origin: &str) -> bool {
    let ours = match &app.public_url {
        Some(url) => WebOrigin::parse(url.as_str()),
        None => Client::of(request).origin().cloned(),
    };
    ours.is_some() && WebOrigin::parse(origin) == ours
}

/// The value of a header. Several lines are one list, which equals no single value.
fn header(request: &HttpRequest, name: &HeaderName) -> Option<String> {
    let lines = request.headers().get_all(name);
    let lines: Vec<_> = lines.map(|line| String::from_utf8_lossy(line.as_bytes())).collect();
    (!lines.is_empty()).then(|| lines.join(", "))
}

/// The enrolled phone. Of several cookies the genuine one counts; none does if they are of different phones.
pub(crate) async fn enrolled_phone(
    request: &HttpRequest,
    app: &AppContext,
) -> UseCaseResult<Option<Phone>> {
    let mut genuine: Option<Phone> = None;
    for token in cookies::values(request, app, PHONE_COOKIE) {
        let found = phones::find_by_token(app, &token).await?;
        match (&genuine, found) {
            (_, None) => {}
            (None, found) => genuine = found,
            (Some(one), Some(other)) if one.id == other.id => {}
            (Some(_), Some(_)) => return Ok(None),
        }
    }
    Ok(genuine)
}

/// What failed sign-ins are counted by.
pub(crate) fn login_origin(
    request: &HttpRequest,
    app: &AppContext,
    phone: Option<PhoneId>,
) -> LoginOrigin {
    let known = session_cookies::known_devices(request, app);
    LoginOrigin::from_request(phone, Client::of(request).network(), known)
}
