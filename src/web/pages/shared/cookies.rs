//! What a phone keeps for itself between two pages; none of it opens anything by itself.

use std::time::Duration;

use actix_web::cookie::{Cookie, SameSite, time};

use super::error::PageError;
use crate::domain::time::{days, hours};
use crate::use_cases::AppContext;

/// Something that a phone keeps.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Kept {
    /// The cookie's name.
    pub name: &'static str,
    lasts: Duration,
    script_reads: bool,
}

/// The code of this phone's place; a shift long.
pub const PLACE: Kept = Kept { name: "stuffy_place", lasts: hours(12), script_reads: true };
/// When the sweep of that place began, in milliseconds.
pub const SWEEP: Kept = Kept { name: "stuffy_sweep", lasts: hours(2), script_reads: true };
/// The way to the hospital's sign-in and back.
pub const PASSAGE: Kept =
    Kept { name: "stuffy_passage", lasts: crate::integrations::oidc::LASTS, script_reads: false };
/// The token of the family link that was opened on this phone.
pub const FAMILY: Kept = Kept { name: "stuffy_family", lasts: days(90), script_reads: false };

impl Kept {
    /// Gives it to the phone along with an answer.
    ///
    /// # Errors
    /// A fault of ours where the answer cannot hold it.
    pub fn give(
        self,
        app: &AppContext,
        answer: &mut actix_web::HttpResponse,
        value: &str,
    ) -> Result<(), PageError> {
        self.put(app, answer, value, self.lasts)
    }

    /// Takes it back.
    ///
    /// # Errors
    /// As [`Self::give`].
    pub fn take(
        self,
        app: &AppContext,
        answer: &mut actix_web::HttpResponse,
    ) -> Result<(), PageError> {
        self.put(app, answer, "", Duration::ZERO)
    }

    fn put(
        self,
        app: &AppContext,
        answer: &mut actix_web::HttpResponse,
        value: &str,
        lasts: Duration,
    ) -> Result<(), PageError> {
        let seconds = i64::try_from(lasts.as_secs()).unwrap_or(i64::MAX);
        let cookie = Cookie::build(self.name, value.to_owned())
            .http_only(!self.script_reads)
            .same_site(SameSite::Lax)
            .path("/")
            .secure(app.is_https())
            .max_age(time::Duration::seconds(seconds))
            .finish();
        answer.add_cookie(&cookie).map_err(|error| PageError::fault(&error))
    }
}
