//! The layout of every page: title, signed-in user and location.

use super::assets;
use crate::domain::account::person::Role;
use crate::use_cases::models::Place;

/// What the base template shows around a page.
#[derive(Clone)]
pub(crate) struct Layout {
    pub(crate) title: String,
    pub(crate) me: Option<CurrentUser>,
    /// Where this phone is.
    pub(crate) place: Option<Place>,
}

/// The signed-in user.
#[derive(Clone)]
pub(crate) struct CurrentUser {
    pub(crate) id: String,
    pub(crate) name: String,
    pub(crate) role: Role,
    /// Seconds without use after which the page locks (R31).
    pub(crate) lock_after: u64,
}

impl CurrentUser {
    pub(crate) fn is_admin(&self) -> bool {
        self.role >= Role::Admin
    }
}

impl Layout {
    /// The layout of a page that names no user.
    pub(crate) fn anonymous(title: &str) -> Self {
        Self { title: title.to_owned(), me: None, place: None }
    }

    /// The URL of a script, style or icon.
    #[expect(clippy::unused_self, reason = "templates reach it through their layout")]
    pub(crate) fn file(&self, name: &str) -> String {
        assets::url(name)
    }
}
