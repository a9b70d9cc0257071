//! A browser that somebody signed in on before knows so by a cookie, and need not wait for what others guess.
//!
//! It holds a number of its own and a seal for each of its last users, made with the hash of their password: nothing
//! of it is kept here, a new password makes it worthless, and it opens nothing.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use hmac::{Hmac, KeyInit as _, Mac as _};
use sha2::Sha256;

use crate::db::models::Staff;
use crate::use_cases::token;

/// How many users a browser knows.
const USERS: usize = 6;
/// The length of a seal, in base64url.
const SEAL: usize = 43;
/// The length of a browser's number, in base64url.
const NUMBER: usize = 22;

/// What a browser brings along.
#[derive(Clone)]
pub struct KnownDeviceCookie {
    browser: String,
    seals: Vec<String>,
}

impl KnownDeviceCookie {
    /// Reads what a browser brings along; none where it is of no form that we ever gave.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let mut parts = text.split('.').map(str::to_owned);
        let browser = parts.next().filter(|number| is_base64(number, NUMBER))?;
        let seals: Vec<_> = parts.take(USERS).collect();
        let fine = !seals.is_empty() && seals.iter().all(|seal| is_base64(seal, SEAL));
        fine.then_some(Self { browser, seals })
    }

    /// The browser's number.
    #[must_use]
    pub fn browser(&self) -> &str {
        &self.browser
    }

    /// Whether this user signed in here before, by the password that they have now.
    pub(crate) fn is_of(&self, staff: &Staff) -> bool {
        let seals = self.seals.iter().filter_map(|seal| URL_SAFE_NO_PAD.decode(seal).ok());
        // Compared in constant time, all of them.
        let fitting = seals.filter(|seal| sealing(&self.browser, staff).verify_slice(seal).is_ok());
        fitting.count() > 0 && staff.has_password()
    }

    /// The same browser, whose last user is this one from now on.
    #[must_use]
    pub fn with(before: Option<Self>, staff: &Staff) -> Self {
        let before =
            before.unwrap_or_else(|| Self { browser: token::generate::<16>(), seals: Vec::new() });
        let own = URL_SAFE_NO_PAD.encode(sealing(&before.browser, staff).finalize().into_bytes());
        let others = before.seals.into_iter().filter(|seal| *seal != own);
        let seals = std::iter::once(own.clone()).chain(others).take(USERS).collect();
        Self { browser: before.browser, seals }
    }
}

impl std::fmt::Display for KnownDeviceCookie {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}.{}", self.browser, self.seals.join("."))
    }
}

impl std::fmt::Debug for KnownDeviceCookie {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Known").finish_non_exhaustive()
    }
}

fn is_base64(text: &str, length: usize) -> bool {
    text.len() == length && URL_SAFE_NO_PAD.decode(text).is_ok()
}

fn sealing(browser: &str, staff: &Staff) -> Hmac<Sha256> {
    let mut seal = Hmac::<Sha256>::new_from_slice(staff.password_hash.as_bytes())
        .expect("a key of any length will do");
    seal.update(format!("known browser {browser} {}", staff.id).as_bytes());
    seal
}
