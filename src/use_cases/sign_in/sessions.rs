//! Sessions: started, authenticated by their token, ended.

use crate::db::models::{Session, Staff};
use crate::db::{Error as DatabaseError, Tx};
use crate::domain::account::person::Actor;
use crate::domain::error::DomainError;
use crate::domain::event::Topic;
use crate::domain::id::PhoneId;
use crate::domain::time::Time;
use crate::use_cases::sign_in::login_throttle::CountedAttempts;
use crate::use_cases::sign_in::{login_throttle, offline_queue_tokens, phones};
use crate::use_cases::{AppContext, UseCaseResult, audit, change_events, token};

#[derive(Clone)]
pub struct SignedIn {
    /// Empty for a resumed session.
    pub token: String,
    /// The token that sends scans of this session after it ended; empty for a resumed session.
    pub queue_token: String,
    pub expires_at: Time,
    pub staff: Staff,
    pub phone: Option<PhoneId>,
}

/// Starts a session for a verified user. It ends any other session on a shared phone, so that the
/// next user inherits nothing (R31).
pub(crate) async fn start_session(
    app: &AppContext,
    staff: Staff,
    phone: Option<PhoneId>,
    now: Time,
) -> UseCaseResult<SignedIn> {
    start_session_after_attempts(app, staff, phone, now, CountedAttempts::default()).await
}

pub(super) async fn start_session_after_attempts(
    app: &AppContext,
    staff: Staff,
    phone: Option<PhoneId>,
    now: Time,
    counted: CountedAttempts,
) -> UseCaseResult<SignedIn> {
    audit::set_staff(staff.id, staff.role);
    let (signed_in, session) = new_session(app, staff, phone, now);
    let bucket = signed_in.pin_bucket();
    app.store
        .write(move |tx| -> UseCaseResult<()> {
            login_throttle::undo_attempts(tx, &counted)?;
            save_session(tx, &session, bucket.as_deref(), now)
        })
        .await?;
    Ok(signed_in)
}

/// A session that is not saved yet.
pub(crate) fn new_session(
    app: &AppContext,
    staff: Staff,
    phone: Option<PhoneId>,
    now: Time,
) -> (SignedIn, Session) {
    let (token, queue_token) = (token::generate::<32>(), offline_queue_tokens::generate());
    let session = Session {
        token_hash: token::hash(&token),
        staff_id: staff.id,
        created_at: now,
        last_seen_at: now,
        expires_at: now.plus(app.session_policy.max_age),
        ended_at: None,
        phone_id: phone,
        queue_hash: Some(token::hash(&queue_token)),
    };
    (SignedIn { token, queue_token, expires_at: session.expires_at, staff, phone }, session)
}

/// Saves a session and resets the PIN failures of its user on this phone.
pub(crate) fn save_session(
    tx: &mut Tx<'_>,
    session: &Session,
    bucket: Option<&str>,
    now: Time,
) -> UseCaseResult<()> {
    if let Some(bucket) = bucket {
        tx.delete_attempts(bucket)?;
    }
    if let Some(phone) = session.phone_id {
        phones::end_sessions(tx, phone, now)?;
        tx.touch_phone(phone, now)?;
    }
    tx.add_session(session)?;
    change_events::record(tx, Topic::Session, session.staff_id.uuid(), now)
}

impl SignedIn {
    /// The counter of wrong PINs that a sign-in resets.
    pub(crate) fn pin_bucket(&self) -> Option<String> {
        self.phone.map(|phone| login_throttle::pin_bucket(phone, &self.staff.username))
    }
}

/// The user of a session token, if the session is neither ended, expired nor idle, and its user not
/// disabled.
pub async fn authenticate(app: &AppContext, token: &str) -> UseCaseResult<(Actor, SignedIn)> {
    let (now, limits) = (app.clock.now(), app.session_policy);
    let (session, staff) = active_session(app, token, now).await?;
    audit::set_staff(staff.id, staff.role);
    // Last use is saved in steps of a twentieth of the idle timeout, to avoid a write for each
    // read. A session may lock that much early, never late.
    if now.since(session.last_seen_at) >= limits.idle_lock / 20 {
        let hash = session.token_hash.clone();
        let noted = app.store.write(move |tx| tx.touch_session(&hash, now)).await;
        // Reads work while the database accepts no writes; the session may lock early, never late.
        match noted {
            Ok(()) | Err(DatabaseError::Unavailable | DatabaseError::Busy) => {}
            Err(cause) => return Err(cause.into()),
        }
    }
    Ok(continue_session(&session, staff))
}

/// Like [`authenticate`], for automatic requests: they do not extend the session.
pub async fn peek(app: &AppContext, token: &str) -> UseCaseResult<(Actor, SignedIn)> {
    let (session, staff) = active_session(app, token, app.clock.now()).await?;
    audit::set_staff(staff.id, staff.role);
    Ok(continue_session(&session, staff))
}

async fn active_session(
    app: &AppContext,
    token: &str,
    now: Time,
) -> UseCaseResult<(Session, Staff)> {
    let (limits, hash) = (app.session_policy, token::hash(token));
    let (session, staff) =
        app.store.read(move |tx| tx.session(&hash)).await?.ok_or(DomainError::Unauthenticated)?;
    // After the clock was set back, a last use far in the future counts as idle.
    let idle = now.since(session.last_seen_at).max(session.last_seen_at.since(now));
    let is_active = session.ended_at.is_none()
        && now < session.expires_at
        && idle < limits.idle_lock
        && staff.disabled_at.is_none();
    if is_active { Ok((session, staff)) } else { Err(DomainError::Unauthenticated.into()) }
}

fn continue_session(session: &Session, staff: Staff) -> (Actor, SignedIn) {
    let actor = Actor { id: staff.id, role: staff.role };
    let signed_in = SignedIn {
        token: String::new(),
        queue_token: String::new(),
        expires_at: session.expires_at,
        staff,
        phone: session.phone_id,
    };
    (actor, signed_in)
}

pub async fn sign_out(app: &AppContext, token: &str) -> UseCaseResult<()> {
    let (now, hash) = (app.clock.now(), token::hash(token));
    app.store
        .write(move |tx| {
            let Some((session, _)) = tx.session(&hash)? else { return Ok(()) };
            tx.end_session(&hash, now)?;
            change_events::record(tx, Topic::Session, session.staff_id.uuid(), now)
        })
        .await
}
