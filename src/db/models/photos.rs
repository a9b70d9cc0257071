//! Photos and photo consents.

use diesel::prelude::*;

use crate::db::schema::{photo_consents, photos};
use crate::domain::id::{ConsentId, JourneyId, PhotoId, StaffId, VisitId};
use crate::domain::photo::{Consenter, PhotoLocation, PhotoState};
use crate::domain::time::Time;

/// The consent of a parent or guardian for one visit (R38).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Queryable, Insertable)]
#[diesel(table_name = photo_consents, treat_none_as_default_value = false)]
pub struct PhotoConsent {
    pub id: ConsentId,
    pub visit_id: VisitId,
    pub given_by: Consenter,
    pub recorded_by: StaffId,
    pub recorded_at: Time,
    pub withdrawn_by: Option<StaffId>,
    pub withdrawn_at: Option<Time>,
}

/// A photo without its JPEGs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Queryable, Insertable)]
#[diesel(table_name = photos, treat_none_as_default_value = false)]
pub struct Photo {
    pub id: PhotoId,
    pub journey_id: JourneyId,
    /// The visit whose family may see it.
    pub visit_id: VisitId,
    pub width: i32,
    pub height: i32,
    /// Where the JPEGs are stored.
    #[diesel(column_name = kept_in)]
    pub location: PhotoLocation,
    pub taken_by: StaffId,
    pub taken_at: Time,
    /// The second person, who reviewed it.
    pub released_by: Option<StaffId>,
    pub released_at: Option<Time>,
    /// When it was marked as deleted.
    #[diesel(column_name = gone_at)]
    pub deleted_at: Option<Time>,
}

impl Photo {
    #[must_use]
    pub const fn state(&self) -> PhotoState {
        if self.released_at.is_some() { PhotoState::Released } else { PhotoState::Waiting }
    }
}
