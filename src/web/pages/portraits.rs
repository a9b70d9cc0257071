//! Pictures of companions at URLs of their own, so that a board of a thousand rows loads each picture once.

use actix_web::HttpResponse;
use actix_web::http::header::CACHE_CONTROL;

use super::shared::assets;
use super::shared::error::PageError;
use super::shared::request::HtmlRequest;
use super::shared::static_file::CACHE_FOREVER;
use crate::domain::companion::{Coat, Species};
use crate::domain::error::DomainError;
use crate::domain::outfit::{Item, Outfit};
use crate::domain::string_enum::StringEnum;
use crate::portrait;
use crate::use_cases::models::Companion;
use crate::web::extract::callers::Anyone;

/// Separates species, coat and outfit items in a picture's name.
const SEPARATOR: char = '.';

/// The URL of a picture. It depends on what the picture shows and names nobody.
pub(crate) fn url(species: Species, coat: Coat, outfit: &Outfit) -> String {
    let worn: String = outfit.iter().flat_map(|item| [".", item.key()]).collect();
    format!("/pictures/{}/{}.{}{worn}", assets::version(), species.key(), coat.key())
}

pub(crate) fn companion_url(companion: &Companion, outfit: &Outfit) -> String {
    url(companion.species, companion.drawn_in(), outfit)
}

/// `GET /pictures/{version}/{name}`
///
/// A picture of another version is not found: phones would cache it forever under the wrong URL.
pub(crate) async fn show(_: Anyone, request: HtmlRequest) -> Result<HttpResponse, PageError> {
    let (version, name) = (request.path_param("version"), request.path_param("name"));
    let picture = parse(name).filter(|_| version == assets::version());
    let (species, coat, outfit) = picture.ok_or(DomainError::NotFound("picture"))?;
    Ok(HttpResponse::Ok()
        .content_type("image/svg+xml")
        .insert_header((CACHE_CONTROL, CACHE_FOREVER))
        .body(portrait::svg(species, &outfit, coat, "")))
}

fn parse(name: &str) -> Option<(Species, Coat, Outfit)> {
    let mut parts = name.split(SEPARATOR);
    let (species, coat) = (Species::from_key(parts.next()?)?, Coat::from_key(parts.next()?)?);
    Some((species, coat, parts.map(Item::from_key).collect::<Option<_>>()?))
}
