//! Pictures of companions as files of their own: a board of a thousand rows loads each look once.

use actix_web::HttpResponse;
use actix_web::http::header::CACHE_CONTROL;

use super::shared::assets;
use super::shared::error::PageError;
use super::shared::request::HtmlRequest;
use crate::domain::companion::{Coat, Species};
use crate::domain::error::DomainError;
use crate::domain::outfit::{Item, Outfit};
use crate::domain::string_enum::StringEnum;
use crate::portrait;
use crate::use_cases::models::Companion;

/// What divides species, coat and pieces in a picture's name.
const JOINT: char = '.';

/// The address of a companion's picture. It says what the picture shows and nobody's name.
#[must_use]
pub fn address(species: Species, coat: Coat, outfit: &Outfit) -> String {
    let worn: String = outfit.iter().flat_map(|item| [".", item.key()]).collect();
    format!("/pictures/{}/{}.{}{worn}", assets::version(), species.key(), coat.key())
}

/// As [`address`], of a companion as it looks.
#[must_use]
pub fn of(companion: &Companion, outfit: &Outfit) -> String {
    address(companion.species, companion.drawn_in(), outfit)
}

/// `GET /pictures/{version}/{name}`
///
/// # Errors
/// `not-found`, for a picture of another version as well: it would be kept for ever.
pub async fn companion(asked: HtmlRequest) -> Result<HttpResponse, PageError> {
    let (version, name) = (asked.part("version"), asked.part("name"));
    let known = read(name).filter(|_| version == assets::version());
    let (species, coat, outfit) = known.ok_or(DomainError::NotFound("picture"))?;
    Ok(HttpResponse::Ok()
        .content_type("image/svg+xml")
        .insert_header((CACHE_CONTROL, "public, max-age=31536000, immutable"))
        .body(portrait::svg(species, &outfit, coat, "")))
}

/// What a picture of this name shows.
fn read(name: &str) -> Option<(Species, Coat, Outfit)> {
    let mut parts = name.split(JOINT);
    let (species, coat) = (Species::from_key(parts.next()?)?, Coat::from_key(parts.next()?)?);
    Some((species, coat, parts.map(Item::from_key).collect::<Option<_>>()?))
}
