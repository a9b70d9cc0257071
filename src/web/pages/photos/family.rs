//! The photos on a family's page: small ones, loaded as they come into sight, each a way to the large one.

use askama::Template;

use crate::domain::family::Language;
use crate::domain::photo::SMALL;
use crate::i18n::{self, NotificationText};
use crate::use_cases::family::family_view::CompanionFeed;
use crate::use_cases::models::Photo;

/// A friend's photos.
#[derive(Template)]
#[template(path = "family/photos.html")]
pub struct FamilyPhotosTemplate {
    heading: String,
    photos: Vec<FamilyPhoto>,
}

/// One of them.
struct FamilyPhoto {
    address: String,
    says: String,
    width: i32,
    height: i32,
}

impl FamilyPhotosTemplate {
    /// The photos that may be seen; none where there are none.
    #[must_use]
    pub fn of(language: Language, friend: &CompanionFeed, token: &str) -> Option<Self> {
        let name = i18n::isolate_bidi(language, &friend.name);
        let print = |photo: &Photo| {
            let small = i32::from(SMALL);
            let longer = photo.width.max(photo.height).max(1);
            let fit = |side: i32| if longer > small { side * small / longer } else { side }.max(1);
            FamilyPhoto {
                address: format!("/api/v1/family/{token}/photos/{}", photo.id),
                says: i18n::say(language, NotificationText::PhotoOf, &[("name", &name)]),
                width: fit(photo.width),
                height: fit(photo.height),
            }
        };
        let photos: Vec<_> = friend.photos.iter().map(print).collect();
        let heading = i18n::say(language, NotificationText::Photos, &[]);
        (!photos.is_empty()).then_some(Self { heading, photos })
    }
}
