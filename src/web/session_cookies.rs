//! The cookies that signing in, enrolling a phone and pairing a wall display set.

use std::time::Duration;

use actix_web::HttpRequest;
use actix_web::cookie::{Cookie, SameSite, time};

use crate::domain::time::days;
use crate::use_cases::AppContext;
use crate::use_cases::sign_in::SignedIn;
use crate::use_cases::sign_in::known_device::KnownDeviceCookie;

/// The session token of the pages.
pub(crate) const SESSION_COOKIE: &str = "stuffy_session";
/// The token that stored scans are sent with. Scripts read it into each stored scan, so that the scan is sent as
/// its own user; a page that finds another token, or none, belongs to another user, and hides itself.
pub(crate) const QUEUE_COOKIE: &str = "stuffy_queue";
/// The token of an enrolled phone.
pub(crate) const PHONE_COOKIE: &str = "stuffy_phone";
/// Names the users who signed in on this browser before. It grants nothing: their sign-ins are not delayed by what
/// others guess.
pub(crate) const KNOWN_DEVICE_COOKIE: &str = "stuffy_known";
/// As long as browsers keep a cookie.
const LONGEST: Duration = days(400);

pub(crate) fn known_device(request: &HttpRequest) -> Option<KnownDeviceCookie> {
    request.cookie(KNOWN_DEVICE_COOKIE).and_then(|cookie| KnownDeviceCookie::parse(cookie.value()))
}

/// For a browser on which somebody has just signed in with a password; an enrolled phone needs none.
pub(crate) fn known_device_cookie(
    request: &HttpRequest,
    app: &AppContext,
    signed_in: &SignedIn,
) -> Option<Cookie<'static>> {
    let is_needed = signed_in.phone.is_none() && signed_in.staff.has_password();
    is_needed.then(|| {
        let value = KnownDeviceCookie::with_user(known_device(request), &signed_in.staff);
        let mut cookie = cookie(app, KNOWN_DEVICE_COOKIE, value.to_string(), LONGEST);
        cookie.set_same_site(SameSite::Strict);
        cookie
    })
}

/// The session's cookie and its offline queue's.
pub(crate) fn session_cookies(app: &AppContext, signed_in: &SignedIn) -> [Cookie<'static>; 2] {
    let lasts = app.session_policy.max_age;
    let session = cookie(app, SESSION_COOKIE, signed_in.token.clone(), lasts);
    let queue = cookie(app, QUEUE_COOKIE, signed_in.queue_token.clone(), lasts);
    [session, readable_by_scripts(queue)]
}

/// Deletes what [`session_cookies`] set.
pub(crate) fn expired_session_cookies(app: &AppContext) -> [Cookie<'static>; 2] {
    let expired = |name| cookie(app, name, String::new(), Duration::ZERO);
    [expired(SESSION_COOKIE), readable_by_scripts(expired(QUEUE_COOKIE))]
}

pub(crate) fn phone_cookie(app: &AppContext, token: String) -> Cookie<'static> {
    cookie(app, PHONE_COOKIE, token, LONGEST)
}

/// Replaces the session that was on that screen: a wall display has no offline queue.
pub(crate) fn wall_display_cookies(app: &AppContext, token: String) -> [Cookie<'static>; 2] {
    let [_, no_queue] = expired_session_cookies(app);
    [cookie(app, SESSION_COOKIE, token, LONGEST), no_queue]
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

fn readable_by_scripts(mut cookie: Cookie<'static>) -> Cookie<'static> {
    cookie.set_http_only(false);
    cookie.set_same_site(SameSite::Strict);
    cookie
}
