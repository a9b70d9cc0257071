//! The layout of pages for signed-in staff.

use super::cookies::PLACE;
use super::error::PageError;
use super::layout::{CurrentUser, Layout};
use super::request::{HtmlRequest, SignedInStaff};
use crate::domain::tag::TagCode;
use crate::use_cases::places;

impl Layout {
    /// The layout with the user's name and this phone's location.
    pub(crate) async fn for_staff(
        request: &HtmlRequest,
        staff: &SignedInStaff,
        title: &str,
    ) -> Result<Self, PageError> {
        let code = request.cookie_values(PLACE).iter().find_map(|code| TagCode::parse(code).ok());
        let place = match code {
            Some(code) => places::by_code(request.app(), code).await?,
            None => None,
        };
        let me = CurrentUser {
            id: staff.actor.id.to_string(),
            name: staff.name.clone(),
            role: staff.actor.role,
            lock_after: request.app().session_policy.idle_lock.as_secs(),
        };
        Ok(Self { title: title.to_owned(), me: Some(me), place })
    }
}
