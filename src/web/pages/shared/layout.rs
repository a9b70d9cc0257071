//! The frame of every page: its title, who is signed in, where this phone is, and where its files are.

use super::assets;
use super::cookies::PLACE;
use super::error::PageError;
use super::request::{HtmlRequest, SignedInStaff};
use crate::domain::account::person::Role;
use crate::domain::tag::TagCode;
use crate::use_cases::models::Place;
use crate::use_cases::places;

/// What the base template shows around a page.
#[derive(Clone)]
pub struct Layout {
    /// The page's title.
    pub title: String,
    /// Who is signed in.
    pub me: Option<CurrentUser>,
    /// Where this phone is.
    pub place: Option<Place>,
}

/// Who is signed in.
#[derive(Clone)]
pub struct CurrentUser {
    /// Their id.
    pub id: String,
    /// As colleagues call them.
    pub name: String,
    /// What they may do.
    pub role: Role,
    /// After how many seconds without use the page hides (R31).
    pub lock_after: u64,
}

impl CurrentUser {
    /// Whether they may do what leads may.
    #[must_use]
    pub fn is_lead(&self) -> bool {
        self.role >= Role::Lead
    }

    /// Whether they may do what admins may.
    #[must_use]
    pub fn is_admin(&self) -> bool {
        self.role >= Role::Admin
    }
}

impl Layout {
    /// A frame that names nobody.
    #[must_use]
    pub fn bare(title: &str) -> Self {
        Self { title: title.to_owned(), me: None, place: None }
    }

    /// The frame of a page for staff, with this phone's place.
    ///
    /// # Errors
    /// Only the store's.
    pub async fn of(
        asked: &HtmlRequest,
        staffer: &SignedInStaff,
        title: &str,
    ) -> Result<Self, PageError> {
        let code = asked.cookie(PLACE.name).and_then(|code| TagCode::parse(&code).ok());
        let place = match code {
            Some(code) => places::by_code(asked.app(), code).await?,
            None => None,
        };
        let me = CurrentUser {
            id: staffer.actor.id.to_string(),
            name: staffer.name.clone(),
            role: staffer.actor.role,
            lock_after: asked.app().session_policy.idle_lock.as_secs(),
        };
        Ok(Self { title: title.to_owned(), me: Some(me), place })
    }

    /// The address of one of the files that pages load.
    #[must_use]
    pub fn file(&self, name: &str) -> String {
        assets::address(name)
    }
}
