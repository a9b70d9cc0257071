//! The contract and its pages to browse, all of it from this binary: nothing is fetched from elsewhere.

use std::borrow::Cow;
use std::sync::Arc;

use actix_web::HttpResponse;
use actix_web::http::header::{CACHE_CONTROL, CONTENT_SECURITY_POLICY};
use actix_web::web::{self, Bytes};
use utoipa_swagger_ui::Config;

use crate::web::problem::Problem;

/// The contract as it stands in the project's root.
pub const CONTRACT: &str = include_str!("../../../../openapi.yaml");

/// What the page may load: its own files, the contract, and the pictures inside its style sheet.
const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src data:; \
    connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/// Addresses start at the root, so that the page is the same with and without a slash at its end.
const PAGE: &str = r#"<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Stuffy: the API</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="/docs/swagger-ui.css">
</head>
<body>
<main id="docs"></main>
<noscript><p>This page draws <a href="/openapi.yaml">openapi.yaml</a> by script. The file itself reads well too.</p></noscript>
<script src="/docs/swagger-ui-bundle.js" defer></script>
<script src="/docs/start.js" defer></script>
</body>
</html>
"#;

/// `validatorUrl: null` keeps the page from asking a server elsewhere whether the contract is valid.
const START: &str = r##"addEventListener("DOMContentLoaded", () => {
  SwaggerUIBundle({
    url: "/openapi.yaml",
    dom_id: "#docs",
    deepLinking: true,
    docExpansion: "list",
    defaultModelsExpandDepth: 0,
    validatorUrl: null,
  });
});
"##;

/// `GET /openapi.yaml`
pub async fn openapi_yaml() -> HttpResponse {
    HttpResponse::Ok().content_type("application/yaml").body(CONTRACT)
}

/// `GET /docs`
pub async fn page() -> HttpResponse {
    HttpResponse::Ok()
        .content_type("text/html; charset=utf-8")
        .insert_header((CONTENT_SECURITY_POLICY, POLICY))
        .body(PAGE)
}

/// `GET /docs/{file}`
///
/// # Errors
/// `not-found` where the page has no such file.
pub async fn asset(name: web::Path<String>) -> Result<HttpResponse, Problem> {
    file(&name).ok_or_else(|| Problem::new("not-found", "The documentation has no such file."))
}

/// A file of the page; none where it has no such file.
#[must_use]
pub fn file(name: &str) -> Option<HttpResponse> {
    let (kind, body) = match name {
        "start.js" => ("text/javascript; charset=utf-8", Bytes::from_static(START.as_bytes())),
        "swagger-ui-bundle.js" => ("text/javascript; charset=utf-8", shipped(name)?),
        "swagger-ui.css" => ("text/css; charset=utf-8", shipped(name)?),
        _ => return None,
    };
    let mut answer = HttpResponse::Ok();
    answer.content_type(kind).insert_header((CACHE_CONTROL, "public, max-age=3600"));
    Some(answer.body(body))
}

/// A file of Swagger UI, as its crate brings it along.
fn shipped(name: &str) -> Option<Bytes> {
    let found = utoipa_swagger_ui::serve(name, Arc::new(Config::from("/openapi.yaml")));
    Some(match found.ok()??.bytes {
        Cow::Borrowed(bytes) => Bytes::from_static(bytes),
        Cow::Owned(bytes) => bytes.into(),
    })
}
