//! Bringing in a list from a spreadsheet: first what would come of it, line by line, and once somebody
//! has agreed to that, all of it in one transaction or nothing.

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

/// A member of staff as a line has it, known by the user name.
#[derive(Clone, Debug)]
pub struct StaffRow {
    /// The user name; whoever is new has no password, and cannot sign in until an admin sets one.
    pub username: String,
    /// As colleagues call them.
    pub display_name: String,
    /// The role.
    pub role: Role,
    /// Whether they may not sign in; as it is where it is not said.
    pub disabled: Option<bool>,
}

/// A place as a line has it, known by its name.
#[derive(Clone, Debug)]
pub struct PlaceRow {
    /// The name.
    pub name: String,
    /// The kind.
    pub kind: PlaceKind,
    /// Who may enter; as it is, or as usual for the kind, where it is not said. So are the others.
    pub entry: Option<EntryPolicy>,
    /// How often it is washed.
    pub rewash: Rewash,
    /// Whether it is an isolation room.
    pub isolation: Option<bool>,
    /// Whether it is in use.
    pub active: Option<bool>,
}

/// What a line says of washes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rewash {
    /// Nothing: it is as it is.
    NotSaid,
    /// None is asked for.
    Never,
    /// One every so many hours.
    Every(u32),
}

/// What comes of a line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RowOutcome {
    /// It is new.
    Added,
    /// These of it change.
    Changed(Vec<&'static str>),
    /// It is so already.
    Same,
    /// It may not be.
    Refused(DomainError),
}

/// What comes of a list.
pub struct Outcome {
    /// Line by line.
    pub fates: Vec<RowOutcome>,
    /// What somebody agrees to who has seen it: the lines, and what each was before.
    pub seal: Vec<u8>,
    /// Whether it was done.
    pub done: bool,
}

/// What a line makes of what is there: what is there, and what is to be.
struct ImportPlan<T> {
    before: Option<T>,
    after: T,
    fate: RowOutcome,
}

/// Staff, by user name, none of them twice. With the seal of what was agreed to it is done, unless
/// something has changed since or a line is refused.
///
/// # Errors
/// Only the store's.
pub async fn staff(
    app: &AppContext,
    actor: Actor,
    lines: Vec<StaffRow>,
    agreed: Option<Vec<u8>>,
) -> UseCaseResult<Outcome> {
    let now = app.clock.now();
    let Some(agreed) = agreed else {
        let plan = move |tx: &mut Tx<'_>| {
            Ok::<_, UseCaseError>(outcome(&plan_staff(tx, actor, &lines, now)?))
        };
        return app.store.read(plan).await;
    };
    app.store
        .write(move |tx| {
            let plans = plan_staff(tx, actor, &lines, now)?;
            let mut outcome = outcome(&plans);
            if outcome.may_be_done(&agreed) {
                for plan in plans {
                    keep_staff(tx, &plan, now)?;
                }
                outcome.done = true;
            }
            Ok(outcome)
        })
        .await
}

/// Places, by name; the rest as in [`fn@staff`].
///
/// # Errors
/// Only the store's.
pub async fn places(
    app: &AppContext,
    lines: Vec<PlaceRow>,
    agreed: Option<Vec<u8>>,
) -> UseCaseResult<Outcome> {
    let now = app.clock.now();
    let Some(agreed) = agreed else {
        let plan =
            move |tx: &mut Tx<'_>| Ok::<_, UseCaseError>(outcome(&plan_places(tx, &lines, now)?));
        return app.store.read(plan).await;
    };
    app.store
        .write(move |tx| {
            let plans = plan_places(tx, &lines, now)?;
            let mut outcome = outcome(&plans);
            if outcome.may_be_done(&agreed) {
                for plan in plans {
                    keep_place(tx, &plan, now)?;
                }
                outcome.done = true;
            }
            Ok(outcome)
        })
        .await
}

impl Outcome {
    /// Whether any line may not be.
    #[must_use]
    pub fn is_refused(&self) -> bool {
        self.fates.iter().any(|fate| matches!(fate, RowOutcome::Refused(_)))
    }

    fn may_be_done(&self, agreed: &[u8]) -> bool {
        self.seal == agreed && !self.is_refused()
    }
}

fn outcome<T: ConfirmedImport>(plans: &[ImportPlan<T>]) -> Outcome {
    let said: Vec<String> = plans
        .iter()
        .map(|plan| format!("{:?}{}", plan.before.as_ref().map(T::mark), plan.after.words()))
        .collect();
    let parts: Vec<&[u8]> = said.iter().map(String::as_bytes).collect();
    let fates = plans.iter().map(|plan| plan.fate.clone()).collect();
    Outcome { fates, seal: token::fingerprint(&parts), done: false }
}

/// What of a record somebody agrees to.
trait ConfirmedImport {
    /// Which one it is, at which revision.
    fn mark(&self) -> (uuid::Uuid, i64);
    /// What it is to be.
    fn words(&self) -> String;
}

impl ConfirmedImport for Staff {
    fn mark(&self) -> (uuid::Uuid, i64) {
        (self.id.uuid(), self.revision)
    }

    fn words(&self) -> String {
        let disabled = self.disabled_at.is_some();
        format!("{:?}", (&self.username, &self.display_name, self.role, disabled))
    }
}

impl ConfirmedImport for Place {
    fn mark(&self) -> (uuid::Uuid, i64) {
        (self.id.uuid(), self.revision)
    }

    fn words(&self) -> String {
        format!("{:?}", (&self.name, self.kind, self.policy, self.active))
    }
}

fn plan_staff(
    tx: &mut Tx<'_>,
    actor: Actor,
    lines: &[StaffRow],
    now: Time,
) -> UseCaseResult<Vec<ImportPlan<Staff>>> {
    let all = tx.staff_like("", None, i64::MAX)?;
    let mut known: HashMap<_, _> =
        all.into_iter().map(|staff| (staff.username.clone(), staff)).collect();
    let plan = |line: &StaffRow| match known.remove(&line.username) {
        Some(before) => change_staff(actor, before, line, now),
        None => ImportPlan { before: None, after: new_staff(line, now), fate: RowOutcome::Added },
    };
    Ok(lines.iter().map(plan).collect())
}

fn new_staff(line: &StaffRow, now: Time) -> Staff {
    Staff {
        id: StaffId::from_uuid(random::uuid(now)),
        username: line.username.clone(),
        display_name: line.display_name.clone(),
        role: line.role,
        password_hash: Staff::NO_PASSWORD.to_owned(),
        disabled_at: line.disabled.unwrap_or(false).then_some(now),
        revision: 1,
        created_at: now,
        pin_hash: None,
        issuer: None,
        subject: None,
    }
}

fn change_staff(actor: Actor, before: Staff, line: &StaffRow, now: Time) -> ImportPlan<Staff> {
    let change = staff::StaffUpdate {
        display_name: Some(line.display_name.clone()),
        role: Some(line.role),
        disabled: line.disabled,
        ..staff::StaffUpdate::default()
    };
    let after = change.apply(&before, None, now);
    let fate = match staff::not_oneself(actor, &before, &after) {
        Err(UseCaseError::Refused(refusal)) => RowOutcome::Refused(refusal),
        _ => changed(&[
            ("name", before.display_name != after.display_name),
            ("role", before.role != after.role),
            ("disabled", before.disabled_at.is_some() != after.disabled_at.is_some()),
        ]),
    };
    ImportPlan { before: Some(before), after, fate }
}

fn plan_places(
    tx: &mut Tx<'_>,
    lines: &[PlaceRow],
    now: Time,
) -> UseCaseResult<Vec<ImportPlan<Place>>> {
    let all = tx.places_like("", None, i64::MAX)?;
    let mut known: HashMap<_, _> =
        all.into_iter().map(|place| (place.name.clone(), place)).collect();
    let plan = |line: &PlaceRow| match known.remove(&line.name) {
        Some(before) => change_place(before, line),
        None => ImportPlan { before: None, after: new_place(line, now), fate: RowOutcome::Added },
    };
    Ok(lines.iter().map(plan).collect())
}

fn new_place(line: &PlaceRow, now: Time) -> Place {
    Place {
        id: PlaceId::from_uuid(random::uuid(now)),
        name: line.name.clone(),
        kind: line.kind,
        policy: line.policy(PlacePolicy::usual(line.kind)),
        code: TagCode::from_entropy(random::bytes()),
        active: line.active.unwrap_or(true),
        revision: 1,
        created_at: now,
    }
}

fn change_place(before: Place, line: &PlaceRow) -> ImportPlan<Place> {
    let PlacePolicy { entry, rewash_hours, isolation } = line.policy(before.policy);
    let policy = PolicyChange { entry: Some(entry), rewash_hours, isolation: Some(isolation) };
    let change = places::PlaceUpdate {
        kind: Some(line.kind),
        policy: Some(policy),
        active: line.active,
        ..places::PlaceUpdate::default()
    };
    let after = change.apply(before.clone());
    let fate = changed(&[
        ("kind", before.kind != after.kind),
        ("entry", before.policy.entry != after.policy.entry),
        ("rewash_hours", before.policy.rewash_hours != after.policy.rewash_hours),
        ("isolation", before.policy.isolation != after.policy.isolation),
        ("active", before.active != after.active),
    ]);
    ImportPlan { before: Some(before), after, fate }
}

impl PlaceRow {
    /// The policy that the line says; what it does not say is as in `otherwise`.
    fn policy(&self, otherwise: PlacePolicy) -> PlacePolicy {
        PlacePolicy {
            entry: self.entry.unwrap_or(otherwise.entry),
            rewash_hours: match self.rewash {
                Rewash::NotSaid => otherwise.rewash_hours,
                Rewash::Never => None,
                Rewash::Every(hours) => Some(hours),
            },
            isolation: self.isolation.unwrap_or(otherwise.isolation),
        }
    }
}

fn changed(members: &[(&'static str, bool)]) -> RowOutcome {
    let names: Vec<_> =
        members.iter().filter(|(_, differs)| *differs).map(|(name, _)| *name).collect();
    if names.is_empty() { RowOutcome::Same } else { RowOutcome::Changed(names) }
}

fn keep_staff(tx: &mut Tx<'_>, plan: &ImportPlan<Staff>, now: Time) -> UseCaseResult<()> {
    match &plan.fate {
        RowOutcome::Added => {
            let added = tx.add_staff(&plan.after);
            added.map_err(|error| map_unique_violation(error, "staff", "username"))?;
            change_events::of(tx, Topic::Staff, plan.after.id.uuid(), now)
        }
        RowOutcome::Changed(_) => staff::save(tx, &plan.after, false, now).map(drop),
        RowOutcome::Same | RowOutcome::Refused(_) => Ok(()),
    }
}

fn keep_place(tx: &mut Tx<'_>, plan: &ImportPlan<Place>, now: Time) -> UseCaseResult<()> {
    match &plan.fate {
        RowOutcome::Added => {
            let added = tx.add_place(&plan.after);
            added.map_err(|error| map_unique_violation(error, "places", "name"))?;
        }
        RowOutcome::Changed(_) => ensure_saved(tx.save_place(&plan.after)?)?,
        RowOutcome::Same | RowOutcome::Refused(_) => return Ok(()),
    }
    change_events::of(tx, Topic::Place, plan.after.id.uuid(), now)
}
