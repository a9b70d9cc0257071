//! Signing in: a password once, then a token of which only the hash is kept.

use argon2::Argon2;
use argon2::password_hash::phc::PasswordHash;
use argon2::password_hash::{PasswordHasher as _, PasswordVerifier as _};
use tokio::sync::Semaphore;

use super::{Answer, Error, World, secret, tell};
use crate::domain::event::Topic;
use crate::domain::person::Actor;
use crate::domain::refusal::Refusal;
use crate::domain::time::Time;
use crate::store::rows::{Session, Staff};

/// A session, begun or going on.
#[derive(Clone)]
pub struct SignedIn {
    /// The token; empty for a session that goes on.
    pub token: String,
    /// When it ends at the latest.
    pub expires_at: Time,
    /// Whose it is.
    pub staff: Staff,
}

/// Each hash takes 19 MiB and a core for a while, so a crowd at the door waits its turn.
static HASHING: Semaphore = Semaphore::const_new(4);

/// Signs somebody in. Which part was wrong is told by neither words nor time.
///
/// # Errors
/// [`Refusal::BadCredentials`], [`Refusal::TooManyRequests`].
pub async fn sign_in(
    world: &World,
    username: String,
    password: String,
    address: String,
) -> Answer<SignedIn> {
    let now = world.clock.now();
    let limits = world.signing_in;
    let buckets = [
        (format!("user:{username}"), limits.failures_per_user),
        (format!("address:{address}"), limits.failures_per_address),
    ];
    let (seen, since) = (buckets.clone(), now.minus(limits.window));
    let staff = world
        .store
        .read(move |tx| {
            for (bucket, allowed) in &seen {
                let attempts = tx.attempts(bucket)?.filter(|a| a.since >= since);
                if let Some(attempts) = attempts.filter(|a| a.failures >= *allowed) {
                    let wait = limits.window.saturating_sub(now.since(attempts.since));
                    return Err(Error::from(Refusal::TooManyRequests(wait.as_secs() + 1)));
                }
            }
            Ok(tx.staff_by_username(&username)?)
        })
        .await?;
    let able = staff.filter(|staff| staff.disabled_at.is_none());
    let matches = verify(able.as_ref().map(|staff| staff.password_hash.clone()), password).await;
    if let Some(staff) = able.filter(|_| matches) {
        return begin(world, staff, buckets[0].0.clone(), now).await;
    }
    note_failure(world, buckets.map(|(bucket, _)| bucket), now).await?;
    Err(Refusal::BadCredentials.into())
}

async fn begin(world: &World, staff: Staff, bucket: String, now: Time) -> Answer<SignedIn> {
    let token = secret::fresh::<32>();
    let session = Session {
        token_hash: secret::hash(&token),
        staff_id: staff.id,
        created_at: now,
        last_seen_at: now,
        expires_at: now.plus(world.signing_in.lasts),
        ended_at: None,
    };
    let expires_at = session.expires_at;
    world
        .store
        .write(move |tx| -> Answer<()> {
            tx.forget_attempts(&bucket)?;
            tx.add_session(&session)?;
            tell::of(tx, Topic::Session, session.staff_id.uuid(), now)
        })
        .await?;
    Ok(SignedIn { token, expires_at, staff })
}

async fn note_failure(world: &World, buckets: [String; 2], now: Time) -> Answer<()> {
    let since = now.minus(world.signing_in.window);
    world
        .store
        .write(move |tx| {
            for bucket in &buckets {
                tx.note_failure(bucket, now, since)?;
            }
            Ok(())
        })
        .await
}

/// Who a token belongs to, if it is alive: not ended, not over, not idle for too long, and its
/// owner not disabled.
///
/// # Errors
/// [`Refusal::Unauthenticated`].
pub async fn authenticate(world: &World, token: &str) -> Answer<(Actor, SignedIn)> {
    let (now, limits) = (world.clock.now(), world.signing_in);
    let (session, staff) = alive(world, token, now).await?;
    // Noted in steps of a twentieth of the lock, so that reading costs no write: a session locks
    // up to that much early and never late.
    if now.since(session.last_seen_at) >= limits.idle_lock / 20 {
        let hash = session.token_hash.clone();
        world.store.write(move |tx| tx.touch_session(&hash, now)).await?;
    }
    Ok(going_on(&session, staff))
}

/// As [`authenticate`], for a page that asks by itself: nobody used the session by that, so it goes on
/// towards its lock.
///
/// # Errors
/// [`Refusal::Unauthenticated`].
pub async fn glance(world: &World, token: &str) -> Answer<(Actor, SignedIn)> {
    let (session, staff) = alive(world, token, world.clock.now()).await?;
    Ok(going_on(&session, staff))
}

async fn alive(world: &World, token: &str, now: Time) -> Answer<(Session, Staff)> {
    let (limits, hash) = (world.signing_in, secret::hash(token));
    let (session, staff) =
        world.store.read(move |tx| tx.session(&hash)).await?.ok_or(Refusal::Unauthenticated)?;
    let idle = now.since(session.last_seen_at);
    let alive = session.ended_at.is_none()
        && now < session.expires_at
        && idle < limits.idle_lock
        && staff.disabled_at.is_none();
    if alive { Ok((session, staff)) } else { Err(Refusal::Unauthenticated.into()) }
}

fn going_on(session: &Session, staff: Staff) -> (Actor, SignedIn) {
    let actor = Actor { id: staff.id, role: staff.role };
    (actor, SignedIn { token: String::new(), expires_at: session.expires_at, staff })
}

/// Ends a session.
///
/// # Errors
/// Only the store's.
pub async fn sign_out(world: &World, token: &str) -> Answer<()> {
    let (now, hash) = (world.clock.now(), secret::hash(token));
    world
        .store
        .write(move |tx| {
            let Some((session, _)) = tx.session(&hash)? else { return Ok(()) };
            tx.end_session(&hash, now)?;
            tell::of(tx, Topic::Session, session.staff_id.uuid(), now)
        })
        .await
}

/// The argon2id hash of a password, in PHC form with the parameters OWASP advises.
///
/// # Errors
/// [`crate::store::Error::Broken`] when hashing fails, which a valid password does not make it do.
pub async fn hash_password(password: String) -> Answer<String> {
    let _turn = HASHING.acquire().await;
    let hashed = tokio::task::spawn_blocking(move || {
        Argon2::default().hash_password(password.as_bytes()).map(|hash| hash.to_string())
    });
    match hashed.await {
        Ok(Ok(hash)) => Ok(hash),
        _ => Err(crate::store::Error::Broken("a password could not be hashed".to_owned()).into()),
    }
}

/// Compares a password with a hash; where there is none, with one that nothing matches, so that an
/// unknown name takes as long as a wrong password.
async fn verify(hash: Option<String>, password: String) -> bool {
    let _turn = HASHING.acquire().await;
    let known = hash.is_some();
    let hash = hash.unwrap_or_else(|| NOBODYS.to_owned());
    let compared = tokio::task::spawn_blocking(move || {
        PasswordHash::new(&hash)
            .is_ok_and(|hash| Argon2::default().verify_password(password.as_bytes(), &hash).is_ok())
    });
    compared.await.unwrap_or(false) && known
}

/// A hash with the parameters of every other, of a password that was thrown away.
const NOBODYS: &str =
    "$argon2id$v=19$m=19456,t=2,p=1$c3R1ZmZ5LW5vYm9keQ$Zm9yIG5vYm9keSBhdCBhbGwsIG5vdCBldmVuIHVzLi4";
