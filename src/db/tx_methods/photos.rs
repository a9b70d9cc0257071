//! Photos and photo consents.

use crate::db::models::{Photo, PhotoConsent};
use crate::db::transaction::tx_methods;
use crate::domain::id::{JourneyId, PhotoId, StaffId, VisitId};
use crate::domain::photo::{PhotoLocation, PhotoSize, PhotoState};
use crate::domain::time::Time;

tx_methods! {
    photos {
        fn add_consent(consent: &PhotoConsent) -> ();
        /// The consent of a visit that is not withdrawn.
        fn consent_of(visit: VisitId) -> Option<PhotoConsent>;
        /// Returns whether there was a consent to withdraw.
        fn withdraw_consent(visit: VisitId, by: StaffId, now: Time) -> bool;
        fn add_photo(photo: &Photo) -> ();
        /// Stores the JPEG of one size in the database.
        fn add_picture(photo: PhotoId, size: PhotoSize, jpeg: &[u8]) -> ();
        /// The photo with this id, unless it is marked as deleted.
        fn photo(id: PhotoId) -> Option<Photo>;
        /// The JPEG of one size, if the database stores it.
        fn picture(photo: PhotoId, size: PhotoSize) -> Option<Vec<u8>>;
        /// The photos of a visit that are not marked as deleted, by id.
        fn photos_of(visit: VisitId) -> Vec<Photo>;
        /// Counts the photos in this storage, including those marked as deleted.
        fn count_photos_in(place: PhotoLocation) -> i64;
        /// Photos in one of these storages, in this state and of this journey.
        fn photos_page(
            storages: &[PhotoLocation],
            state: Option<PhotoState>,
            journey: Option<JourneyId>,
            after: Option<PhotoId>,
            limit: i64,
        ) -> Vec<Photo>;
        /// Returns whether the photo was waiting for review.
        fn release_photo(id: PhotoId, by: StaffId, now: Time) -> bool;
        /// The photos, not marked as deleted, of visits that ended at `time` or before.
        fn photos_of_visits_ended_by(time: Time) -> Vec<Photo>;
        /// Marks photos as deleted, and deletes their JPEGs from the database.
        fn mark_photos_deleted(ids: &[PhotoId], now: Time) -> ();
        /// The photos that are marked as deleted and whose files may still exist.
        fn deleted_photos() -> Vec<Photo>;
        /// Deletes the rows of photos that are marked as deleted.
        fn delete_photo_rows(ids: &[PhotoId]) -> ();
        /// Those of these photos that have a row, marked as deleted or not.
        fn existing_photos(ids: &[PhotoId]) -> Vec<PhotoId>;
    }
}
