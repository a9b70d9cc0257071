//! `/places/{id}/poster.pdf`: the poster with a place's QR code (R25).

use actix_web::HttpResponse;

use super::pdf;
use super::tag_images::qr_code;
use crate::domain::account::person::Role;
use crate::domain::id::PlaceId;
use crate::domain::tag::place_url;
use crate::printing::{self, Paper};
use crate::use_cases::places;
use crate::web::api::extract::ApiRequest;
use crate::web::problem::Problem;

/// `GET /places/{id}/poster.pdf`
pub(crate) async fn poster(request: ApiRequest) -> Result<HttpResponse, Problem> {
    request.require_role(Role::Staff).await?;
    let id = request.path_id("id", PlaceId::from_uuid)?;
    let paper = request.query(&["paper"])?.key("paper")?.unwrap_or(Paper::A4);
    let place = places::get(request.app(), id).await?;
    let qr = qr_code(request.app(), |base| place_url(base, &place.code))?;
    let fonts = request.fonts().clone();
    let name = format!("poster-{}.pdf", place.name);
    let poster =
        pdf::draw(move || printing::poster(&place.name, &place.code, &qr, paper, &fonts)).await?;
    Ok(pdf::inline(poster, name))
}
