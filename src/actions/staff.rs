//! Staff: who may sign in, under which name and in which role.

use super::once::Door;
use super::sign_in::hash_password;
use super::{Answer, Page, Span, World, found, same_revision, taken, tell, unchanged};
use crate::dice;
use crate::domain::event::Topic;
use crate::domain::id::StaffId;
use crate::domain::person::{Actor, Role};
use crate::domain::refusal::Refusal;
use crate::store::rows::Staff;

/// Somebody new.
#[derive(Clone)]
pub struct Hire {
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
pub struct Change {
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
pub async fn hire(world: &World, hire: Hire, door: Door<Staff>) -> Answer<Vec<u8>> {
    let hash = hash_password(hire.password.clone()).await?;
    world
        .once(door, move |tx, now| {
            let staff = Staff {
                id: StaffId::from_uuid(dice::uuid(now)),
                username: hire.username.clone(),
                display_name: hire.display_name.clone(),
                role: hire.role,
                password_hash: hash.clone(),
                disabled_at: None,
                revision: 1,
                created_at: now,
                pin_hash: None,
            };
            tx.add_staff(&staff).map_err(|error| taken(error, "staff", "username"))?;
            tell::of(tx, Topic::Staff, staff.id.uuid(), now)?;
            Ok(staff)
        })
        .await
}

/// The staff.
///
/// # Errors
/// Only the store's.
pub async fn list(world: &World, span: Span<StaffId>) -> Answer<Page<Staff>> {
    let fetch = span.fetch();
    let items = world.store.read(move |tx| tx.staff_page(span.after, fetch)).await?;
    Ok(span.page(items))
}

/// Changes somebody's record, if it is still at `revision`.
///
/// # Errors
/// [`Refusal::NotFound`], [`Refusal::PreconditionFailed`], and [`Refusal::OwnAccount`] for an admin
/// who would lock themselves out.
pub async fn change(
    world: &World,
    actor: Actor,
    id: StaffId,
    revision: i64,
    change: Change,
) -> Answer<Staff> {
    let now = world.clock.now();
    let hash = match change.password.clone() {
        Some(password) => Some(hash_password(password).await?),
        None => None,
    };
    world
        .store
        .write(move |tx| {
            let before = found(tx.staff(id)?, "staff")?;
            same_revision(revision, before.revision)?;
            let disabled_at = match change.disabled {
                Some(true) => Some(before.disabled_at.unwrap_or(now)),
                Some(false) => None,
                None => before.disabled_at,
            };
            let pin_stays = !change.no_pin && hash.is_none() && disabled_at.is_none();
            let after = Staff {
                display_name: change.display_name.clone().unwrap_or(before.display_name.clone()),
                role: change.role.unwrap_or(before.role),
                password_hash: hash.clone().unwrap_or(before.password_hash.clone()),
                disabled_at,
                pin_hash: before.pin_hash.clone().filter(|_| pin_stays),
                ..before.clone()
            };
            if actor.id == id && (after.disabled_at.is_some() || after.role < before.role) {
                return Err(Refusal::OwnAccount.into());
            }
            unchanged(tx.save_staff(&after)?)?;
            tell::of(tx, Topic::Staff, id.uuid(), now)?;
            if after.disabled_at.is_some() || hash.is_some() {
                tx.end_sessions_of(id, now)?;
            }
            if after.disabled_at.is_some() {
                tx.drop_queues_of(id)?;
            }
            Ok(Staff { revision: revision + 1, ..after })
        })
        .await
}
