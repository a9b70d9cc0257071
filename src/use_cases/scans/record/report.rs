//! What a client reports: a scan, or actions without a tag.

use crate::domain::id::{JourneyId, ScanId, StaffId};
use crate::domain::journey::step::Override;
use crate::domain::tag::TagCode;
use crate::domain::time::Time;
use crate::use_cases::scans::action::{PlaceRef, RequestedAction};

#[derive(Clone, Debug)]
pub struct ScanReport {
    pub id: ScanId,
    pub source: ScanSource,
    pub occurred_at: Time,
    pub sent_at: Option<Time>,
    pub place: Option<PlaceRef>,
    pub actions: Vec<RequestedAction>,
    pub override_request: Option<Override>,
    pub fingerprint: Vec<u8>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ScanSource {
    Tag(TagCode),
    /// A second user may have confirmed it (R16).
    WithoutTag(JourneyId, Option<StaffId>),
}

impl ScanReport {
    pub(super) const fn tag(&self) -> Option<TagCode> {
        match self.source {
            ScanSource::Tag(code) => Some(code),
            ScanSource::WithoutTag(..) => None,
        }
    }

    pub(super) const fn witness(&self) -> Option<StaffId> {
        match self.source {
            ScanSource::Tag(_) => None,
            ScanSource::WithoutTag(_, witness) => witness,
        }
    }
}
