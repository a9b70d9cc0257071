//! Signing in: a password once, then a token of which only the hash is kept.

pub mod peek_session;
pub mod login_throttle;
pub mod oidc_sign_in;
pub mod known_device;
pub mod phones;
pub mod pins;
pub mod offline_queue_tokens;

use argon2::Argon2;
use argon2::password_hash::phc::PasswordHash;
use argon2::password_hash::{PasswordHasher as _, PasswordVerifier as _};
use tokio::sync::Semaphore;

use super::{AppContext, UseCaseResult, audit, change_events, token};
use crate::db::models::{Session, Staff};
use crate::db::{Error as StoreError, Tx};
use crate::domain::account::person::Actor;
use crate::domain::audit::AuditActor;
use crate::domain::error::DomainError;
use crate::domain::event::Topic;
use crate::domain::id::PhoneId;
use crate::domain::time::Time;
use login_throttle::{CountedAttempts, LoginOrigin};

/// A session, begun or going on.
#[derive(Clone)]
pub struct SignedIn {
    /// The token; empty for a session that goes on.
    pub token: String,
    /// The token by which scans of this session may be sent when it is over; empty as the other is.
    pub queue_token: String,
    /// When it ends at the latest.
    pub expires_at: Time,
    /// Whose it is.
    pub staff: Staff,
    /// The enrolled phone it is held on.
    pub phone: Option<PhoneId>,
}

/// Each hash takes 19 MiB and a core for a while, so a crowd at the door waits its turn.
static HASHING: Semaphore = Semaphore::const_new(4);

/// Signs somebody in. Which part was wrong is told by neither words nor time.
///
/// # Errors
/// [`Refusal::BadCredentials`], [`Refusal::TooManyRequests`].
pub async fn sign_in(
    app: &AppContext,
    username: String,
    password: String,
    stand: LoginOrigin,
) -> UseCaseResult<SignedIn> {
    let phone = if let LoginOrigin::Phone(phone) = stand { Some(phone) } else { None };
    let (staff, counted) = verify_password(app, username, password, stand).await?;
    begin_freed(app, staff, phone, app.clock.now(), counted).await
}

/// Finds out whether somebody is who they say, by their password. Every try counts before it is compared, so
/// that those made at the same moment do not slip by together; what was counted is theirs to take back who is right.
///
/// # Errors
/// [`Refusal::BadCredentials`], [`Refusal::TooManyRequests`].
pub(crate) async fn verify_password(
    app: &AppContext,
    username: String,
    password: String,
    stand: LoginOrigin,
) -> UseCaseResult<(Staff, CountedAttempts)> {
    let (staff, counted) = login_throttle::count_attempt(app, username, stand).await?;
    let able = staff.filter(|staff| staff.disabled_at.is_none() && staff.has_password());
    let matches =
        verify_hash(able.as_ref().map(|staff| staff.password_hash.clone()), password).await;
    if let Some(staff) = able.filter(|_| matches) {
        return Ok((staff, counted));
    }
    audit::refuse(app, app.clock.now()).await?;
    Err(DomainError::BadCredentials.into())
}

/// Begins a session of somebody who proved who they are. On a shared phone it ends whatever session
/// is held there: the next user inherits nothing (R31).
///
/// # Errors
/// Only the store's.
pub(crate) async fn start_session(
    app: &AppContext,
    staff: Staff,
    phone: Option<PhoneId>,
    now: Time,
) -> UseCaseResult<SignedIn> {
    begin_freed(app, staff, phone, now, CountedAttempts::default()).await
}

/// As [`begin`], of somebody whose tries were counted.
async fn begin_freed(
    app: &AppContext,
    staff: Staff,
    phone: Option<PhoneId>,
    now: Time,
    counted: CountedAttempts,
) -> UseCaseResult<SignedIn> {
    audit::set_actor(AuditActor::Staff, staff.id.uuid());
    let (begun, session) = session_started(app, staff, phone, now);
    let freed = begun.reset_throttle();
    app.store
        .write(move |tx| -> UseCaseResult<()> {
            login_throttle::forgive(tx, &counted)?;
            save_session(tx, &session, freed.as_deref(), now)
        })
        .await?;
    Ok(begun)
}

/// A session of somebody, not kept yet.
pub(crate) fn session_started(
    app: &AppContext,
    staff: Staff,
    phone: Option<PhoneId>,
    now: Time,
) -> (SignedIn, Session) {
    let (token, queue_token) = (token::generate::<32>(), offline_queue_tokens::fresh());
    let session = Session {
        token_hash: token::hash(&token),
        staff_id: staff.id,
        created_at: now,
        last_seen_at: now,
        expires_at: now.plus(app.signing_in.lasts),
        ended_at: None,
        phone_id: phone,
        queue_hash: Some(token::hash(&queue_token)),
    };
    (SignedIn { token, queue_token, expires_at: session.expires_at, staff, phone }, session)
}

/// Keeps a session, and forgets the failures that it makes good.
pub(crate) fn save_session(
    tx: &mut Tx<'_>,
    session: &Session,
    freed: Option<&str>,
    now: Time,
) -> UseCaseResult<()> {
    if let Some(bucket) = freed {
        tx.forget_attempts(bucket)?;
    }
    if let Some(phone) = session.phone_id {
        phones::clear(tx, phone, now)?;
        tx.touch_phone(phone, now)?;
    }
    tx.add_session(session)?;
    change_events::of(tx, Topic::Session, session.staff_id.uuid(), now)
}

impl SignedIn {
    /// Where wrong PINs were counted that a proof of who they are makes good.
    pub(crate) fn reset_throttle(&self) -> Option<String> {
        self.phone.map(|phone| pins::bucket(phone, &self.staff.username))
    }
}

/// Who a token belongs to, if it is alive: not ended, not over, not idle for too long, and its
/// owner not disabled.
///
/// # Errors
/// [`Refusal::Unauthenticated`].
pub async fn authenticate(app: &AppContext, token: &str) -> UseCaseResult<(Actor, SignedIn)> {
    let (now, limits) = (app.clock.now(), app.signing_in);
    let (session, staff) = alive(app, token, now).await?;
    audit::set_actor(AuditActor::Staff, staff.id.uuid());
    // Noted in steps of a twentieth of the lock, so that reading costs no write: a session locks
    // up to that much early and never late.
    if now.since(session.last_seen_at) >= limits.idle_lock / 20 {
        let hash = session.token_hash.clone();
        let noted = app.store.write(move |tx| tx.touch_session(&hash, now)).await;
        // While nothing can be written, what can be read is; the session may lock early, and never late.
        match noted {
            Ok(()) | Err(StoreError::Away | StoreError::Busy) => {}
            Err(cause) => return Err(cause.into()),
        }
    }
    Ok(going_on(&session, staff))
}

/// As [`authenticate`], for a page that asks by itself: nobody used the session by that, so it goes on
/// towards its lock.
///
/// # Errors
/// [`Refusal::Unauthenticated`].
pub async fn peek(app: &AppContext, token: &str) -> UseCaseResult<(Actor, SignedIn)> {
    let (session, staff) = alive(app, token, app.clock.now()).await?;
    audit::set_actor(AuditActor::Staff, staff.id.uuid());
    Ok(going_on(&session, staff))
}

async fn alive(app: &AppContext, token: &str, now: Time) -> UseCaseResult<(Session, Staff)> {
    let (limits, hash) = (app.signing_in, token::hash(token));
    let (session, staff) =
        app.store.read(move |tx| tx.session(&hash)).await?.ok_or(DomainError::Unauthenticated)?;
    // Where the clock was set back, nobody knows how long ago it was used: far ahead is as idle as long ago.
    let idle = now.since(session.last_seen_at).max(session.last_seen_at.since(now));
    let alive = session.ended_at.is_none()
        && now < session.expires_at
        && idle < limits.idle_lock
        && staff.disabled_at.is_none();
    if alive { Ok((session, staff)) } else { Err(DomainError::Unauthenticated.into()) }
}

fn going_on(session: &Session, staff: Staff) -> (Actor, SignedIn) {
    let actor = Actor { id: staff.id, role: staff.role };
    let going_on = SignedIn {
        token: String::new(),
        queue_token: String::new(),
        expires_at: session.expires_at,
        staff,
        phone: session.phone_id,
    };
    (actor, going_on)
}

/// Ends a session.
///
/// # Errors
/// Only the store's.
pub async fn sign_out(app: &AppContext, token: &str) -> UseCaseResult<()> {
    let (now, hash) = (app.clock.now(), token::hash(token));
    app.store
        .write(move |tx| {
            let Some((session, _)) = tx.session(&hash)? else { return Ok(()) };
            tx.end_session(&hash, now)?;
            change_events::of(tx, Topic::Session, session.staff_id.uuid(), now)
        })
        .await
}

/// The argon2id hash of a password, in PHC form with the parameters OWASP advises.
///
/// # Errors
/// [`crate::db::Error::Broken`] when hashing fails, which a valid password does not make it do.
pub async fn hash_password(password: String) -> UseCaseResult<String> {
    let _turn = HASHING.acquire().await;
    let hashed = tokio::task::spawn_blocking(move || {
        Argon2::default().hash_password(password.as_bytes()).map(|hash| hash.to_string())
    });
    match hashed.await {
        Ok(Ok(hash)) => Ok(hash),
        _ => Err(crate::db::Error::Broken("a password could not be hashed".to_owned()).into()),
    }
}

/// Compares a password or a PIN with a hash; where there is none, with one that nothing matches, so
/// that an unknown name takes as long as a wrong password.
pub(crate) async fn verify_hash(hash: Option<String>, secret: String) -> bool {
    let _turn = HASHING.acquire().await;
    let known = hash.is_some();
    let hash = hash.unwrap_or_else(|| DUMMY_HASH.to_owned());
    let compared = tokio::task::spawn_blocking(move || {
        PasswordHash::new(&hash)
            .is_ok_and(|hash| Argon2::default().verify_password(secret.as_bytes(), &hash).is_ok())
    });
    compared.await.unwrap_or(false) && known
}

/// A hash with the parameters of every other, of a password that was thrown away.
const DUMMY_HASH: &str =
    "$argon2id$v=19$m=19456,t=2,p=1$c3R1ZmZ5LW5vYm9keQ$Zm9yIG5vYm9keSBhdCBhbGwsIG5vdCBldmVuIHVzLi4";
