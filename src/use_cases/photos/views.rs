//! Photos and consents with the names of the people involved.

use crate::db::Tx;
use crate::db::models::{Companion, Photo, PhotoConsent};
use crate::use_cases::{UseCaseResult, or_not_found};

#[derive(Clone, Debug)]
pub struct PhotoView {
    pub photo: Photo,
    pub companion: Companion,
    pub taken_by: String,
    pub released_by: Option<String>,
}

#[derive(Clone, Debug)]
pub struct ConsentView {
    pub consent: PhotoConsent,
    pub recorded_by: String,
}

pub(crate) fn to_view(tx: &mut Tx<'_>, photo: Photo) -> UseCaseResult<PhotoView> {
    let journey = or_not_found(tx.journey(photo.journey_id)?, "journey")?;
    let companion = or_not_found(tx.companion(journey.companion_id)?, "companion")?;
    let taken_by = tx.staff_names(&[photo.taken_by])?.pop().map(|(_, name)| name);
    let released_by = match photo.released_by {
        Some(id) => tx.staff_names(&[id])?.pop().map(|(_, name)| name),
        None => None,
    };
    Ok(PhotoView { photo, companion, taken_by: taken_by.unwrap_or_default(), released_by })
}
