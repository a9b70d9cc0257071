//! `/places/{id}/poster.pdf`: the poster with a place's QR code (R25).

use crate::printing::Fonts;
use actix_web::HttpResponse;
use actix_web::web;

use super::pdf;
use super::tag_images::qr_code;
use crate::domain::id::PlaceId;
use crate::domain::tag::place_url;
use crate::json::JsonKey;
use crate::printing::{self, Paper};
use crate::use_cases::places;
use crate::web::extract::callers::StaffCaller;
use crate::web::extract::input_errors::InputErrors;
use crate::web::extract::path::PathId;
use crate::web::extract::query::Query;
use crate::web::extract::state::App;
use crate::web::problem::Problem;
use deserr::Deserr;

#[derive(Deserr)]
#[deserr(error = InputErrors, deny_unknown_fields)]
pub(crate) struct PosterQuery {
    #[deserr(default)]
    paper: Option<JsonKey<Paper>>,
}

/// `GET /places/{id}/poster.pdf`
pub(crate) async fn poster(
    _: StaffCaller,
    app: App,
    fonts: web::Data<Fonts>,
    PathId(id): PathId<PlaceId>,
    Query(query): Query<PosterQuery>,
) -> Result<HttpResponse, Problem> {
    let paper = query.paper.map_or(Paper::A4, |paper| paper.0);
    let place = places::get(&app, id).await?;
    let qr = qr_code(&app, |base| place_url(base, &place.code))?;
    let name = format!("poster-{}.pdf", place.name);
    let poster =
        pdf::draw(move || printing::poster(&place.name, &place.code, &qr, paper, &fonts)).await?;
    Ok(pdf::inline(poster, name))
}
