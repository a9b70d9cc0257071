//! Staff: who may sign in, under which name and in which role.

pub mod service_tokens;

use super::idempotency::IdempotentRequest;
use super::sign_in::hash_password;
use super::{
    AppContext, Page, Pagination, UseCaseResult, change_events, check_revision, ensure_saved,
    found, map_unique_violation,
};
use crate::db::Tx;
use crate::db::models::Staff;
use crate::domain::account::person::{Actor, Role};
use crate::domain::error::DomainError;
use crate::domain::event::Topic;
use crate::domain::id::StaffId;
use crate::domain::time::Time;
use crate::random;

/// Somebody new.
#[derive(Clone)]
pub struct NewStaff {
    /// Lower case, unique.
    pub username: String,
    /// As colleagues call them.
    pub display_name: String,
    /// The role.
    pub role: Role,
    /// The password.
    pub password: String,
}

/// What is to change; none leaves as it is.
#[derive(Clone, Default)]
pub struct StaffUpdate {
    /// See [`Hire::display_name`].
    pub display_name: Option<String>,
    /// See [`Hire::role`].
    pub role: Option<Role>,
    /// See [`Hire::password`]; a new one ends every session and takes the PIN away.
    pub password: Option<String>,
    /// Whether their PIN is taken away.
    pub no_pin: bool,
    /// Whether they may no longer sign in; ends every session, PIN and queue at once.
    pub disabled: Option<bool>,
}

/// Takes somebody on.
///
/// # Errors
/// [`Refusal::NameTaken`].
pub async fn create(
    app: &AppContext,
    hire: NewStaff,
    door: IdempotentRequest<Staff>,
) -> UseCaseResult<Vec<u8>> {
    let hash = hash_password(hire.password.clone()).await?;
    app.run_idempotent(door, move |tx, now| {
        let staff = Staff {
            id: StaffId::from_uuid(random::uuid(now)),
            username: hire.username.clone(),
            display_name: hire.display_name.clone(),
            role: hire.role,
            password_hash: hash.clone(),
            disabled_at: None,
            revision: 1,
            created_at: now,
            pin_hash: None,
            issuer: None,
            subject: None,
        };
        tx.add_staff(&staff).map_err(|error| map_unique_violation(error, "staff", "username"))?;
        change_events::of(tx, Topic::Staff, staff.id.uuid(), now)?;
        Ok(staff)
    })
    .await
}

/// The staff.
///
/// # Errors
/// Only the store's.
pub async fn list(app: &AppContext, span: Pagination<StaffId>) -> UseCaseResult<Page<Staff>> {
    let fetch = span.fetch_limit();
    let items = app.store.read(move |tx| tx.staff_page(span.after, fetch)).await?;
    Ok(span.page(items))
}

/// The staff whose user name or name holds what was typed, by user name.
///
/// # Errors
/// Only the store's.
pub async fn find(
    app: &AppContext,
    typed: String,
    span: Pagination<String>,
) -> UseCaseResult<Page<Staff>> {
    let (after, fetch) = (span.after.clone(), span.fetch_limit());
    let items = app.store.read(move |tx| tx.staff_like(&typed, after.as_deref(), fetch)).await?;
    Ok(span.page(items))
}

/// All the staff, by user name.
///
/// # Errors
/// Only the store's.
pub async fn all(app: &AppContext) -> UseCaseResult<Vec<Staff>> {
    Ok(app.store.read(|tx| tx.staff_like("", None, i64::MAX)).await?)
}

/// One member of staff.
///
/// # Errors
/// [`Refusal::NotFound`].
pub async fn get(app: &AppContext, id: StaffId) -> UseCaseResult<Staff> {
    app.store.read(move |tx| found(tx.staff(id)?, "staff")).await
}

/// Changes somebody's record, if it is still at `revision`.
///
/// # Errors
/// [`Refusal::NotFound`], [`Refusal::PreconditionFailed`], [`Refusal::HospitalAccount`] for a password where
/// there is none, and [`Refusal::OwnAccount`] for an admin who would lock themselves out.
pub async fn change(
    app: &AppContext,
    actor: Actor,
    id: StaffId,
    revision: i64,
    change: StaffUpdate,
) -> UseCaseResult<Staff> {
    let now = app.clock.now();
    let hash = match change.password.clone() {
        Some(password) => Some(hash_password(password).await?),
        None => None,
    };
    app.store
        .write(move |tx| {
            let before = found(tx.staff(id)?, "staff")?;
            check_revision(revision, before.revision)?;
            if hash.is_some() && before.is_hospitals() {
                return Err(DomainError::HospitalAccount.into());
            }
            let after = change.apply(&before, hash.clone(), now);
            not_oneself(actor, &before, &after)?;
            save(tx, &after, hash.is_some(), now)
        })
        .await
}

/// Writes a changed record, and ends the sessions that must not go on.
pub(crate) fn save(
    tx: &mut Tx<'_>,
    after: &Staff,
    new_password: bool,
    now: Time,
) -> UseCaseResult<Staff> {
    ensure_saved(tx.save_staff(after)?)?;
    change_events::of(tx, Topic::Staff, after.id.uuid(), now)?;
    if after.disabled_at.is_some() || new_password {
        tx.end_sessions_of(after.id, now)?;
    }
    if after.disabled_at.is_some() {
        tx.drop_queues_of(after.id)?;
    }
    Ok(Staff { revision: after.revision + 1, ..after.clone() })
}

impl StaffUpdate {
    /// The record as it is after the change; `hash` is the new password's.
    pub(crate) fn apply(&self, before: &Staff, hash: Option<String>, now: Time) -> Staff {
        let disabled_at = match self.disabled {
            Some(true) => Some(before.disabled_at.unwrap_or(now)),
            Some(false) => None,
            None => before.disabled_at,
        };
        let pin_stays = !self.no_pin && hash.is_none() && disabled_at.is_none();
        Staff {
            display_name: self.display_name.clone().unwrap_or(before.display_name.clone()),
            role: self.role.unwrap_or(before.role),
            password_hash: hash.unwrap_or(before.password_hash.clone()),
            disabled_at,
            pin_hash: before.pin_hash.clone().filter(|_| pin_stays),
            ..before.clone()
        }
    }
}

/// Nobody locks themselves out.
pub(crate) fn not_oneself(actor: Actor, before: &Staff, after: &Staff) -> UseCaseResult<()> {
    let locked_out = after.disabled_at.is_some() || after.role < before.role;
    if actor.id == after.id && locked_out { Err(DomainError::OwnAccount.into()) } else { Ok(()) }
}
