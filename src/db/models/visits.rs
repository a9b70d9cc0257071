//! Visits and the moves of children.

use crate::domain::account::person::MoveSource;
use crate::domain::id::{ChildId, MoveId, PlaceId, VisitId};
use crate::domain::time::Time;
use crate::domain::visit::{Hold, VisitStatus};

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Visit {
    pub id: VisitId,
    pub child_id: ChildId,
    pub status: VisitStatus,
    /// Where the child is expected, and since when.
    pub place: Option<(PlaceId, Time)>,
    /// The hold on family updates.
    pub hold: Option<Hold>,
    pub revision: i64,
    pub created_at: Time,
    pub ended_at: Option<Time>,
}

/// A recorded move of the child.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct VisitMove {
    pub id: MoveId,
    pub visit_id: VisitId,
    pub place_id: PlaceId,
    pub occurred_at: Time,
    pub recorded_at: Time,
    pub by: MoveSource,
}
