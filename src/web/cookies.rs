//! The names of cookies, and which of several values counts.
//!
//! On a site with https, names begin with `__Host-`: browsers accept such a cookie from this host alone. Without https,
//! and in versions before, they have plain names, which another host below the same domain can set as well. The plain
//! name still counts if there is no cookie with the prefix.

use std::time::Duration;

use actix_web::HttpRequest;
use actix_web::cookie::{Cookie, SameSite, time};
use actix_web::http::header::COOKIE;

use crate::use_cases::AppContext;

const HOST_PREFIX: &str = "__Host-";
/// Values of one name that are tried. A browser sends one, and somebody who plants cookies may add others.
const MAX_VALUES: usize = 16;

/// The values of a cookie that may be genuine, each once. The caller tries them all.
pub(crate) fn values(request: &HttpRequest, app: &AppContext, name: &str) -> Vec<String> {
    let of_this_host = if app.is_https() { named(request, &with_prefix(name)) } else { Vec::new() };
    if of_this_host.is_empty() { named(request, name) } else { of_this_host }
}

/// The values under both names, for deleting what they stand for.
pub(crate) fn values_of_both_names(request: &HttpRequest, name: &str) -> Vec<String> {
    let prefixed = named(request, &with_prefix(name));
    prefixed.into_iter().chain(named(request, name)).collect()
}

/// A cookie for the whole site that scripts cannot read.
pub(crate) fn new_cookie(
    app: &AppContext,
    name: &str,
    value: &str,
    lasts: Duration,
) -> Cookie<'static> {
    let name = if app.is_https() { with_prefix(name) } else { name.to_owned() };
    build(app, name, value, lasts)
}

/// Deletes a cookie under each name that it may have.
pub(crate) fn expired(app: &AppContext, name: &str) -> Vec<Cookie<'static>> {
    let names = if app.is_https() { vec![with_prefix(name)] } else { Vec::new() };
    let names = names.into_iter().chain([name.to_owned()]);
    names.map(|name| build(app, name, "", Duration::ZERO)).collect()
}

fn build(app: &AppContext, name: String, value: &str, lasts: Duration) -> Cookie<'static> {
    let seconds = i64::try_from(lasts.as_secs()).unwrap_or(i64::MAX);
    Cookie::build(name, value.to_owned())
        .http_only(true)
        .same_site(SameSite::Lax)
        .path("/")
        .secure(app.is_https())
        .max_age(time::Duration::seconds(seconds))
        .finish()
}

fn with_prefix(name: &str) -> String {
    format!("{HOST_PREFIX}{name}")
}

/// Skips what is malformed: a planted cookie must not hide the others.
fn named(request: &HttpRequest, name: &str) -> Vec<String> {
    let lines = request.headers().get_all(COOKIE);
    let pairs = lines.flat_map(|line| line.as_bytes().split(|byte| *byte == b';'));
    let texts = pairs.filter_map(|pair| std::str::from_utf8(pair).ok());
    let cookies = texts.filter_map(|text| Cookie::parse_encoded(text.trim()).ok());
    let mut values = Vec::new();
    for cookie in cookies.filter(|cookie| cookie.name() == name && !cookie.value().is_empty()) {
        let value = cookie.value().to_owned();
        if values.len() < MAX_VALUES && !values.contains(&value) {
            values.push(value);
        }
    }
    values
}
