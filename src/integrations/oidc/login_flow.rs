//! A passage: one person's way to the hospital's sign-in and back, bound to the browser that set out.
//!
//! All of it rests in one cookie of that browser: a secret, when it set out, and where it wants to go on. What goes
//! along in addresses (state, nonce, PKCE verifier) follows from the secret and from all the rest, so any node knows
//! it again without having kept anything, and nothing of it can be exchanged for something else.

use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use hmac::{Hmac, KeyInit as _, Mac as _};
use sha2::{Digest as _, Sha256};
use subtle::ConstantTimeEq as _;

use crate::domain::time::{Time, minutes};
use crate::random;

/// How long somebody may take to sign in there.
pub const LASTS: Duration = minutes(10);
/// How far the clocks of two nodes may be apart.
const SLACK: Duration = Duration::from_secs(30);

/// A way there and back.
#[derive(Clone, PartialEq, Eq)]
pub struct OidcLoginAttempt {
    secret: [u8; 32],
    begun: Time,
    anew: bool,
    to: String,
}

impl OidcLoginAttempt {
    /// A new one, that goes on to a page of ours; `anew` where somebody must show who they are though they, or
    /// somebody else, did so in this browser before.
    #[must_use]
    pub fn new(now: Time, to: String, anew: bool) -> Self {
        Self { secret: random::bytes(), begun: now, anew, to }
    }

    /// The one that a cookie holds, unless it is over.
    #[must_use]
    pub fn read(cookie: &str, now: Time) -> Option<Self> {
        let mut parts = cookie.split('.');
        let secret = URL_SAFE_NO_PAD.decode(parts.next()?).ok()?.try_into().ok()?;
        let begun = Time::from_millis(parts.next()?.parse().ok()?);
        let anew = match parts.next()? {
            "anew" => true,
            "any" => false,
            _ => return None,
        };
        let to = String::from_utf8(URL_SAFE_NO_PAD.decode(parts.next()?).ok()?).ok()?;
        let fits = parts.next().is_none() && now.since(begun) < LASTS && begun <= now.plus(SLACK);
        fits.then_some(Self { secret, begun, anew, to })
    }

    /// What the cookie holds.
    #[must_use]
    pub fn cookie(&self) -> String {
        let (secret, to) = (URL_SAFE_NO_PAD.encode(self.secret), URL_SAFE_NO_PAD.encode(&self.to));
        format!("{secret}.{}.{}.{to}", self.begun.millis(), self.manner())
    }

    /// Where to go on.
    #[must_use]
    pub fn to(&self) -> &str {
        &self.to
    }

    /// Whether this is the state that it set out with.
    #[must_use]
    pub fn matches_state(&self, state: &str) -> bool {
        self.state().as_bytes().ct_eq(state.as_bytes()).into()
    }

    /// What it is remembered by once somebody came in on it; it tells nothing else.
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

    /// Whether they are to show anew who they are, as on a phone that others share.
    #[must_use]
    pub const fn reauthenticate(&self) -> bool {
        self.anew
    }

    pub(crate) const fn started_at(&self) -> Time {
        self.begun
    }

    const fn manner(&self) -> &'static str {
        if self.anew { "anew" } else { "any" }
    }

    fn derive(&self, purpose: &str) -> String {
        // A shorter key counts as one that is filled up with noughts.
        let mut key = [0; 64];
        key[..self.secret.len()].copy_from_slice(&self.secret);
        let mut mac = Hmac::<Sha256>::new(&key.into());
        let begun = self.begun.millis().to_string();
        // The last may be anything; none of the others holds a blank.
        for part in [purpose, " ", &begun, " ", self.manner(), " ", &self.to] {
            mac.update(part.as_bytes());
        }
        URL_SAFE_NO_PAD.encode(mac.finalize().into_bytes())
    }
}
