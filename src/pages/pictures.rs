//! Pictures of companions as files of their own: a board of a thousand rows loads each look once.

use actix_web::HttpResponse;
use actix_web::http::header::CACHE_CONTROL;

use super::asked::Asked;
use super::assets;
use super::turned::Turned;
use crate::domain::companion::Species;
use crate::domain::outfit::{Item, Outfit};
use crate::domain::refusal::Refusal;
use crate::domain::words::Keyed;
use crate::portrait::{self, Coat};

/// What divides the species and the pieces in a picture's name.
const JOINT: char = '.';

/// The address of a companion's picture. It says what the picture shows and nobody's name.
#[must_use]
pub fn address(species: Species, outfit: &Outfit) -> String {
    let worn: String = outfit.iter().flat_map(|item| [".", item.key()]).collect();
    format!("/pictures/{}/{}{worn}", assets::version(), species.key())
}

/// `GET /pictures/{version}/{name}`
///
/// # Errors
/// `not-found`, for a picture of another version as well: it would be kept for ever.
pub async fn companion(asked: Asked) -> Result<HttpResponse, Turned> {
    let (version, name) = (asked.part("version"), asked.part("name"));
    let (species, worn) = name.split_once(JOINT).unwrap_or((name, ""));
    let pieces = worn.split(JOINT).filter(|piece| !piece.is_empty());
    let outfit: Option<Outfit> = pieces.map(Item::from_key).collect();
    let known = Species::from_key(species).zip(outfit).filter(|_| version == assets::version());
    let (species, outfit) = known.ok_or(Refusal::NotFound("picture"))?;
    Ok(HttpResponse::Ok()
        .content_type("image/svg+xml")
        .insert_header((CACHE_CONTROL, "public, max-age=31536000, immutable"))
        .body(portrait::svg(species, &outfit, Coat::usual(species), "")))
}
