//! OIDC sign-in: creates or updates the staff account from the verified identity and its groups.

use crate::db::models::Staff;
use crate::db::{Error as DatabaseError, Tx};
use crate::domain::account::hospital_account::{LoginDenied, VerifiedIdentity, numbered_username};
use crate::domain::error::DomainError;
use crate::domain::event::Topic;
use crate::domain::id::{PhoneId, StaffId};
use crate::domain::time::{Time, hours};
use crate::random;
use crate::use_cases::sign_in::sessions::{SignedIn, new_session, save_session};
use crate::use_cases::{AppContext, UseCaseError, UseCaseResult, audit, change_events};

#[derive(Clone)]
pub enum OidcSignIn {
    SignedIn(Box<SignedIn>),
    Denied(LoginDenied),
}

/// The outcome of one transaction.
enum OidcOutcome {
    Done(OidcSignIn),
    /// Another sign-in with the same account was faster.
    Retry,
}

/// How long a used login attempt is remembered; it expires long before.
const REMEMBERED: std::time::Duration = hours(1);
/// Retries when the account changes concurrently.
const MAX_ATTEMPTS: usize = 4;
/// After this many taken usernames a random number is used.
const MAX_NUMBERED_USERNAMES: u32 = 500;

/// Signs in a verified identity. The account is found by issuer and subject, created if missing,
/// and updated from the identity provider; a lower role ends all sessions.
pub async fn sign_in(
    app: &AppContext,
    identity: &VerifiedIdentity,
    attempt_id: Vec<u8>,
    phone: Option<PhoneId>,
) -> UseCaseResult<OidcSignIn> {
    for _ in 0..MAX_ATTEMPTS {
        let now = app.clock.now();
        let account = identity.account.clone();
        let known = app.store.read(move |tx| tx.staff_by_account(&account)).await?;
        let id = known.as_ref().map(|staff| staff.id);
        // The audit log needs the actor before the transaction. Unknown users stay anonymous.
        if let Some(staff) = &known {
            audit::set_staff(staff.id, staff.role);
        }
        let new_id = StaffId::from_uuid(random::uuid_v7_at(now));
        if let (None, Some(role)) = (id, identity.role) {
            audit::set_staff(new_id, role);
        }
        let visit = OidcRequest {
            app: app.clone(),
            identity: identity.clone(),
            attempt_id: attempt_id.clone(),
            phone,
        };
        match app.store.write(move |tx| visit.run(tx, id, new_id, now)).await {
            Ok(OidcOutcome::Done(outcome)) => return Ok(outcome),
            // An admin updated the account at the same time.
            Ok(OidcOutcome::Retry) | Err(UseCaseError::Domain(DomainError::PreconditionFailed)) => {
            }
            Err(error) => return Err(error),
        }
    }
    Err(DatabaseError::Busy.into())
}

struct OidcRequest {
    app: AppContext,
    identity: VerifiedIdentity,
    attempt_id: Vec<u8>,
    phone: Option<PhoneId>,
}

impl OidcRequest {
    fn run(
        &self,
        tx: &mut Tx<'_>,
        id: Option<StaffId>,
        new_id: StaffId,
        now: Time,
    ) -> UseCaseResult<OidcOutcome> {
        let known = tx.staff_by_account(&self.identity.account)?;
        if known.as_ref().map(|staff| staff.id) != id {
            return Ok(OidcOutcome::Retry);
        }
        tx.delete_oidc_logins_before(now.minus(REMEMBERED))?;
        if !tx.use_oidc_login(&self.attempt_id, now)? {
            return Ok(record_denied(tx, LoginDenied::Used, now));
        }
        let staff = match self.create_or_update_staff(tx, known, new_id, now)? {
            Ok(staff) => staff,
            Err(why) => return Ok(record_denied(tx, why, now)),
        };
        let (signed_in, session) = new_session(&self.app, staff, self.phone, now);
        save_session(tx, &session, signed_in.pin_bucket().as_deref(), now)?;
        Ok(OidcOutcome::Done(OidcSignIn::SignedIn(Box::new(signed_in))))
    }

    /// The created or updated account, or why sign-in is denied.
    fn create_or_update_staff(
        &self,
        tx: &mut Tx<'_>,
        known: Option<Staff>,
        new_id: StaffId,
        now: Time,
    ) -> UseCaseResult<Result<Staff, LoginDenied>> {
        let Some(role) = self.identity.role else {
            if let Some(staff) = known {
                tx.end_sessions_of(staff.id, now)?;
                change_events::record(tx, Topic::Staff, staff.id.uuid(), now)?;
            }
            return Ok(Err(LoginDenied::NoRole));
        };
        let Some(before) = known else {
            let username = free_username(tx, &self.identity.username())?;
            let display_name = self.identity.display_name(&username);
            let account = &self.identity.account;
            let staff = Staff {
                id: new_id,
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
            change_events::record(tx, Topic::Staff, staff.id.uuid(), now)?;
            return Ok(Ok(staff));
        };
        if before.disabled_at.is_some() {
            return Ok(Err(LoginDenied::Disabled));
        }
        let display_name = self.identity.display_name(&before.username);
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

/// Audits a denied sign-in.
fn record_denied(tx: &mut Tx<'_>, why: LoginDenied, now: Time) -> OidcOutcome {
    tx.add_audit_records(&[audit::denied_login(now)]);
    OidcOutcome::Done(OidcSignIn::Denied(why))
}

/// A free username; existing accounts keep theirs.
fn free_username(tx: &mut Tx<'_>, wanted: &str) -> UseCaseResult<String> {
    let numbered = (2..MAX_NUMBERED_USERNAMES).map(|nth| numbered_username(wanted, nth));
    for username in std::iter::once(wanted.to_owned()).chain(numbered) {
        if tx.staff_by_username(&username)?.is_none() {
            return Ok(username);
        }
    }
    Ok(random_username(wanted))
}

fn random_username(wanted: &str) -> String {
    numbered_username(wanted, u32::from_be_bytes(random::bytes()))
}
