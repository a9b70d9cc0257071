//! Children: create, look up, update.

pub(crate) mod load;

use crate::db::models::Child;
use crate::db::{self, Tx};
use crate::domain::account::person::Actor;
use crate::domain::error::{DomainError, InvalidField};
use crate::domain::event::Topic;
use crate::domain::id::{ChildId, StaffId};
use crate::domain::journey::step::{Soiling, StepPayload};
use crate::domain::name_matching::{names_a_room, same_text};
use crate::domain::time::Time;
use crate::random;
use crate::use_cases::children::load::load_unpurged_child;
use crate::use_cases::idempotency::IdempotentRequest;
use crate::use_cases::journeys::append_steps;
use crate::use_cases::{
    AppContext, Page, Pagination, UseCaseError, UseCaseResult, change_events, check_revision,
    ensure_saved,
};

#[derive(Clone, Debug)]
pub struct ChildDetails {
    pub alias: String,
    pub patient_ref: Option<String>,
    pub infant: bool,
    pub latex: bool,
    pub isolation: bool,
    pub protected: bool,
}

/// `None` leaves a field as it is.
#[derive(Clone, Debug, Default)]
pub struct ChildUpdate {
    pub alias: Option<String>,
    /// `Some(None)` removes it.
    pub patient_ref: Option<Option<String>>,
    pub infant: Option<bool>,
    pub latex: Option<bool>,
    pub isolation: Option<bool>,
    pub protected: Option<bool>,
}

pub async fn create(
    app: &AppContext,
    details: ChildDetails,
    request: IdempotentRequest<Child>,
) -> UseCaseResult<Vec<u8>> {
    app.run_idempotent(request, move |tx, now| create_in_tx(tx, &details, now)).await
}

pub(crate) fn create_in_tx(
    tx: &mut Tx<'_>,
    details: &ChildDetails,
    now: Time,
) -> UseCaseResult<Child> {
    check_identifiers(tx, Some(&details.alias), details.patient_ref.as_deref())?;
    if let Some(patient_ref) = &details.patient_ref
        && tx.child_by_ref(patient_ref)?.is_some()
    {
        return Err(DomainError::PatientRefTaken.into());
    }
    let child = Child {
        id: ChildId::from_uuid(random::uuid_v7_at(now)),
        alias: details.alias.clone(),
        patient_ref: details.patient_ref.clone(),
        infant: details.infant,
        latex: details.latex,
        isolation: details.isolation,
        protected: details.protected,
        revision: 1,
        created_at: now,
        purged_at: None,
    };
    tx.add_child(&child).map_err(map_patient_ref_conflict)?;
    change_events::record(tx, Topic::Child, child.id.uuid(), now)?;
    Ok(child)
}

/// A room does not identify a child: the next child in it would be mistaken for this one (R24).
fn check_identifiers(
    tx: &mut Tx<'_>,
    alias: Option<&str>,
    patient_ref: Option<&str>,
) -> UseCaseResult<()> {
    let identifiers = [(InvalidField::Alias, alias), (InvalidField::PatientRef, patient_ref)];
    for (field, text) in identifiers {
        let Some(text) = text else { continue };
        if names_a_room(text) || tx.place_names()?.iter().any(|place| same_text(place, text)) {
            let detail = "names a room or a bed, which does not identify a child".to_owned();
            return Err(DomainError::Invalid(field, detail).into());
        }
    }
    Ok(())
}

fn map_patient_ref_conflict(error: db::Error) -> UseCaseError {
    let taken = error.is_unique_violation("children", "patient_ref")
        || error.is_unique_violation("patient_ref_hashes", "hash");
    let refusal = taken.then_some(DomainError::PatientRefTaken);
    refusal.map_or_else(|| error.into(), UseCaseError::from)
}

pub async fn get(app: &AppContext, id: ChildId) -> UseCaseResult<Child> {
    app.store.read(move |tx| load_unpurged_child(tx, id)).await
}

pub async fn list(app: &AppContext, pagination: Pagination<ChildId>) -> UseCaseResult<Page<Child>> {
    let fetch = pagination.fetch_limit();
    let items = app.store.read(move |tx| tx.children_page(pagination.after, fetch)).await?;
    Ok(pagination.page(items))
}

/// Updates a child if it is still at `revision`. Setting isolation soils the child's companions
/// (R5).
pub async fn update(
    app: &AppContext,
    actor: Actor,
    id: ChildId,
    revision: i64,
    change: ChildUpdate,
) -> UseCaseResult<Child> {
    let now = app.clock.now();
    app.store
        .write(move |tx| {
            let before = load_unpurged_child(tx, id)?;
            check_revision(revision, before.revision)?;
            let patient_ref = change.patient_ref.as_ref().and_then(Option::as_deref);
            check_identifiers(tx, change.alias.as_deref(), patient_ref)?;
            let after = change.clone().apply_to(before.clone());
            let saved = tx.save_child(&after).map_err(map_patient_ref_conflict)?;
            ensure_saved(saved)?;
            change_events::record(tx, Topic::Child, id.uuid(), now)?;
            if after.isolation && !before.isolation {
                mark_companions_soiled(tx, actor.id, id, now)?;
            }
            Ok(Child { revision: revision + 1, ..after })
        })
        .await
}

impl ChildUpdate {
    fn apply_to(self, child: Child) -> Child {
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

fn mark_companions_soiled(
    tx: &mut Tx<'_>,
    by: StaffId,
    child: ChildId,
    now: Time,
) -> UseCaseResult<()> {
    let Some(visit) = tx.open_visit_of(child)? else { return Ok(()) };
    tx.lock_visit(visit.id)?;
    for mut journey in tx.journeys_of_visit(visit.id)? {
        let what = StepPayload::Soiled { cause: Soiling::Isolation };
        let step = append_steps::step_without_scan(&journey, what, by, now);
        append_steps::append_steps(tx, &mut journey, &[step])?;
    }
    Ok(())
}
