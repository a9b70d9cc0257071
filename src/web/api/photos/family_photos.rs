//! `/family/{token}/photos/{id}`: a released photo as its family sees it.

use actix_web::HttpResponse;

use super::jpeg::jpeg_response;
use crate::domain::id::PhotoId;
use crate::domain::photo::PhotoSize;
use crate::use_cases::photos::read;
use crate::web::api::extract::ApiRequest;
use crate::web::family_limits::FamilyRead;
use crate::web::problem::Problem;

/// `GET /family/{token}/photos/{id}`
pub(crate) async fn get(request: ApiRequest) -> Result<HttpResponse, Problem> {
    let token = request.path_segment("token");
    let admission = request.admit_family(FamilyRead::Photo, token)?;
    let id = request.path_id("id", PhotoId::from_uuid)?;
    let size = request.query(&["size"])?.key("size")?.unwrap_or(PhotoSize::Full);
    let photo = read::read_for_family(request.app(), token, id, size).await;
    Ok(jpeg_response(admission.count(photo)?))
}
