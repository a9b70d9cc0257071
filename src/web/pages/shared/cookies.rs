//! Cookies in which a phone remembers its location, its sweep and its family link. None of them signs anybody in.

use std::time::Duration;

use actix_web::HttpResponse;
use actix_web::cookie::Cookie;

use super::error::PageError;
use crate::domain::time::{days, hours, minutes};
use crate::use_cases::AppContext;
use crate::web::cookies::{self, new_cookie};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct DeviceCookie {
    pub(crate) name: &'static str,
    max_age: Duration,
    script_reads: bool,
}

/// The code of the place where this phone is; valid for one shift.
pub(crate) const PLACE: DeviceCookie =
    DeviceCookie { name: "stuffy_place", max_age: hours(12), script_reads: true };
/// When the sweep of that place began, in milliseconds since 1970.
pub(crate) const SWEEP: DeviceCookie =
    DeviceCookie { name: "stuffy_sweep", max_age: hours(2), script_reads: true };
/// The state of a hospital sign-in between leaving for the provider and coming back.
pub(crate) const OIDC_LOGIN: DeviceCookie = DeviceCookie {
    name: "stuffy_passage",
    max_age: crate::integrations::oidc::LOGIN_ATTEMPT_LIFETIME,
    script_reads: false,
};
/// The token of the family link that was opened on this phone.
pub(crate) const FAMILY: DeviceCookie =
    DeviceCookie { name: "stuffy_family", max_age: days(90), script_reads: false };

/// The code of the tag that waits to be replaced.
pub(crate) const REPLACES: DeviceCookie =
    DeviceCookie { name: "stuffy_replaces", max_age: minutes(10), script_reads: false };

impl DeviceCookie {
    pub(crate) fn set(
        self,
        app: &AppContext,
        response: &mut HttpResponse,
        value: &str,
    ) -> Result<(), PageError> {
        self.add(response, new_cookie(app, self.name, value, self.max_age))
    }

    pub(crate) fn remove(
        self,
        app: &AppContext,
        response: &mut HttpResponse,
    ) -> Result<(), PageError> {
        let mut expired = cookies::expired(app, self.name).into_iter();
        expired.try_for_each(|cookie| self.add(response, cookie))
    }

    fn add(
        self,
        response: &mut HttpResponse,
        mut cookie: Cookie<'static>,
    ) -> Result<(), PageError> {
        cookie.set_http_only(!self.script_reads);
        response.add_cookie(&cookie).map_err(|error| PageError::internal(&error))
    }
}
