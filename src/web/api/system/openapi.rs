//! `/openapi.yaml`: the API's contract, as in the root of the repository.

use actix_web::HttpResponse;

use crate::web::extract::callers::Anyone;
use crate::web::problem::Problem;

const OPENAPI_YAML: &str = include_str!("../../../../openapi.yaml");

/// `GET /openapi.yaml`
pub(crate) async fn openapi_yaml(_: Anyone) -> Result<HttpResponse, Problem> {
    Ok(HttpResponse::Ok().content_type("application/yaml").body(OPENAPI_YAML))
}
