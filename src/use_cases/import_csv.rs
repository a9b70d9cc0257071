//! CSV import: a preview first; after confirmation all rows are imported in one transaction, or
//! none.

use std::collections::HashMap;

use super::places::{self, PolicyChange};
use super::{
    AppContext, UseCaseError, UseCaseResult, change_events, ensure_saved, map_unique_violation,
    staff, token,
};
use crate::db::Tx;
use crate::db::models::{Place, Staff};
use crate::domain::account::person::{Actor, Role};
use crate::domain::error::DomainError;
use crate::domain::event::Topic;
use crate::domain::id::{PlaceId, StaffId};
use crate::domain::place::{EntryPolicy, PlaceKind, PlacePolicy};
use crate::domain::tag::TagCode;
use crate::domain::time::Time;
use crate::random;

/// A CSV row for a staff account, matched by user name.
#[derive(Clone, Debug)]
pub struct StaffRow {
    /// New accounts have no password and cannot sign in until an admin sets one.
    pub username: String,
    pub display_name: String,
    pub role: Role,
    /// `None` leaves it as it is.
    pub disabled: Option<bool>,
}

/// A CSV row for a place, matched by name.
#[derive(Clone, Debug)]
pub struct PlaceRow {
    pub name: String,
    pub kind: PlaceKind,
    /// `None` keeps the current value, or the default of the kind for a new place. The other
    /// options do the same.
    pub entry: Option<EntryPolicy>,
    pub rewash: Rewash,
    pub isolation: Option<bool>,
    pub active: Option<bool>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rewash {
    /// The column is empty: keep the current value.
    Unspecified,
    Never,
    Every(u32),
}

/// What the import does with a row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RowOutcome {
    Added,
    Changed(Vec<&'static str>),
    Unchanged,
    Refused(DomainError),
}

/// The outcome of a preview or an import.
pub struct ImportResult {
    pub rows: Vec<RowOutcome>,
    pub confirmation: Vec<u8>,
    pub imported: bool,
}

/// The record before and after the import of one row.
struct ImportPlan<T> {
    before: Option<T>,
    after: T,
    outcome: RowOutcome,
}

/// Previews the import of staff accounts, or runs it when `confirmed` matches the preview. Nothing
/// is imported if a row is rejected or the data changed since the preview.
pub async fn import_staff(
    app: &AppContext,
    actor: Actor,
    rows: Vec<StaffRow>,
    confirmed: Option<Vec<u8>>,
) -> UseCaseResult<ImportResult> {
    let now = app.clock.now();
    let Some(confirmed) = confirmed else {
        let plan = move |tx: &mut Tx<'_>| {
            Ok::<_, UseCaseError>(outcome(&plan_staff(tx, actor, &rows, now)?))
        };
        return app.store.read(plan).await;
    };
    app.store
        .write(move |tx| {
            let plans = plan_staff(tx, actor, &rows, now)?;
            let mut outcome = outcome(&plans);
            if outcome.can_import(&confirmed) {
                for plan in plans {
                    save_staff(tx, &plan, now)?;
                }
                outcome.imported = true;
            }
            Ok(outcome)
        })
        .await
}

/// Like [`import_staff`], for places.
pub async fn import_places(
    app: &AppContext,
    rows: Vec<PlaceRow>,
    confirmed: Option<Vec<u8>>,
) -> UseCaseResult<ImportResult> {
    let now = app.clock.now();
    let Some(confirmed) = confirmed else {
        let plan =
            move |tx: &mut Tx<'_>| Ok::<_, UseCaseError>(outcome(&plan_places(tx, &rows, now)?));
        return app.store.read(plan).await;
    };
    app.store
        .write(move |tx| {
            let plans = plan_places(tx, &rows, now)?;
            let mut outcome = outcome(&plans);
            if outcome.can_import(&confirmed) {
                for plan in plans {
                    save_place(tx, &plan, now)?;
                }
                outcome.imported = true;
            }
            Ok(outcome)
        })
        .await
}

impl ImportResult {
    #[must_use]
    pub fn has_errors(&self) -> bool {
        self.rows.iter().any(|outcome| matches!(outcome, RowOutcome::Refused(_)))
    }

    fn can_import(&self, confirmed: &[u8]) -> bool {
        self.confirmation == confirmed && !self.has_errors()
    }
}

fn outcome<T: Importable>(plans: &[ImportPlan<T>]) -> ImportResult {
    let descriptions: Vec<String> = plans
        .iter()
        .map(|plan| {
            format!("{:?}{}", plan.before.as_ref().map(T::identity), plan.after.description())
        })
        .collect();
    let parts: Vec<&[u8]> = descriptions.iter().map(String::as_bytes).collect();
    let outcomes = plans.iter().map(|plan| plan.outcome.clone()).collect();
    ImportResult { rows: outcomes, confirmation: token::fingerprint(&parts), imported: false }
}

/// A record whose import is confirmed by its content.
trait Importable {
    /// Id and revision.
    fn identity(&self) -> (uuid::Uuid, i64);
    /// The imported values, as text that goes into the confirmation hash.
    fn description(&self) -> String;
}

impl Importable for Staff {
    fn identity(&self) -> (uuid::Uuid, i64) {
        (self.id.uuid(), self.revision)
    }

    fn description(&self) -> String {
        let disabled = self.disabled_at.is_some();
        format!("{:?}", (&self.username, &self.display_name, self.role, disabled))
    }
}

impl Importable for Place {
    fn identity(&self) -> (uuid::Uuid, i64) {
        (self.id.uuid(), self.revision)
    }

    fn description(&self) -> String {
        format!("{:?}", (&self.name, self.kind, self.policy, self.active))
    }
}

fn plan_staff(
    tx: &mut Tx<'_>,
    actor: Actor,
    rows: &[StaffRow],
    now: Time,
) -> UseCaseResult<Vec<ImportPlan<Staff>>> {
    let all = tx.staff_like("", None, i64::MAX)?;
    let mut known: HashMap<_, _> =
        all.into_iter().map(|staff| (staff.username.clone(), staff)).collect();
    let plan = |row: &StaffRow| match known.remove(&row.username) {
        Some(before) => change_staff(actor, before, row, now),
        None => ImportPlan { before: None, after: new_staff(row, now), outcome: RowOutcome::Added },
    };
    Ok(rows.iter().map(plan).collect())
}

fn new_staff(row: &StaffRow, now: Time) -> Staff {
    Staff {
        id: StaffId::from_uuid(random::uuid(now)),
        username: row.username.clone(),
        display_name: row.display_name.clone(),
        role: row.role,
        password_hash: Staff::NO_PASSWORD.to_owned(),
        disabled_at: row.disabled.unwrap_or(false).then_some(now),
        revision: 1,
        created_at: now,
        pin_hash: None,
        issuer: None,
        subject: None,
    }
}

fn change_staff(actor: Actor, before: Staff, row: &StaffRow, now: Time) -> ImportPlan<Staff> {
    let change = staff::StaffUpdate {
        display_name: Some(row.display_name.clone()),
        role: Some(row.role),
        disabled: row.disabled,
        ..staff::StaffUpdate::default()
    };
    let after = change.apply_to(&before, None, now);
    let outcome = match staff::check_not_own_account(actor, &before, &after) {
        Err(UseCaseError::Domain(refusal)) => RowOutcome::Refused(refusal),
        _ => changed(&[
            ("name", before.display_name != after.display_name),
            ("role", before.role != after.role),
            ("disabled", before.disabled_at.is_some() != after.disabled_at.is_some()),
        ]),
    };
    ImportPlan { before: Some(before), after, outcome: outcome }
}

fn plan_places(
    tx: &mut Tx<'_>,
    rows: &[PlaceRow],
    now: Time,
) -> UseCaseResult<Vec<ImportPlan<Place>>> {
    let all = tx.places_like("", None, i64::MAX)?;
    let mut known: HashMap<_, _> =
        all.into_iter().map(|place| (place.name.clone(), place)).collect();
    let plan = |row: &PlaceRow| match known.remove(&row.name) {
        Some(before) => change_place(before, row),
        None => ImportPlan { before: None, after: new_place(row, now), outcome: RowOutcome::Added },
    };
    Ok(rows.iter().map(plan).collect())
}

fn new_place(row: &PlaceRow, now: Time) -> Place {
    Place {
        id: PlaceId::from_uuid(random::uuid(now)),
        name: row.name.clone(),
        kind: row.kind,
        policy: row.policy(PlacePolicy::usual(row.kind)),
        code: TagCode::from_entropy(random::bytes()),
        active: row.active.unwrap_or(true),
        revision: 1,
        created_at: now,
    }
}

fn change_place(before: Place, row: &PlaceRow) -> ImportPlan<Place> {
    let PlacePolicy { entry, rewash_hours, isolation } = row.policy(before.policy);
    let policy = PolicyChange { entry: Some(entry), rewash_hours, isolation: Some(isolation) };
    let change = places::PlaceUpdate {
        kind: Some(row.kind),
        policy: Some(policy),
        active: row.active,
        ..places::PlaceUpdate::default()
    };
    let after = change.apply_to(before.clone());
    let outcome = changed(&[
        ("kind", before.kind != after.kind),
        ("entry", before.policy.entry != after.policy.entry),
        ("rewash_hours", before.policy.rewash_hours != after.policy.rewash_hours),
        ("isolation", before.policy.isolation != after.policy.isolation),
        ("active", before.active != after.active),
    ]);
    ImportPlan { before: Some(before), after, outcome: outcome }
}

impl PlaceRow {
    /// The policy of the row; unspecified values come from `default`.
    fn policy(&self, default: PlacePolicy) -> PlacePolicy {
        PlacePolicy {
            entry: self.entry.unwrap_or(default.entry),
            rewash_hours: match self.rewash {
                Rewash::Unspecified => default.rewash_hours,
                Rewash::Never => None,
                Rewash::Every(hours) => Some(hours),
            },
            isolation: self.isolation.unwrap_or(default.isolation),
        }
    }
}

fn changed(members: &[(&'static str, bool)]) -> RowOutcome {
    let names: Vec<_> =
        members.iter().filter(|(_, differs)| *differs).map(|(name, _)| *name).collect();
    if names.is_empty() { RowOutcome::Unchanged } else { RowOutcome::Changed(names) }
}

fn save_staff(tx: &mut Tx<'_>, plan: &ImportPlan<Staff>, now: Time) -> UseCaseResult<()> {
    match &plan.outcome {
        RowOutcome::Added => {
            let added = tx.add_staff(&plan.after);
            added.map_err(|error| map_unique_violation(error, "staff", "username"))?;
            change_events::record(tx, Topic::Staff, plan.after.id.uuid(), now)
        }
        RowOutcome::Changed(_) => staff::save(tx, &plan.after, false, now).map(drop),
        RowOutcome::Unchanged | RowOutcome::Refused(_) => Ok(()),
    }
}

fn save_place(tx: &mut Tx<'_>, plan: &ImportPlan<Place>, now: Time) -> UseCaseResult<()> {
    match &plan.outcome {
        RowOutcome::Added => {
            let added = tx.add_place(&plan.after);
            added.map_err(|error| map_unique_violation(error, "places", "name"))?;
        }
        RowOutcome::Changed(_) => ensure_saved(tx.save_place(&plan.after)?)?,
        RowOutcome::Unchanged | RowOutcome::Refused(_) => return Ok(()),
    }
    change_events::record(tx, Topic::Place, plan.after.id.uuid(), now)
}
