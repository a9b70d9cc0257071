//! One login attempt: from the redirect to the provider until the user comes back, bound to the browser.
//!
//! A cookie of the browser stores the attempt: a secret, the start time and the page to return to. State, nonce and
//! PKCE verifier are derived from all of it, so any node can check the callback without stored data, and no part of
//! the cookie can be exchanged.

use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use hmac::{Hmac, KeyInit as _, Mac as _};
use sha2::{Digest as _, Sha256};
use subtle::ConstantTimeEq as _;

use crate::domain::time::{Time, minutes};
use crate::random;

/// How long a user may take to sign in at the provider.
pub const LOGIN_ATTEMPT_LIFETIME: Duration = minutes(10);
/// The clocks of two nodes may differ by this much.
const CLOCK_SKEW: Duration = Duration::from_secs(30);

#[derive(Clone, PartialEq, Eq)]
pub struct OidcLoginAttempt {
    secret: [u8; 32],
    started_at: Time,
    reauthenticate: bool,
    return_path: String,
}

impl OidcLoginAttempt {
    /// With `reauthenticate` the user must sign in at the provider again, even with a session there, because others
    /// may use the same browser.
    #[must_use]
    pub fn new(now: Time, return_path: String, reauthenticate: bool) -> Self {
        Self { secret: random::bytes(), started_at: now, reauthenticate, return_path }
    }

    /// Parses the cookie; none if it is invalid or has expired.
    #[must_use]
    pub fn from_cookie(cookie: &str, now: Time) -> Option<Self> {
        let mut parts = cookie.split('.');
        let secret = URL_SAFE_NO_PAD.decode(parts.next()?).ok()?.try_into().ok()?;
        let started_at = Time::from_millis(parts.next()?.parse().ok()?);
        let reauthenticate = match parts.next()? {
            "anew" => true,
            "any" => false,
            _ => return None,
        };
        let return_path = URL_SAFE_NO_PAD.decode(parts.next()?).ok()?;
        let return_path = String::from_utf8(return_path).ok()?;
        let is_current =
            now.since(started_at) < LOGIN_ATTEMPT_LIFETIME && started_at <= now.plus(CLOCK_SKEW);
        let is_valid = parts.next().is_none() && is_current;
        is_valid.then_some(Self { secret, started_at, reauthenticate, return_path })
    }

    #[must_use]
    pub fn cookie(&self) -> String {
        let secret = URL_SAFE_NO_PAD.encode(self.secret);
        let return_path = URL_SAFE_NO_PAD.encode(&self.return_path);
        format!("{secret}.{}.{}.{return_path}", self.started_at.millis(), self.mode())
    }

    /// The page to show after the sign-in.
    #[must_use]
    pub fn return_path(&self) -> &str {
        &self.return_path
    }

    #[must_use]
    pub fn matches_state(&self, state: &str) -> bool {
        self.state().as_bytes().ct_eq(state.as_bytes()).into()
    }

    /// Stored after the sign-in, so that the attempt cannot be used twice; reveals nothing else.
    #[must_use]
    pub fn one_time_hash(&self) -> Vec<u8> {
        Sha256::digest(self.derive("mark")).to_vec()
    }

    pub(crate) fn state(&self) -> String {
        self.derive("state")
    }

    pub(crate) fn nonce(&self) -> String {
        self.derive("nonce")
    }

    pub(crate) fn verifier(&self) -> String {
        self.derive("verifier")
    }

    #[must_use]
    pub const fn reauthenticate(&self) -> bool {
        self.reauthenticate
    }

    pub(crate) const fn started_at(&self) -> Time {
        self.started_at
    }

    const fn mode(&self) -> &'static str {
        if self.reauthenticate { "anew" } else { "any" }
    }

    fn derive(&self, purpose: &str) -> String {
        // HMAC pads shorter keys with zeros to its block size.
        let mut key = [0; 64];
        key[..self.secret.len()].copy_from_slice(&self.secret);
        let mut mac = Hmac::<Sha256>::new(&key.into());
        let started_at = self.started_at.millis().to_string();
        // Unambiguous: only the last part may contain a space.
        for part in [purpose, " ", &started_at, " ", self.mode(), " ", &self.return_path] {
            mac.update(part.as_bytes());
        }
        URL_SAFE_NO_PAD.encode(mac.finalize().into_bytes())
    }
}
