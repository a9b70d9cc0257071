//! Staff accounts.

pub mod service_tokens;

use crate::db::Tx;
use crate::db::models::Staff;
use crate::domain::account::person::{Actor, Role};
use crate::domain::error::DomainError;
use crate::domain::event::Topic;
use crate::domain::id::StaffId;
use crate::domain::time::Time;
use crate::random;
use crate::use_cases::idempotency::IdempotentRequest;
use crate::use_cases::sign_in::hash_password;
use crate::use_cases::{
    AppContext, Page, Pagination, UseCaseResult, change_events, check_revision, ensure_saved,
    map_unique_violation, or_not_found,
};

#[derive(Clone)]
pub struct NewStaff {
    pub username: String,
    pub display_name: String,
    pub role: Role,
    pub password: String,
}

/// `None` leaves a field as it is.
#[derive(Clone, Default)]
pub struct StaffUpdate {
    pub display_name: Option<String>,
    pub role: Option<Role>,
    /// A new password ends every session and removes the PIN.
    pub password: Option<String>,
    pub remove_pin: bool,
    /// Ends every session, PIN and offline queue at once.
    pub disabled: Option<bool>,
}

pub async fn create(
    app: &AppContext,
    new_staff: NewStaff,
    request: IdempotentRequest<Staff>,
) -> UseCaseResult<Vec<u8>> {
    let hash = hash_password(new_staff.password.clone()).await?;
    app.run_idempotent(request, move |tx, now| {
        let staff = Staff {
            id: StaffId::from_uuid(random::uuid_v7_at(now)),
            username: new_staff.username.clone(),
            display_name: new_staff.display_name.clone(),
            role: new_staff.role,
            password_hash: hash.clone(),
            disabled_at: None,
            revision: 1,
            created_at: now,
            pin_hash: None,
            issuer: None,
            subject: None,
        };
        tx.add_staff(&staff).map_err(|error| map_unique_violation(error, "staff", "username"))?;
        change_events::record(tx, Topic::Staff, staff.id.uuid(), now)?;
        Ok(staff)
    })
    .await
}

pub async fn list(app: &AppContext, pagination: Pagination<StaffId>) -> UseCaseResult<Page<Staff>> {
    let fetch = pagination.fetch_limit();
    let items = app.store.read(move |tx| tx.staff_page(pagination.after, fetch)).await?;
    Ok(pagination.page(items))
}

/// Staff whose username or display name contains `typed`, by username.
pub(crate) async fn search(
    app: &AppContext,
    typed: String,
    pagination: Pagination<String>,
) -> UseCaseResult<Page<Staff>> {
    let (after, fetch) = (pagination.after.clone(), pagination.fetch_limit());
    let items = app.store.read(move |tx| tx.staff_like(&typed, after.as_deref(), fetch)).await?;
    Ok(pagination.page(items))
}

pub async fn all(app: &AppContext) -> UseCaseResult<Vec<Staff>> {
    Ok(app.store.read(|tx| tx.staff_like("", None, i64::MAX)).await?)
}

pub async fn get(app: &AppContext, id: StaffId) -> UseCaseResult<Staff> {
    app.store.read(move |tx| or_not_found(tx.staff(id)?, "staff")).await
}

/// Updates an account if it is still at `revision`.
pub async fn update(
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
            let before = or_not_found(tx.staff(id)?, "staff")?;
            check_revision(revision, before.revision)?;
            if hash.is_some() && before.is_hospitals() {
                return Err(DomainError::HospitalAccount.into());
            }
            let after = change.apply_to(&before, hash.clone(), now);
            check_not_own_account(actor, &before, &after)?;
            save(tx, &after, hash.is_some(), now)
        })
        .await
}

/// Saves an account and ends sessions that are no longer allowed.
pub(crate) fn save(
    tx: &mut Tx<'_>,
    after: &Staff,
    new_password: bool,
    now: Time,
) -> UseCaseResult<Staff> {
    ensure_saved(tx.save_staff(after)?)?;
    change_events::record(tx, Topic::Staff, after.id.uuid(), now)?;
    if after.disabled_at.is_some() || new_password {
        tx.end_sessions_of(after.id, now)?;
    }
    if after.disabled_at.is_some() {
        tx.revoke_queue_tokens_of(after.id)?;
    }
    Ok(Staff { revision: after.revision + 1, ..after.clone() })
}

impl StaffUpdate {
    /// The updated record; `hash` is the new password's.
    pub(crate) fn apply_to(&self, before: &Staff, hash: Option<String>, now: Time) -> Staff {
        let disabled_at = match self.disabled {
            Some(true) => Some(before.disabled_at.unwrap_or(now)),
            Some(false) => None,
            None => before.disabled_at,
        };
        let pin_stays = !self.remove_pin && hash.is_none() && disabled_at.is_none();
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

/// Admins cannot lock themselves out.
pub(crate) fn check_not_own_account(
    actor: Actor,
    before: &Staff,
    after: &Staff,
) -> UseCaseResult<()> {
    let locked_out = after.disabled_at.is_some() || after.role < before.role;
    if actor.id == after.id && locked_out { Err(DomainError::OwnAccount.into()) } else { Ok(()) }
}
