//! Health checks and metrics.

use actix_web::http::header::AUTHORIZATION;
use actix_web::{HttpRequest, HttpResponse, web};
use metrics_exporter_prometheus::PrometheusHandle;
use subtle::ConstantTimeEq as _;

use crate::domain::error::DomainError;
use crate::web::api::extract::ApiRequest;
use crate::web::problem::Problem;
use crate::web::problem_code::ProblemCode;

pub struct MetricsAccess {
    pub handle: PrometheusHandle,
    /// The bearer token that may read the metrics; without one, nobody may.
    pub token: Option<String>,
}

/// `GET /healthz`
pub(crate) async fn healthz() -> HttpResponse {
    plain("ok\n")
}

/// `GET /readyz`
pub(crate) async fn readyz(request: ApiRequest) -> Result<HttpResponse, Problem> {
    if request.is_shutting_down() {
        return Err(Problem::new(ProblemCode::Away, "This server is shutting down.").retry_after(2));
    }
    request.app().store.ping().await.map_err(|error| {
        tracing::warn!(%error, "Not ready: database does not respond");
        Problem::new(ProblemCode::Away, "The database does not respond.").retry_after(2)
    })?;
    Ok(plain("ready\n"))
}

fn plain(text: &'static str) -> HttpResponse {
    HttpResponse::Ok().content_type("text/plain; charset=utf-8").body(text)
}

/// `GET /metrics`
pub(crate) async fn metrics(request: HttpRequest) -> Result<HttpResponse, Problem> {
    let access = request.app_data::<web::Data<MetricsAccess>>();
    let (handle, token) = access
        .and_then(|access| Some((&access.handle, access.token.as_deref()?)))
        .ok_or(DomainError::NotFound("path"))?;
    if !has_token(&request, token) {
        return Err(DomainError::Unauthenticated.into());
    }
    Ok(HttpResponse::Ok().content_type("text/plain; version=0.0.4").body(handle.render()))
}

/// Takes the same time however much of a wrong token matches.
fn has_token(request: &HttpRequest, token: &str) -> bool {
    let header = request.headers().get(AUTHORIZATION).and_then(|value| value.to_str().ok());
    let Some((scheme, given)) = header.and_then(|text| text.split_once(' ')) else { return false };
    let is_equal = given.as_bytes().ct_eq(token.as_bytes());
    scheme.eq_ignore_ascii_case("bearer") && is_equal.into()
}
