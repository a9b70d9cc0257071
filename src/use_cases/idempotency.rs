//! Idempotent requests: a request with an `Idempotency-Key` runs once, and a repeat gets the first
//! response.
//!
//! The response is saved in the same transaction as the work. It is encrypted with a key derived
//! from caller and idempotency key, because it may name a child or contain a one-time secret.

use chacha20poly1305::aead::{Aead as _, KeyInit as _};
use chacha20poly1305::{ChaCha20Poly1305, Key, Nonce};

use crate::db::models::IdempotencyRecord;
use crate::db::{self, Tx};
use crate::domain::error::DomainError;
use crate::domain::time::{Time, hours};
use crate::use_cases::{AppContext, UseCaseResult, token};

/// How long a response is kept.
const RETENTION: std::time::Duration = hours(24);

#[derive(Clone)]
pub struct IdempotencyKey {
    pub caller: String,
    pub key: String,
    pub fingerprint: Vec<u8>,
}

/// Renders a result as the response body.
pub type RenderResponse<T> = Box<dyn Fn(&T) -> Vec<u8> + Send + Sync>;

/// A request that is executed once for each key.
pub struct IdempotentRequest<T> {
    pub key: Option<IdempotencyKey>,
    pub render: RenderResponse<T>,
}

impl AppContext {
    /// Runs `work` in one transaction and renders the result. A repeated request gets the first
    /// response instead.
    pub async fn run_idempotent<T: 'static>(
        &self,
        request: IdempotentRequest<T>,
        work: impl Fn(&mut Tx<'_>, Time) -> UseCaseResult<T> + Send + 'static,
    ) -> UseCaseResult<Vec<u8>> {
        let now = self.clock.now();
        self.store
            .write(move |tx| {
                let Some(key) = &request.key else {
                    return Ok((request.render)(&work(tx, now)?));
                };
                if let Some(first) = saved_response(tx, key, now)? {
                    return Ok(first);
                }
                let response = (request.render)(&work(tx, now)?);
                tx.add_idempotency_record(&key.encrypt(&response, now)?)?;
                Ok(response)
            })
            .await
    }
}

pub(crate) async fn delete_expired(app: &AppContext, now: Time) -> UseCaseResult<()> {
    let old = now.minus(RETENTION);
    if app.store.read(move |tx| tx.count_idempotency_records_before(old)).await? == 0 {
        return Ok(());
    }
    app.store.write(move |tx| Ok(tx.delete_idempotency_records_before(old).map(drop)?)).await
}

fn saved_response(
    tx: &mut Tx<'_>,
    key: &IdempotencyKey,
    now: Time,
) -> UseCaseResult<Option<Vec<u8>>> {
    let Some(saved) = tx.idempotency_record(&key.caller, &token::hash(&key.key))? else {
        return Ok(None);
    };
    if now.since(saved.created_at) >= RETENTION {
        tx.delete_idempotency_records_before(
            now.minus(RETENTION).plus(std::time::Duration::from_millis(1)),
        )?;
        return Ok(None);
    }
    if saved.fingerprint != key.fingerprint {
        return Err(DomainError::IdempotencyKeyReused.into());
    }
    Ok(Some(key.decrypt(&saved.encrypted_response)?))
}

impl IdempotencyKey {
    fn cipher(&self) -> ChaCha20Poly1305 {
        // The label is fixed: changing it would make stored data unreadable.
        let key =
            token::fingerprint(&[b"kept answer", self.caller.as_bytes(), self.key.as_bytes()]);
        ChaCha20Poly1305::new(&Key::try_from(&key[..]).expect("SHA-256 is 32 bytes"))
    }

    fn encrypt(&self, response: &[u8], now: Time) -> UseCaseResult<IdempotencyRecord> {
        // Each key encrypts exactly one response, so the constant nonce is never reused.
        let ciphertext =
            self.cipher().encrypt(&Nonce::default(), response).map_err(|_| encryption_error())?;
        Ok(IdempotencyRecord {
            caller: self.caller.clone(),
            key_hash: token::hash(&self.key),
            fingerprint: self.fingerprint.clone(),
            encrypted_response: ciphertext,
            created_at: now,
        })
    }

    fn decrypt(&self, ciphertext: &[u8]) -> UseCaseResult<Vec<u8>> {
        Ok(self.cipher().decrypt(&Nonce::default(), ciphertext).map_err(|_| encryption_error())?)
    }
}

fn encryption_error() -> db::Error {
    db::Error::Internal("a saved response could not be encrypted or decrypted".to_owned())
}
