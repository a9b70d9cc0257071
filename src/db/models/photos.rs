//! Photos of companions, and the consents that they are taken under.

use diesel::prelude::*;

use crate::db::schema::{photo_consents, photos};
use crate::domain::id::{ConsentId, JourneyId, PhotoId, StaffId, VisitId};
use crate::domain::photo::{Consenter, PhotoLocation, PhotoState};
use crate::domain::time::Time;

/// What a parent or guardian agreed to for one visit (R38).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Queryable, Insertable)]
#[diesel(table_name = photo_consents, treat_none_as_default_value = false)]
pub struct PhotoConsent {
    /// The id.
    pub id: ConsentId,
    /// For which visit.
    pub visit_id: VisitId,
    /// Who agreed.
    pub given_by: Consenter,
    /// Who of the staff recorded it.
    pub recorded_by: StaffId,
    /// When.
    pub recorded_at: Time,
    /// Who recorded that it was withdrawn.
    pub withdrawn_by: Option<StaffId>,
    /// When.
    pub withdrawn_at: Option<Time>,
}

/// A photo, without the picture itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Queryable, Insertable)]
#[diesel(table_name = photos, treat_none_as_default_value = false)]
pub struct Photo {
    /// The id.
    pub id: PhotoId,
    /// The journey of the companion that it shows.
    pub journey_id: JourneyId,
    /// The visit whose family may see it.
    pub visit_id: VisitId,
    /// How wide the full picture is.
    pub width: i32,
    /// How high.
    pub height: i32,
    /// Where the picture itself rests.
    pub kept_in: PhotoLocation,
    /// Who took it.
    pub taken_by: StaffId,
    /// When.
    pub taken_at: Time,
    /// Who looked a second time and released it.
    pub released_by: Option<StaffId>,
    /// When.
    pub released_at: Option<Time>,
    /// Since when nobody is shown it.
    pub gone_at: Option<Time>,
}

impl Photo {
    /// How far it is.
    #[must_use]
    pub const fn state(&self) -> PhotoState {
        if self.released_at.is_some() { PhotoState::Released } else { PhotoState::Waiting }
    }
}
