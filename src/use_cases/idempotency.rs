//! Once: a request with an Idempotency-Key is done once, and a repeat gets the first answer.
//!
//! The answer is kept in the same transaction as the work, sealed under the caller's own key: what
//! names a child, or is shown only once, rests nowhere in the open.

use chacha20poly1305::aead::{Aead as _, KeyInit as _};
use chacha20poly1305::{ChaCha20Poly1305, Key, Nonce};

use super::{AppContext, UseCaseResult, token};
use crate::db::models::IdempotencyRecord;
use crate::db::{self, Tx};
use crate::domain::error::DomainError;
use crate::domain::time::{Time, hours};

/// How long a first answer is kept.
const KEPT_FOR: std::time::Duration = hours(24);

/// A request that its caller may repeat.
#[derive(Clone)]
pub struct IdempotencyKey {
    /// Who asks.
    pub caller: String,
    /// The key they chose.
    pub key: String,
    /// What they ask, in one hash.
    pub fingerprint: Vec<u8>,
}

/// Turns a result into the words of the door.
pub type RenderResponse<T> = Box<dyn Fn(&T) -> Vec<u8> + Send + Sync>;

/// How a piece of work is answered at the door: in words that this room keeps and does not read.
pub struct IdempotentRequest<T> {
    /// The repeat to look out for, where the caller named a key.
    pub repeat: Option<IdempotencyKey>,
    /// Turns the result into the answer.
    pub say: RenderResponse<T>,
}

impl AppContext {
    /// Does `work` in one transaction and answers it; a repeat is given the first answer instead.
    ///
    /// # Errors
    /// What `work` answers, or [`Refusal::IdempotencyKeyReused`].
    pub async fn run_idempotent<T: 'static>(
        &self,
        door: IdempotentRequest<T>,
        work: impl Fn(&mut Tx<'_>, Time) -> UseCaseResult<T> + Send + 'static,
    ) -> UseCaseResult<Vec<u8>> {
        let now = self.clock.now();
        self.store
            .write(move |tx| {
                let Some(repeat) = &door.repeat else {
                    return Ok((door.say)(&work(tx, now)?));
                };
                if let Some(first) = first_answer(tx, repeat, now)? {
                    return Ok(first);
                }
                let answer = (door.say)(&work(tx, now)?);
                tx.keep_answer(&repeat.seal(&answer, now)?)?;
                Ok(answer)
            })
            .await
    }
}

/// Forgets the answers that are past their time.
///
/// # Errors
/// Only the store's.
pub(crate) async fn delete_expired(app: &AppContext, now: Time) -> UseCaseResult<()> {
    let old = now.minus(KEPT_FOR);
    if app.store.read(move |tx| tx.answers_before(old)).await? == 0 {
        return Ok(());
    }
    app.store.write(move |tx| Ok(tx.forget_answers_before(old).map(drop)?)).await
}

fn first_answer(
    tx: &mut Tx<'_>,
    repeat: &IdempotencyKey,
    now: Time,
) -> UseCaseResult<Option<Vec<u8>>> {
    let Some(kept) = tx.kept_answer(&repeat.caller, &token::hash(&repeat.key))? else {
        return Ok(None);
    };
    if now.since(kept.created_at) >= KEPT_FOR {
        tx.forget_answers_before(now.minus(KEPT_FOR).plus(std::time::Duration::from_millis(1)))?;
        return Ok(None);
    }
    if kept.fingerprint != repeat.fingerprint {
        return Err(DomainError::IdempotencyKeyReused.into());
    }
    Ok(Some(repeat.open(&kept.sealed)?))
}

impl IdempotencyKey {
    fn cipher(&self) -> ChaCha20Poly1305 {
        let key =
            token::fingerprint(&[b"kept answer", self.caller.as_bytes(), self.key.as_bytes()]);
        ChaCha20Poly1305::new(&Key::try_from(&key[..]).expect("SHA-256 is 32 bytes"))
    }

    fn seal(&self, answer: &[u8], now: Time) -> UseCaseResult<IdempotencyRecord> {
        // A key seals one answer in its life, so a nonce that never changes is never used twice.
        let sealed = self.cipher().encrypt(&Nonce::default(), answer).map_err(|_| broken())?;
        Ok(IdempotencyRecord {
            caller: self.caller.clone(),
            key_hash: token::hash(&self.key),
            fingerprint: self.fingerprint.clone(),
            sealed,
            created_at: now,
        })
    }

    fn open(&self, sealed: &[u8]) -> UseCaseResult<Vec<u8>> {
        Ok(self.cipher().decrypt(&Nonce::default(), sealed).map_err(|_| broken())?)
    }
}

fn broken() -> db::Error {
    db::Error::Broken("a kept answer could not be sealed or opened".to_owned())
}
