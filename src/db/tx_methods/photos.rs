//! The queries about photos and the consents that they are taken under.

use crate::db::models::{Photo, PhotoConsent};
use crate::db::transaction::table_of_contents;
use crate::domain::id::{JourneyId, PhotoId, StaffId, VisitId};
use crate::domain::photo::{PhotoLocation, PhotoSize, PhotoState};
use crate::domain::time::Time;

table_of_contents! {
    photos {
        /// Keeps a new consent.
        fn add_consent(consent: &PhotoConsent) -> ();
        /// The consent of a visit that is in force.
        fn consent_of(visit: VisitId) -> Option<PhotoConsent>;
        /// Withdraws a visit's consent, and tells whether one was in force.
        fn withdraw_consent(visit: VisitId, by: StaffId, now: Time) -> bool;
        /// Keeps a new photo.
        fn add_photo(photo: &Photo) -> ();
        /// Keeps its picture in one size.
        fn add_picture(photo: PhotoId, size: PhotoSize, jpeg: &[u8]) -> ();
        /// The photo of this id, unless it is gone.
        fn photo(id: PhotoId) -> Option<Photo>;
        /// A photo's picture, where the database holds it.
        fn picture(photo: PhotoId, size: PhotoSize) -> Option<Vec<u8>>;
        /// A visit's photos that are not gone, by id.
        fn photos_of(visit: VisitId) -> Vec<Photo>;
        /// How many photos have their picture there, those that are gone among them.
        fn photos_kept_in(place: PhotoLocation) -> i64;
        /// At most `limit` photos that rest in one of these, in this state and of this journey.
        fn photos_page(
            resting: &[PhotoLocation],
            state: Option<PhotoState>,
            journey: Option<JourneyId>,
            after: Option<PhotoId>,
            limit: i64,
        ) -> Vec<Photo>;
        /// Releases a photo, and tells whether it was waiting.
        fn release_photo(id: PhotoId, by: StaffId, now: Time) -> bool;
        /// The photos, not gone yet, of visits that ended at `time` or before.
        fn photos_past(time: Time) -> Vec<Photo>;
        /// Takes photos from everybody's sight, and their pictures from the database.
        fn drop_photos(ids: &[PhotoId], now: Time) -> ();
        /// The photos that are gone and whose files may still be there.
        fn photos_gone() -> Vec<Photo>;
        /// Forgets photos that are gone.
        fn forget_photos(ids: &[PhotoId]) -> ();
        /// Which of these photos have a row, gone or not.
        fn photos_known(ids: &[PhotoId]) -> Vec<PhotoId>;
    }
}
