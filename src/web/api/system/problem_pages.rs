//! `/problems/{code}`: a page that explains a problem code.

use std::sync::LazyLock;

use actix_web::HttpResponse;
use actix_web::http::header::CONTENT_SECURITY_POLICY;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use sha2::{Digest as _, Sha256};

use crate::domain::error::DomainError;
use crate::web::extract::callers::Anyone;
use crate::web::extract::path::RawPathCode;
use crate::web::problem::Problem;
use crate::web::problem_code::ProblemCode;

const STYLE: &str = ":root{color-scheme:light dark}\
    body{font:1.15rem/1.55 system-ui,sans-serif;max-width:38rem;margin:3rem auto;padding:0 1.25rem}\
    h1{font-size:2rem;line-height:1.2}li{margin:.5rem 0}";

/// These pages load nothing: their inline style is allowed by its hash, and the empty data: icon keeps browsers from
/// requesting one.
static POLICY: LazyLock<String> = LazyLock::new(|| {
    let style = STANDARD.encode(Sha256::digest(STYLE));
    format!(
        "default-src 'none'; style-src 'sha256-{style}'; img-src data:; base-uri 'none'; \
         form-action 'none'; frame-ancestors 'none'"
    )
});

/// `GET /problems/{code}`
pub(crate) async fn problem_page(
    _: Anyone,
    RawPathCode(code): RawPathCode,
) -> Result<HttpResponse, Problem> {
    let known = ProblemCode::ALL.iter().copied().find(|known| known.code() == code);
    let known = known.ok_or(DomainError::NotFound("problem"))?;
    let (title, advice, status) = (known.title(), known.advice(), known.status().as_u16());
    let body = format!(
        "<h1>{title}</h1>\n<p>{advice}</p>\n<p>Status {status}, code <code>{code}</code>.</p>\n\
         <p><a href=\"/docs\">API documentation</a></p>\n"
    );
    Ok(html_page(title, &body))
}

/// All texts are constants of ours, so nothing needs escaping.
fn html_page(title: &str, body: &str) -> HttpResponse {
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
