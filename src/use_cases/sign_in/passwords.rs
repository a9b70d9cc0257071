//! Hashing and verifying passwords and PINs.

use crate::blocking;
use crate::use_cases::UseCaseResult;
use argon2::Argon2;
use argon2::password_hash::phc::PasswordHash;
use argon2::password_hash::{PasswordHasher as _, PasswordVerifier as _};
use tokio::sync::Semaphore;

/// A hash takes 19 MiB and a core for a while, so concurrent hashes are limited.
static HASHING: Semaphore = Semaphore::const_new(4);

/// The argon2id hash of a password as a PHC string, with the parameters OWASP recommends.
pub async fn hash_password(password: String) -> UseCaseResult<String> {
    let _turn = HASHING.acquire().await;
    let hashed = blocking::run(move || {
        Argon2::default().hash_password(password.as_bytes()).map(|hash| hash.to_string())
    });
    match hashed.await {
        Ok(Ok(hash)) => Ok(hash),
        _ => Err(crate::db::Error::Internal("a password could not be hashed".to_owned()).into()),
    }
}

/// Verifies a password or PIN. Without a hash it checks a dummy hash, so that unknown users take
/// the same time.
pub(crate) async fn verify_hash(hash: Option<String>, secret: String) -> bool {
    let _turn = HASHING.acquire().await;
    let known = hash.is_some();
    let hash = hash.unwrap_or_else(|| DUMMY_HASH.to_owned());
    let compared = blocking::run(move || {
        PasswordHash::new(&hash)
            .is_ok_and(|hash| Argon2::default().verify_password(secret.as_bytes(), &hash).is_ok())
    });
    compared.await.unwrap_or(false) && known
}

/// The hash of a discarded password, with the same parameters as all others.
const DUMMY_HASH: &str =
    "$argon2id$v=19$m=19456,t=2,p=1$c3R1ZmZ5LW5vYm9keQ$Zm9yIG5vYm9keSBhdCBhbGwsIG5vdCBldmVuIHVzLi4";
