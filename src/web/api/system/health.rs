//! What needs no sign-in: a page for each problem, and how the server fares.

use std::sync::LazyLock;

use actix_web::http::header::{AUTHORIZATION, CONTENT_SECURITY_POLICY};
use actix_web::{HttpRequest, HttpResponse, web};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use metrics_exporter_prometheus::PrometheusHandle;
use sha2::{Digest as _, Sha256};
use subtle::ConstantTimeEq as _;

use crate::domain::error::DomainError;
use crate::web::api::extract::ApiRequest;
use crate::web::problem::Problem;
use crate::web::problem_code::{ALL_PROBLEM_CODES, ProblemCode};

/// The whole of these pages' style: readable at arm's length, by day and by night.
const STYLE: &str = ":root{color-scheme:light dark}\
    body{font:1.15rem/1.55 system-ui,sans-serif;max-width:38rem;margin:3rem auto;padding:0 1.25rem}\
    h1{font-size:2rem;line-height:1.2}li{margin:.5rem 0}";

/// These pages load nothing at all: their one style is allowed by its hash, and the picture is the
/// empty icon, so that browsers ask for none.
static POLICY: LazyLock<String> = LazyLock::new(|| {
    let style = STANDARD.encode(Sha256::digest(STYLE));
    format!(
        "default-src 'none'; style-src 'sha256-{style}'; img-src data:; base-uri 'none'; \
         form-action 'none'; frame-ancestors 'none'"
    )
});

/// The way to the figures for Prometheus.
pub struct MetricsAccess {
    /// Where the figures are.
    pub handle: PrometheusHandle,
    /// Who knows this may read them; without one nobody may.
    pub token: Option<String>,
}

/// `GET /problems/{code}`
///
/// # Errors
/// `not-found` for a code that no problem has.
pub async fn problem_page(ask: ApiRequest) -> Result<HttpResponse, Problem> {
    let code = ask.path_segment("code");
    let kind = ALL_PROBLEM_CODES
        .iter()
        .find(|kind| kind.code == code)
        .ok_or(DomainError::NotFound("problem"))?;
    let ProblemCode { code, status, title, advice } = kind;
    let body = format!(
        "<h1>{title}</h1>\n<p>{advice}</p>\n<p>Status {status}, code <code>{code}</code>.</p>\n\
         <p><a href=\"/docs\">The API</a></p>\n"
    );
    Ok(page(title, &body))
}

/// A page of words that are all our own, so that nothing in it wants escaping.
fn page(title: &str, body: &str) -> HttpResponse {
    let html = format!(
        "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <title>{title}</title>\n<style>{STYLE}</style>\n<link rel=\"icon\" href=\"data:,\">\n</head>\n\
         <body>\n<main>\n{body}</main>\n</body>\n</html>\n"
    );
    HttpResponse::Ok()
        .content_type("text/html; charset=utf-8")
        .insert_header((CONTENT_SECURITY_POLICY, POLICY.as_str()))
        .body(html)
}

/// `GET /healthz`
pub async fn healthz() -> HttpResponse {
    plain("ok\n")
}

/// `GET /readyz`
///
/// # Errors
/// `away` while the database does not answer, and once this server is told to stop.
pub async fn readyz(ask: ApiRequest) -> Result<HttpResponse, Problem> {
    if ask.is_leaving() {
        return Err(Problem::new("away", "This server is about to stop.").retry_after(2));
    }
    ask.app().store.ping().await.map_err(|cause| {
        tracing::warn!(%cause, "not ready");
        Problem::new("away", "The database does not answer.").retry_after(2)
    })?;
    Ok(plain("ready\n"))
}

fn plain(text: &'static str) -> HttpResponse {
    HttpResponse::Ok().content_type("text/plain; charset=utf-8").body(text)
}

/// `GET /metrics`
///
/// # Errors
/// `not-found` where no token is set, `unauthenticated` for whoever does not know it.
pub async fn metrics(request: HttpRequest) -> Result<HttpResponse, Problem> {
    let door = request.app_data::<web::Data<MetricsAccess>>();
    let (handle, token) = door
        .and_then(|door| Some((&door.handle, door.token.as_deref()?)))
        .ok_or(DomainError::NotFound("path"))?;
    if !is_told(&request, token) {
        return Err(DomainError::Unauthenticated.into());
    }
    Ok(HttpResponse::Ok().content_type("text/plain; version=0.0.4").body(handle.render()))
}

/// Whether the request carries this token; how much of a wrong one fits is not told by time.
fn is_told(request: &HttpRequest, token: &str) -> bool {
    let header = request.headers().get(AUTHORIZATION).and_then(|value| value.to_str().ok());
    let Some((scheme, given)) = header.and_then(|text| text.split_once(' ')) else { return false };
    let same = given.as_bytes().ct_eq(token.as_bytes());
    scheme.eq_ignore_ascii_case("bearer") && same.into()
}
