//! Who asks, and on which phone: the tokens that came along, and the cookies that bring them.
//!
//! A cookie is sent by any site's page, so a request by cookie says where it comes from.

use std::time::Duration;

use actix_web::HttpRequest;
use actix_web::cookie::{Cookie, SameSite, time};
use actix_web::http::Method;
use actix_web::http::header::{AUTHORIZATION, HeaderName, ORIGIN};

use crate::domain::id::PhoneId;
use crate::domain::time::days;
use crate::use_cases::models::Phone;
use crate::use_cases::sign_in::SignedIn;
use crate::use_cases::sign_in::known_device::KnownDeviceCookie;
use crate::use_cases::sign_in::login_throttle::LoginOrigin;
use crate::use_cases::sign_in::phones;
use crate::use_cases::{AppContext, UseCaseResult};

/// The cookie that the pages sign in by.
pub const COOKIE: &str = "stuffy_session";
/// The cookie that a page's queue sends by. Pages read it into each scan they keep, so that it drains
/// as its user's; and a page that finds another one there, or none, is nobody's and hides.
pub const QUEUE: &str = "stuffy_queue";
/// The cookie that an enrolled phone is known by.
pub const PHONE: &str = "stuffy_phone";
/// The cookie by which a browser knows who signed in there before. It opens nothing: whoever brings it need not wait
/// for what others guess.
pub const KNOWN: &str = "stuffy_known";
/// How long a phone stays enrolled, and a wall hung: as long as browsers keep a cookie.
const ENROLLED: Duration = days(400);

/// Why there is no token to go by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AuthError {
    /// None came along, or one of a form that we never gave.
    Unauthenticated,
    /// It came by cookie from another site's page.
    CrossOrigin,
}

/// The token that came along: by header, else by cookie from one of our own pages.
///
/// # Errors
/// [`Denied`].
pub fn token(request: &HttpRequest, app: &AppContext) -> Result<String, AuthError> {
    if let Some(value) = request.headers().get(AUTHORIZATION) {
        let text = value.to_str().unwrap_or_default();
        let (scheme, token) = text.split_once(' ').unwrap_or_default();
        let bearer = scheme.eq_ignore_ascii_case("bearer") && !token.is_empty();
        return bearer.then(|| token.to_owned()).ok_or(AuthError::Unauthenticated);
    }
    let cookie = request.cookie(COOKIE).ok_or(AuthError::Unauthenticated)?;
    check_origin(request, app)?;
    Ok(cookie.value().to_owned())
}

/// A cookie is sent by any site's page, so one that changes something must prove where it is from.
///
/// # Errors
/// [`Denied::CrossOrigin`].
pub fn check_origin(request: &HttpRequest, app: &AppContext) -> Result<(), AuthError> {
    let changes = ![Method::GET, Method::HEAD].contains(request.method());
    let info = request.connection_info().clone();
    let ours = |origin: &str| {
        let host = origin.split_once("://").map(|(_, host)| host);
        host == Some(info.host())
            || app.public_url.as_ref().is_some_and(|base| base.as_str() == origin)
    };
    let fetch_site = HeaderName::from_static("sec-fetch-site");
    let same = match (header(request, &ORIGIN), header(request, &fetch_site)) {
        // A form of a page that keeps its address to itself says null; the other header still tells.
        (None | Some("null"), Some(site)) => site == "same-origin",
        (Some(origin), _) => ours(origin),
        (None, None) => false,
    };
    if changes && !same { Err(AuthError::CrossOrigin) } else { Ok(()) }
}

fn header<'a>(request: &'a HttpRequest, name: &HeaderName) -> Option<&'a str> {
    request.headers().get(name).and_then(|value| value.to_str().ok())
}

/// The address that asks.
#[must_use]
pub fn address(request: &HttpRequest) -> String {
    request.peer_addr().map(|peer| peer.ip().to_string()).unwrap_or_default()
}

/// The enrolled phone that asks, if it is one.
///
/// # Errors
/// Only the store's.
pub async fn phone(request: &HttpRequest, app: &AppContext) -> UseCaseResult<Option<Phone>> {
    match request.cookie(PHONE) {
        Some(cookie) => phones::find_by_token(app, cookie.value()).await,
        None => Ok(None),
    }
}

/// Where somebody stands who is about to say who they are.
#[must_use]
pub fn login_origin(request: &HttpRequest, phone: Option<PhoneId>) -> LoginOrigin {
    LoginOrigin::from_request(phone, address(request), known(request))
}

fn known(request: &HttpRequest) -> Option<KnownDeviceCookie> {
    request.cookie(KNOWN).and_then(|cookie| KnownDeviceCookie::parse(cookie.value()))
}

/// The cookie of a browser on which somebody signed in just now; an enrolled phone needs none.
#[must_use]
pub fn known_cookie(
    request: &HttpRequest,
    app: &AppContext,
    begun: &SignedIn,
) -> Option<Cookie<'static>> {
    let has_need = begun.phone.is_none() && begun.staff.has_password();
    has_need.then(|| {
        let known = KnownDeviceCookie::with_user(known(request), &begun.staff).to_string();
        let mut cookie = cookie(app, KNOWN, known, ENROLLED);
        cookie.set_same_site(SameSite::Strict);
        cookie
    })
}

/// The cookies of a session that begins: the pages', and their queue's.
#[must_use]
pub fn cookies(app: &AppContext, begun: &SignedIn) -> [Cookie<'static>; 2] {
    let lasts = app.session_policy.lasts;
    let session = cookie(app, COOKIE, begun.token.clone(), lasts);
    [session, readable(cookie(app, QUEUE, begun.queue_token.clone(), lasts))]
}

/// The same, to take them back.
#[must_use]
pub fn no_cookies(app: &AppContext) -> [Cookie<'static>; 2] {
    let gone = |name| cookie(app, name, String::new(), Duration::ZERO);
    [gone(COOKIE), readable(gone(QUEUE))]
}

/// The cookie of a phone that was enrolled just now.
#[must_use]
pub fn phone_cookie(app: &AppContext, token: String) -> Cookie<'static> {
    cookie(app, PHONE, token, ENROLLED)
}

/// The cookies of a screen on a wall: its own token in place of whoever was signed in there.
#[must_use]
pub fn wall_cookies(app: &AppContext, token: String) -> [Cookie<'static>; 2] {
    let [_, nobodys_queue] = no_cookies(app);
    [cookie(app, COOKIE, token, ENROLLED), nobodys_queue]
}

fn cookie(app: &AppContext, name: &'static str, token: String, lasts: Duration) -> Cookie<'static> {
    let seconds = i64::try_from(lasts.as_secs()).unwrap_or(i64::MAX);
    Cookie::build(name, token)
        .http_only(true)
        .same_site(SameSite::Lax)
        .path("/")
        .secure(app.is_https())
        .max_age(time::Duration::seconds(seconds))
        .finish()
}

fn readable(mut cookie: Cookie<'static>) -> Cookie<'static> {
    cookie.set_http_only(false);
    cookie.set_same_site(SameSite::Strict);
    cookie
}
