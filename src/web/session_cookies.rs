//! The cookies that signing in, enrolling a phone and pairing a wall display set.

use std::time::Duration;

use actix_web::HttpRequest;
use actix_web::cookie::{Cookie, SameSite};

use super::cookies::{self, new_cookie};
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
const KNOWN_DEVICE_COOKIE: &str = "stuffy_known";
/// As long as browsers keep a cookie.
const LONGEST: Duration = days(400);

/// What the browser claims to be known by. Only the genuine one matches a user.
pub(crate) fn known_devices(request: &HttpRequest, app: &AppContext) -> Vec<KnownDeviceCookie> {
    let values = cookies::values(request, app, KNOWN_DEVICE_COOKIE);
    values.iter().filter_map(|value| KnownDeviceCookie::parse(value)).collect()
}

/// For a browser on which somebody has just signed in with a password; an enrolled phone needs none.
pub(crate) fn known_device_cookie(
    request: &HttpRequest,
    app: &AppContext,
    signed_in: &SignedIn,
) -> Option<Cookie<'static>> {
    let is_needed = signed_in.phone.is_none() && signed_in.staff.has_password();
    is_needed.then(|| {
        let known = KnownDeviceCookie::genuine(known_devices(request, app), &signed_in.staff);
        let value = KnownDeviceCookie::with_user(known, &signed_in.staff).to_string();
        let mut cookie = new_cookie(app, KNOWN_DEVICE_COOKIE, &value, LONGEST);
        cookie.set_same_site(SameSite::Strict);
        cookie
    })
}

/// The session's cookie and its offline queue's.
pub(crate) fn session_cookies(app: &AppContext, signed_in: &SignedIn) -> [Cookie<'static>; 2] {
    let lasts = app.session_policy.max_age;
    let session = new_cookie(app, SESSION_COOKIE, &signed_in.token, lasts);
    let queue = new_cookie(app, QUEUE_COOKIE, &signed_in.queue_token, lasts);
    [session, readable_by_scripts(queue)]
}

/// Deletes what [`session_cookies`] set, in this version and before.
pub(crate) fn expired_session_cookies(app: &AppContext) -> Vec<Cookie<'static>> {
    let session = cookies::expired(app, SESSION_COOKIE);
    session.into_iter().chain(expired_queue_cookies(app)).collect()
}

fn expired_queue_cookies(app: &AppContext) -> impl Iterator<Item = Cookie<'static>> {
    cookies::expired(app, QUEUE_COOKIE).into_iter().map(readable_by_scripts)
}

pub(crate) fn phone_cookie(app: &AppContext, token: &str) -> Cookie<'static> {
    new_cookie(app, PHONE_COOKIE, token, LONGEST)
}

/// Replaces the session that was on that screen: a wall display has no offline queue.
pub(crate) fn wall_display_cookies(app: &AppContext, token: &str) -> Vec<Cookie<'static>> {
    let session = new_cookie(app, SESSION_COOKIE, token, LONGEST);
    std::iter::once(session).chain(expired_queue_cookies(app)).collect()
}

fn readable_by_scripts(mut cookie: Cookie<'static>) -> Cookie<'static> {
    cookie.set_http_only(false);
    cookie.set_same_site(SameSite::Strict);
    cookie
}
