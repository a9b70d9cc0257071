//! What a family link shows.

use crate::db::models::Photo;
use crate::domain::card::FamilyCard;
use crate::domain::companion::{Coat, Species};
use crate::domain::event::Event;
use crate::domain::family::{Language, Moment, Visible};
use crate::domain::id::{ChildId, CompanionId, FamilyLinkId, VisitId};
use crate::domain::passport::PassportStamp;
use crate::domain::time::Time;
use uuid::Uuid;

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CompanionFeed {
    pub name: String,
    pub species: Species,
    pub coat: Coat,
    pub status: Moment,
    pub visible: Visible,
    pub moments: Vec<Moment>,
    pub photos: Vec<Photo>,
    pub card: Option<FamilyCard>,
    pub passport: Vec<PassportStamp>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FamilyView {
    pub companions: Vec<CompanionFeed>,
    pub language: Language,
    /// Whether family updates are paused (R36).
    pub is_held: bool,
    pub updated_at: Time,
}

/// What a link shows, and what can change it.
#[derive(Clone, Debug)]
pub struct CheckedView {
    pub view: FamilyView,
    pub scope: FamilyViewScope,
    /// When it changes without an event: "no news" is shown (R35), or the link expires.
    pub valid_until: Option<Time>,
}

/// The records that a view depends on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FamilyViewScope {
    pub(super) link: FamilyLinkId,
    pub(super) visit: VisitId,
    pub(super) child: ChildId,
    pub(super) companions: Vec<CompanionId>,
}

impl FamilyViewScope {
    /// Whether this event may change the view.
    #[must_use]
    pub fn is_affected_by(&self, event: &Event) -> bool {
        let subject = |id: Uuid| event.subject == Some(id);
        event.visit == Some(self.visit)
            || subject(self.link.uuid())
            || subject(self.child.uuid())
            || self.companions.iter().any(|companion| subject(companion.uuid()))
    }
}
