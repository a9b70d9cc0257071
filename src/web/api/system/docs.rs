//! `/docs`: browsable API documentation. All of it is in this binary; nothing is loaded from other hosts.

use std::borrow::Cow;
use std::sync::Arc;

use actix_web::HttpResponse;
use actix_web::http::header::{CACHE_CONTROL, CONTENT_SECURITY_POLICY};
use actix_web::web::Bytes;
use utoipa_swagger_ui::Config;

use crate::web::extract::callers::Anyone;
use crate::web::extract::path::PathFile;
use crate::web::problem::Problem;
use crate::web::problem_code::ProblemCode;

/// The page may load its own files, openapi.yaml, and the images inside its style sheet.
const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src data:; \
    connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/// URLs are absolute, so that the page works with and without a trailing slash.
const PAGE: &str = r#"<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Stuffy API documentation</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="/docs/swagger-ui.css">
</head>
<body>
<main id="docs"></main>
<noscript><p>This page needs JavaScript. You can also read <a href="/openapi.yaml">openapi.yaml</a> directly.</p></noscript>
<script src="/docs/swagger-ui-bundle.js" defer></script>
<script src="/docs/start.js" defer></script>
</body>
</html>
"#;

/// `validatorUrl: null` keeps the page from sending openapi.yaml to a public validator.
const START_SCRIPT: &str = r##"addEventListener("DOMContentLoaded", () => {
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

/// `GET /docs`
pub(crate) async fn page(_: Anyone) -> Result<HttpResponse, Problem> {
    Ok(HttpResponse::Ok()
        .content_type("text/html; charset=utf-8")
        .insert_header((CONTENT_SECURITY_POLICY, POLICY))
        .body(PAGE))
}

/// `GET /docs/{file}`
pub(crate) async fn asset(_: Anyone, PathFile(name): PathFile) -> Result<HttpResponse, Problem> {
    file(&name)
        .ok_or_else(|| Problem::new(ProblemCode::NotFound, "The documentation has no such file."))
}

fn file(name: &str) -> Option<HttpResponse> {
    let (kind, body) = match name {
        "start.js" => {
            ("text/javascript; charset=utf-8", Bytes::from_static(START_SCRIPT.as_bytes()))
        }
        "swagger-ui-bundle.js" => ("text/javascript; charset=utf-8", swagger_ui_file(name)?),
        "swagger-ui.css" => ("text/css; charset=utf-8", swagger_ui_file(name)?),
        _ => return None,
    };
    let mut response = HttpResponse::Ok();
    response.content_type(kind).insert_header((CACHE_CONTROL, "public, max-age=3600"));
    Some(response.body(body))
}

/// A file that the Swagger UI crate embeds.
fn swagger_ui_file(name: &str) -> Option<Bytes> {
    let file = utoipa_swagger_ui::serve(name, Arc::new(Config::from("/openapi.yaml")));
    Some(match file.ok()??.bytes {
        Cow::Borrowed(bytes) => Bytes::from_static(bytes),
        Cow::Owned(bytes) => bytes.into(),
    })
}
