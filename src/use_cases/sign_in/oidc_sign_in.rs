//! Coming in by a hospital account: whom the hospital vouches for is let in as what their groups make them.

use super::{SignedIn, save_session, session_started};
use crate::db::models::Staff;
use crate::db::{Error as StoreError, Tx};
use crate::domain::account::hospital_account::{LoginDenied, VerifiedIdentity, numbered};
use crate::domain::audit::AuditActor;
use crate::domain::error::DomainError;
use crate::domain::event::Topic;
use crate::domain::id::{PhoneId, StaffId};
use crate::domain::time::{Time, hours};
use crate::random;
use crate::use_cases::{AppContext, UseCaseError, UseCaseResult, audit, change_events};

/// What came of it.
#[derive(Clone)]
pub enum OidcSignIn {
    /// They are in.
    In(Box<SignedIn>),
    /// They are not, though they are who they say.
    Barred(LoginDenied),
}

/// What one transaction comes to.
enum OidcOutcome {
    Over(OidcSignIn),
    /// Somebody with the same account was a moment quicker.
    Again,
}

/// For how long a used passage is remembered; it is over long before.
const REMEMBERED: std::time::Duration = hours(1);
/// How often it is tried again after somebody who was quicker.
const TRIES: usize = 4;
/// How many may go by one user name before dice choose the number.
const NAMESAKES: u32 = 500;

/// Lets somebody in for whom the hospital vouches. Their record is found by their account alone, made where there is
/// none, and brought to what the hospital says now; where that is less than it was, every session of theirs ends.
///
/// # Errors
/// Only the store's.
pub async fn sign_in(
    app: &AppContext,
    proven: &VerifiedIdentity,
    mark: Vec<u8>,
    phone: Option<PhoneId>,
) -> UseCaseResult<OidcSignIn> {
    for _ in 0..TRIES {
        let now = app.clock.now();
        let account = proven.account.clone();
        let known = app.store.read(move |tx| tx.staff_by_account(&account)).await?;
        let id = known.map(|staff| staff.id);
        // Said before it is written down; whoever is nobody here stays nobody.
        if let Some(id) = id {
            audit::set_actor(AuditActor::Staff, id.uuid());
        }
        let fresh = StaffId::from_uuid(random::uuid(now));
        if id.is_none() && proven.role.is_some() {
            audit::set_actor(AuditActor::Staff, fresh.uuid());
        }
        let visit =
            OidcRequest { app: app.clone(), proven: proven.clone(), mark: mark.clone(), phone };
        match app.store.write(move |tx| visit.turn(tx, id, fresh, now)).await {
            Ok(OidcOutcome::Over(entered)) => return Ok(entered),
            // An admin changed their record at the same moment.
            Ok(OidcOutcome::Again)
            | Err(UseCaseError::Refused(DomainError::PreconditionFailed)) => {}
            Err(error) => return Err(error),
        }
    }
    Err(StoreError::Busy.into())
}

/// All that one transaction needs.
struct OidcRequest {
    app: AppContext,
    proven: VerifiedIdentity,
    mark: Vec<u8>,
    phone: Option<PhoneId>,
}

impl OidcRequest {
    fn turn(
        &self,
        tx: &mut Tx<'_>,
        id: Option<StaffId>,
        fresh: StaffId,
        now: Time,
    ) -> UseCaseResult<OidcOutcome> {
        let known = tx.staff_by_account(&self.proven.account)?;
        if known.as_ref().map(|staff| staff.id) != id {
            return Ok(OidcOutcome::Again);
        }
        tx.forget_passages_before(now.minus(REMEMBERED))?;
        if !tx.use_passage(&self.mark, now)? {
            return Ok(barred(tx, LoginDenied::Used, now));
        }
        let staff = match self.admitted(tx, known, fresh, now)? {
            Ok(staff) => staff,
            Err(why) => return Ok(barred(tx, why, now)),
        };
        let (begun, session) = session_started(&self.app, staff, self.phone, now);
        save_session(tx, &session, begun.reset_throttle().as_deref(), now)?;
        Ok(OidcOutcome::Over(OidcSignIn::In(Box::new(begun))))
    }

    /// Their record as it is from now on, or why they may not come in.
    fn admitted(
        &self,
        tx: &mut Tx<'_>,
        known: Option<Staff>,
        fresh: StaffId,
        now: Time,
    ) -> UseCaseResult<Result<Staff, LoginDenied>> {
        let Some(role) = self.proven.role else {
            if let Some(staff) = known {
                tx.end_sessions_of(staff.id, now)?;
                change_events::of(tx, Topic::Staff, staff.id.uuid(), now)?;
            }
            return Ok(Err(LoginDenied::NoRole));
        };
        let Some(before) = known else {
            let username = free_username(tx, &self.proven.username())?;
            let display_name = self.proven.display_name(&username);
            let account = &self.proven.account;
            let staff = Staff {
                id: fresh,
                username,
                display_name,
                role,
                password_hash: Staff::NO_PASSWORD.to_owned(),
                disabled_at: None,
                revision: 1,
                created_at: now,
                pin_hash: None,
                issuer: Some(account.issuer.clone()),
                subject: Some(account.subject.clone()),
            };
            tx.add_staff(&staff)?;
            change_events::of(tx, Topic::Staff, staff.id.uuid(), now)?;
            return Ok(Ok(staff));
        };
        if before.disabled_at.is_some() {
            return Ok(Err(LoginDenied::Disabled));
        }
        let display_name = self.proven.display_name(&before.username);
        if (role, &display_name) == (before.role, &before.display_name) {
            return Ok(Ok(before));
        }
        if role < before.role {
            tx.end_sessions_of(before.id, now)?;
        }
        Ok(Ok(crate::use_cases::staff::save(
            tx,
            &Staff { display_name, role, ..before },
            false,
            now,
        )?))
    }
}

/// Writes down that they were not let in.
fn barred(tx: &mut Tx<'_>, why: LoginDenied, now: Time) -> OidcOutcome {
    tx.record_reads(&[audit::refusal(now)]);
    OidcOutcome::Over(OidcSignIn::Barred(why))
}

/// A user name that nobody has: whoever had it first keeps it, be they the hospital's or not.
fn free_username(tx: &mut Tx<'_>, wanted: &str) -> UseCaseResult<String> {
    let numbered = (2..NAMESAKES).map(|nth| numbered(wanted, nth));
    for username in std::iter::once(wanted.to_owned()).chain(numbered) {
        if tx.staff_by_username(&username)?.is_none() {
            return Ok(username);
        }
    }
    Ok(numbered_by_dice(wanted))
}

fn numbered_by_dice(wanted: &str) -> String {
    numbered(wanted, u32::from_be_bytes(random::bytes()))
}
