//! Health checks and metrics.

use actix_web::http::header::AUTHORIZATION;
use actix_web::{HttpRequest, HttpResponse, web};
use metrics_exporter_prometheus::PrometheusHandle;
use subtle::ConstantTimeEq as _;

use crate::domain::error::DomainError;
use crate::web::extract::callers::Anyone;
use crate::web::extract::callers::Caller;
use crate::web::extract::permission::Permission;
use crate::web::extract::request_parts::RequestParts;
use crate::web::extract::state::App;
use crate::web::problem::Problem;
use crate::web::problem_code::ProblemCode;
use crate::web::shutdown::ShutdownFlag;

pub struct MetricsAccess {
    pub handle: PrometheusHandle,
    /// The bearer token that may read the metrics; without one, nobody may.
    pub token: Option<String>,
}

/// `GET /healthz`
pub(crate) async fn healthz(_: Anyone) -> Result<HttpResponse, Problem> {
    Ok(plain("ok\n"))
}

/// `GET /readyz`
pub(crate) async fn readyz(
    _: Anyone,
    app: App,
    shutdown: web::Data<ShutdownFlag>,
) -> Result<HttpResponse, Problem> {
    if shutdown.is_set() {
        return Err(Problem::new(ProblemCode::Away, "This server is shutting down.").retry_after(2));
    }
    app.store.ping().await.map_err(|error| {
        tracing::warn!(%error, "Not ready: database does not respond");
        Problem::new(ProblemCode::Away, "The database does not respond.").retry_after(2)
    })?;
    Ok(plain("ready\n"))
}

fn plain(text: &'static str) -> HttpResponse {
    HttpResponse::Ok().content_type("text/plain; charset=utf-8").body(text)
}

/// Whoever has the metrics token.
pub(crate) struct MetricsReader;

impl Caller for MetricsReader {
    const PERMISSION: Permission = Permission::Metrics;

    async fn authorize(parts: &mut RequestParts) -> Result<Self, Problem> {
        let token = parts.state::<MetricsAccess>().token.as_deref();
        let token = token.ok_or(DomainError::NotFound("path"))?;
        if has_token(parts.http(), token) {
            Ok(Self)
        } else {
            Err(DomainError::Unauthenticated.into())
        }
    }
}

/// `GET /metrics`
pub(crate) async fn metrics(
    _: MetricsReader,
    access: web::Data<MetricsAccess>,
) -> Result<HttpResponse, Problem> {
    let metrics = access.handle.render();
    Ok(HttpResponse::Ok().content_type("text/plain; version=0.0.4").body(metrics))
}

/// Takes the same time however much of a wrong token matches.
fn has_token(request: &HttpRequest, token: &str) -> bool {
    let header = request.headers().get(AUTHORIZATION).and_then(|value| value.to_str().ok());
    let Some((scheme, given)) = header.and_then(|text| text.split_once(' ')) else { return false };
    let is_equal = given.as_bytes().ct_eq(token.as_bytes());
    scheme.eq_ignore_ascii_case("bearer") && is_equal.into()
}
