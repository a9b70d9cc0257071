//! Cookie by which a browser proves that a user signed in on it before, so that other people's
//! failed attempts do not throttle that user there.
//!
//! It holds a device id and a MAC for each of its last users, keyed with their password hash. The
//! server saves nothing, a new password invalidates the MAC, and the cookie grants no access.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use hmac::{Hmac, KeyInit as _, Mac as _};
use sha2::Sha256;

use crate::db::models::Staff;
use crate::use_cases::token;

const MAX_USERS: usize = 6;
/// Length of a MAC in base64url.
const MAC_LENGTH: usize = 43;
/// Length of the device id in base64url.
const ID_LENGTH: usize = 22;

#[derive(Clone)]
pub struct KnownDeviceCookie {
    device_id: String,
    macs: Vec<String>,
}

impl KnownDeviceCookie {
    /// Parses a cookie; `None` if it is malformed.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let mut parts = text.split('.').map(str::to_owned);
        let device_id = parts.next().filter(|id| is_base64(id, ID_LENGTH))?;
        let macs: Vec<_> = parts.take(MAX_USERS).collect();
        let is_valid = !macs.is_empty() && macs.iter().all(|mac| is_base64(mac, MAC_LENGTH));
        is_valid.then_some(Self { device_id, macs })
    }

    /// Of several cookies the one on which this user signed in before, otherwise the first.
    #[must_use]
    pub(crate) fn genuine(mut all: Vec<Self>, staff: &Staff) -> Option<Self> {
        let genuine = all.iter().position(|cookie| cookie.matches(staff)).unwrap_or_default();
        (genuine < all.len()).then(|| all.swap_remove(genuine))
    }

    #[must_use]
    pub fn browser(&self) -> &str {
        &self.device_id
    }

    /// Whether this user signed in on this browser before with the current password.
    pub(crate) fn matches(&self, staff: &Staff) -> bool {
        let macs = self.macs.iter().filter_map(|mac| URL_SAFE_NO_PAD.decode(mac).ok());
        // Checks all of them, each in constant time.
        let matching =
            macs.filter(|mac| device_mac(&self.device_id, staff).verify_slice(mac).is_ok());
        matching.count() > 0 && staff.has_password()
    }

    /// The cookie with this user as the most recent one.
    #[must_use]
    pub fn with_user(before: Option<Self>, staff: &Staff) -> Self {
        let before =
            before.unwrap_or_else(|| Self { device_id: token::generate::<16>(), macs: Vec::new() });
        let own =
            URL_SAFE_NO_PAD.encode(device_mac(&before.device_id, staff).finalize().into_bytes());
        let others = before.macs.into_iter().filter(|mac| *mac != own);
        let macs = std::iter::once(own.clone()).chain(others).take(MAX_USERS).collect();
        Self { device_id: before.device_id, macs }
    }
}

impl std::fmt::Display for KnownDeviceCookie {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}.{}", self.device_id, self.macs.join("."))
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

fn device_mac(browser: &str, staff: &Staff) -> Hmac<Sha256> {
    let mut mac = Hmac::<Sha256>::new_from_slice(staff.password_hash.as_bytes())
        .expect("a key of any length will do");
    mac.update(format!("known browser {browser} {}", staff.id).as_bytes());
    mac
}
