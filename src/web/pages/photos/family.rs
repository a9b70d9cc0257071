//! The photos on a family's page: small images that load lazily and link to the large ones.

use askama::Template;

use crate::domain::family::Language;
use crate::domain::photo::SMALL_PHOTO_MAX_PIXELS;
use crate::i18n::{self, FamilyText};
use crate::use_cases::family::family_view::CompanionFeed;
use crate::use_cases::models::Photo;

#[derive(Template)]
#[template(path = "family/photos.html")]
pub struct FamilyPhotosTemplate {
    heading: String,
    photos: Vec<FamilyPhoto>,
}

struct FamilyPhoto {
    url: String,
    alt: String,
    width: i32,
    height: i32,
}

impl FamilyPhotosTemplate {
    /// None without photos that this family may see.
    #[must_use]
    pub(crate) fn new(language: Language, companion: &CompanionFeed, token: &str) -> Option<Self> {
        let name = i18n::isolate_bidi(language, &companion.name);
        let photo = |photo: &Photo| {
            let (width, height) = small_size(photo.width, photo.height);
            FamilyPhoto {
                url: format!("/api/v1/family/{token}/photos/{}", photo.id),
                alt: i18n::text(language, FamilyText::PhotoAlt, &[("name", &name)]),
                width,
                height,
            }
        };
        let photos: Vec<_> = companion.photos.iter().map(photo).collect();
        let heading = i18n::text(language, FamilyText::Photos, &[]);
        (!photos.is_empty()).then_some(Self { heading, photos })
    }
}

/// The size in pixels of the small version of a photo.
fn small_size(width: i32, height: i32) -> (i32, i32) {
    let small = i32::from(SMALL_PHOTO_MAX_PIXELS);
    let longer = width.max(height).max(1);
    let fit = |side: i32| if longer > small { side * small / longer } else { side }.max(1);
    (fit(width), fit(height))
}
