//! `/family/{token}/photos/{id}`: a released photo as its family sees it.

use actix_web::HttpResponse;

use super::PhotoSizeQuery;
use super::jpeg::jpeg_response;
use crate::domain::id::PhotoId;
use crate::use_cases::photos::read;
use crate::web::extract::path::PathId;
use crate::web::extract::query::Query;
use crate::web::extract::state::App;
use crate::web::family_caller::FamilyPhotoCaller;
use crate::web::problem::Problem;

/// `GET /family/{token}/photos/{id}`
pub(crate) async fn get(
    FamilyPhotoCaller(family): FamilyPhotoCaller,
    app: App,
    PathId(id): PathId<PhotoId>,
    Query(query): Query<PhotoSizeQuery>,
) -> Result<HttpResponse, Problem> {
    let photo = read::read_for_family(&app, &family.token, id, query.size()).await;
    Ok(jpeg_response(family.admission.count(photo)?))
}
