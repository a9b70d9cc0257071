//! Telling: that something has changed, in the transaction that changes it, for whoever watches.
//!
//! Every action that changes something tells it here; a test does every change there is and looks for it.

pub mod prune_events;

use uuid::Uuid;

use super::UseCaseResult;
use crate::db::Tx;
use crate::db::models::{FamilyLink, Journey, Photo};
use crate::domain::event::{Event, Topic};
use crate::domain::id::{AlertId, EventId, JourneyId, VisitId};
use crate::domain::time::Time;
use crate::random;

/// What has changed.
#[derive(Clone, Copy)]
struct FamilyNews {
    topic: Topic,
    subject: Option<Uuid>,
    journey: Option<JourneyId>,
    visit: Option<VisitId>,
}

/// A journey: its steps, or how it is shown.
pub(crate) fn journey(tx: &mut Tx<'_>, of: &Journey, now: Time) -> UseCaseResult<()> {
    let (journey, visit) = (Some(of.id), Some(of.visit_id));
    tell(tx, FamilyNews { topic: Topic::Journey, subject: Some(of.id.uuid()), journey, visit }, now)
}

/// An alert of a journey.
pub(crate) fn alert(tx: &mut Tx<'_>, of: &Journey, id: AlertId, now: Time) -> UseCaseResult<()> {
    let (journey, visit) = (Some(of.id), Some(of.visit_id));
    tell(tx, FamilyNews { topic: Topic::Alert, subject: Some(id.uuid()), journey, visit }, now)
}

/// A visit.
pub(crate) fn visit(tx: &mut Tx<'_>, id: VisitId, now: Time) -> UseCaseResult<()> {
    let news = FamilyNews {
        topic: Topic::Visit,
        subject: Some(id.uuid()),
        journey: None,
        visit: Some(id),
    };
    tell(tx, news, now)
}

/// A photo: taken, released or gone.
pub(crate) fn photo(tx: &mut Tx<'_>, of: &Photo, now: Time) -> UseCaseResult<()> {
    let (journey, visit) = (Some(of.journey_id), Some(of.visit_id));
    tell(tx, FamilyNews { topic: Topic::Photo, subject: Some(of.id.uuid()), journey, visit }, now)
}

/// A family's link.
pub(crate) fn family_link(tx: &mut Tx<'_>, link: &FamilyLink, now: Time) -> UseCaseResult<()> {
    let (subject, visit) = (Some(link.id.uuid()), Some(link.visit_id));
    tell(tx, FamilyNews { topic: Topic::FamilyLink, subject, journey: None, visit }, now)
}

/// Anything else: which one, where it has an id that may be told. A tag's code is none.
pub(crate) fn of(
    tx: &mut Tx<'_>,
    topic: Topic,
    subject: impl Into<Option<Uuid>>,
    now: Time,
) -> UseCaseResult<()> {
    tell(tx, FamilyNews { topic, subject: subject.into(), journey: None, visit: None }, now)
}

fn tell(tx: &mut Tx<'_>, news: FamilyNews, now: Time) -> UseCaseResult<()> {
    let FamilyNews { topic, subject, journey, visit } = news;
    let id = EventId::from_uuid(random::uuid_v7_at(now));
    Ok(tx.add_change_event(&Event { id, topic, subject, journey, visit, recorded_at: now })?)
}
