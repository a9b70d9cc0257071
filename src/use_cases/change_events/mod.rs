//! Change events: every use case that changes something records an event in the same transaction.
//!
//! A test makes every possible change and checks for its event.

pub mod prune_events;

use uuid::Uuid;

use crate::db::Tx;
use crate::db::models::{FamilyLink, Journey, Photo};
use crate::domain::event::{Event, Topic};
use crate::domain::id::{AlertId, EventId, JourneyId, VisitId};
use crate::domain::time::Time;
use crate::random;
use crate::use_cases::UseCaseResult;

#[derive(Clone, Copy)]
struct Change {
    topic: Topic,
    subject: Option<Uuid>,
    journey: Option<JourneyId>,
    visit: Option<VisitId>,
}

/// A journey, its steps or its display.
pub(crate) fn journey(tx: &mut Tx<'_>, of: &Journey, now: Time) -> UseCaseResult<()> {
    let (journey, visit) = (Some(of.id), Some(of.visit_id));
    add(tx, Change { topic: Topic::Journey, subject: Some(of.id.uuid()), journey, visit }, now)
}

pub(crate) fn alert(tx: &mut Tx<'_>, of: &Journey, id: AlertId, now: Time) -> UseCaseResult<()> {
    let (journey, visit) = (Some(of.id), Some(of.visit_id));
    add(tx, Change { topic: Topic::Alert, subject: Some(id.uuid()), journey, visit }, now)
}

pub(crate) fn visit(tx: &mut Tx<'_>, id: VisitId, now: Time) -> UseCaseResult<()> {
    let change =
        Change { topic: Topic::Visit, subject: Some(id.uuid()), journey: None, visit: Some(id) };
    add(tx, change, now)
}

/// A photo: taken, released or deleted.
pub(crate) fn photo(tx: &mut Tx<'_>, of: &Photo, now: Time) -> UseCaseResult<()> {
    let (journey, visit) = (Some(of.journey_id), Some(of.visit_id));
    add(tx, Change { topic: Topic::Photo, subject: Some(of.id.uuid()), journey, visit }, now)
}

pub(crate) fn family_link(tx: &mut Tx<'_>, link: &FamilyLink, now: Time) -> UseCaseResult<()> {
    let (subject, visit) = (Some(link.id.uuid()), Some(link.visit_id));
    add(tx, Change { topic: Topic::FamilyLink, subject, journey: None, visit }, now)
}

/// Any other subject. Tags have no id that may be published, because the code is a secret.
pub(crate) fn record(
    tx: &mut Tx<'_>,
    topic: Topic,
    subject: impl Into<Option<Uuid>>,
    now: Time,
) -> UseCaseResult<()> {
    add(tx, Change { topic, subject: subject.into(), journey: None, visit: None }, now)
}

fn add(tx: &mut Tx<'_>, change: Change, now: Time) -> UseCaseResult<()> {
    let Change { topic, subject, journey, visit } = change;
    let id = EventId::from_uuid(random::uuid_v7_at(now));
    Ok(tx.add_change_event(&Event { id, topic, subject, journey, visit, recorded_at: now })?)
}
