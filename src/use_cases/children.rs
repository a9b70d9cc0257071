//! Children: admitting one, and what is known of them.

use super::idempotency::IdempotentRequest;
use super::scans::record;
use super::{
    AppContext, Page, Pagination, UseCaseError, UseCaseResult, change_events, check_revision,
    ensure_saved, found,
};
use crate::db::models::{Child, Journey};
use crate::db::{self, Tx};
use crate::domain::account::person::Actor;
use crate::domain::error::DomainError;
use crate::domain::event::Topic;
use crate::domain::id::{ChildId, StaffId, StepId};
use crate::domain::journey::step::{Soiling, Step, StepPayload};
use crate::domain::name_matching::{names_a_room, same_words};
use crate::domain::time::Time;
use crate::random;

/// What is told of a child.
#[derive(Clone, Debug)]
pub struct ChildDetails {
    /// What the family calls the child here.
    pub alias: String,
    /// The hospital's own key.
    pub patient_ref: Option<String>,
    /// Under 12 months old.
    pub infant: bool,
    /// Must not meet latex.
    pub latex: bool,
    /// In isolation.
    pub isolation: bool,
    /// In protective isolation.
    pub protected: bool,
}

/// What is to change; none leaves as it is.
#[derive(Clone, Debug, Default)]
pub struct ChildUpdate {
    /// See [`Told::alias`].
    pub alias: Option<String>,
    /// See [`Told::patient_ref`]; `Some(None)` takes it away.
    pub patient_ref: Option<Option<String>>,
    /// See [`Told::infant`].
    pub infant: Option<bool>,
    /// See [`Told::latex`].
    pub latex: Option<bool>,
    /// See [`Told::isolation`].
    pub isolation: Option<bool>,
    /// See [`Told::protected`].
    pub protected: Option<bool>,
}

/// Admits a child.
///
/// # Errors
/// [`Refusal::PatientRefTaken`] where another child goes by that reference, [`Refusal::Invalid`] where
/// an alias or a reference names a room.
pub async fn create(
    app: &AppContext,
    told: ChildDetails,
    door: IdempotentRequest<Child>,
) -> UseCaseResult<Vec<u8>> {
    app.run_idempotent(door, move |tx, now| find_or_create(tx, &told, now)).await
}

pub(crate) fn find_or_create(
    tx: &mut Tx<'_>,
    told: &ChildDetails,
    now: Time,
) -> UseCaseResult<Child> {
    check_identifiers(tx, Some(&told.alias), told.patient_ref.as_deref())?;
    if let Some(patient_ref) = &told.patient_ref
        && tx.child_by_ref(patient_ref)?.is_some()
    {
        return Err(DomainError::PatientRefTaken.into());
    }
    let child = Child {
        id: ChildId::from_uuid(random::uuid(now)),
        alias: told.alias.clone(),
        patient_ref: told.patient_ref.clone(),
        infant: told.infant,
        latex: told.latex,
        isolation: told.isolation,
        protected: told.protected,
        revision: 1,
        created_at: now,
        purged_at: None,
    };
    tx.add_child(&child).map_err(ref_taken)?;
    change_events::of(tx, Topic::Child, child.id.uuid(), now)?;
    Ok(child)
}

/// A room is no identifier: whoever lies there next would be taken for this child (R24).
fn check_identifiers(
    tx: &mut Tx<'_>,
    alias: Option<&str>,
    patient_ref: Option<&str>,
) -> UseCaseResult<()> {
    let told = [("/alias", alias), ("/patient_ref", patient_ref)];
    for (member, text) in told {
        let Some(text) = text else { continue };
        if names_a_room(text) || tx.place_names()?.iter().any(|place| same_words(place, text)) {
            let detail = "names a room or a bed, which identifies nobody".to_owned();
            return Err(DomainError::Invalid(member, detail).into());
        }
    }
    Ok(())
}

fn ref_taken(error: db::Error) -> UseCaseError {
    let taken = error.is_unique_violation("children", "patient_ref")
        || error.is_unique_violation("patient_marks", "mark");
    let refusal = taken.then_some(DomainError::PatientRefTaken);
    refusal.map_or_else(|| error.into(), UseCaseError::from)
}

/// A child who is known by name still.
pub(crate) fn known(tx: &mut Tx<'_>, id: ChildId) -> UseCaseResult<Child> {
    found(tx.child(id)?.filter(|child| child.purged_at.is_none()), "child")
}

/// One child.
///
/// # Errors
/// [`Refusal::NotFound`].
pub async fn get(app: &AppContext, id: ChildId) -> UseCaseResult<Child> {
    app.store.read(move |tx| known(tx, id)).await
}

/// The children, those whose names were removed left out.
///
/// # Errors
/// Only the store's.
pub async fn list(app: &AppContext, span: Pagination<ChildId>) -> UseCaseResult<Page<Child>> {
    let fetch = span.fetch_limit();
    let items = app.store.read(move |tx| tx.children_page(span.after, fetch)).await?;
    Ok(span.page(items))
}

/// Changes what is known of a child, if it is still at `revision`. Going into isolation makes the
/// child's companions unclean (R5).
///
/// # Errors
/// [`Refusal::NotFound`], [`Refusal::PreconditionFailed`], [`Refusal::PatientRefTaken`], and
/// [`Refusal::Invalid`] where an alias or a reference names a room.
pub async fn change(
    app: &AppContext,
    actor: Actor,
    id: ChildId,
    revision: i64,
    change: ChildUpdate,
) -> UseCaseResult<Child> {
    let now = app.clock.now();
    app.store
        .write(move |tx| {
            let before = known(tx, id)?;
            check_revision(revision, before.revision)?;
            let patient_ref = change.patient_ref.as_ref().and_then(Option::as_deref);
            check_identifiers(tx, change.alias.as_deref(), patient_ref)?;
            let after = change.clone().applied(before.clone());
            let saved = tx.save_child(&after).map_err(ref_taken)?;
            ensure_saved(saved)?;
            change_events::of(tx, Topic::Child, id.uuid(), now)?;
            if after.isolation && !before.isolation {
                soil_companions(tx, actor.id, id, now)?;
            }
            Ok(Child { revision: revision + 1, ..after })
        })
        .await
}

impl ChildUpdate {
    fn applied(self, child: Child) -> Child {
        Child {
            alias: self.alias.unwrap_or(child.alias),
            patient_ref: self.patient_ref.unwrap_or(child.patient_ref),
            infant: self.infant.unwrap_or(child.infant),
            latex: self.latex.unwrap_or(child.latex),
            isolation: self.isolation.unwrap_or(child.isolation),
            protected: self.protected.unwrap_or(child.protected),
            ..child
        }
    }
}

fn soil_companions(tx: &mut Tx<'_>, by: StaffId, child: ChildId, now: Time) -> UseCaseResult<()> {
    let Some(visit) = tx.open_visit_of(child)? else { return Ok(()) };
    tx.lock_visit(visit.id)?;
    for mut journey in tx.journeys_of_visit(visit.id)? {
        let what = StepPayload::Soiled { why: Soiling::Isolation };
        let step = details_step(&journey, what, by, now);
        record::append_steps(tx, &mut journey, &[step])?;
    }
    Ok(())
}

/// A step that follows from what somebody told of the child or companion, rather than from a scan.
pub(crate) fn details_step(journey: &Journey, what: StepPayload, by: StaffId, now: Time) -> Step {
    let now = journey.state.now(now);
    Step {
        id: StepId::from_uuid(random::uuid(now)),
        journey: journey.id,
        scan: None,
        what,
        occurred_at: now,
        recorded_at: now,
        late: false,
        by,
        witness: None,
        tag: None,
        overrode: None,
    }
}
