//! A list of what the house has: what it is searched for, a page of what is found, the next page's
//! address, and below it the form for something new.

use super::{A_PAGE, FlashMessage, once};
use crate::use_cases::{Page, Pagination};
use crate::web::pages::shared::error::PageError;
use crate::web::pages::shared::redirect::query_escape;
use crate::web::pages::shared::request::{Form, HtmlRequest};
use crate::web::validation::ShortText;

/// The form below a list: what came of sending it, and what stands in it.
pub struct Below {
    pub(crate) said: FlashMessage,
    pub(crate) typed: Form,
}

impl Below {
    /// It is empty, and has been sent at most by the page before.
    pub fn empty(asked: &HtmlRequest) -> Self {
        Self { said: FlashMessage::of(asked), typed: Form::default() }
    }

    /// It was sent, and comes back to be mended where it can be.
    pub fn mendable(turned: PageError, typed: Form) -> Result<Self, PageError> {
        Ok(Self { said: FlashMessage::mendable(turned)?, typed })
    }
}

/// What a list is searched for, and where its page begins.
pub struct Search {
    /// What was typed.
    pub(crate) typed: String,
    /// What else was asked for, as the tail of a query string.
    pub(crate) more: String,
    path: String,
    after: Option<String>,
}

impl Search {
    /// What the query string says.
    pub fn of(asked: &HtmlRequest) -> Result<Self, PageError> {
        let query = asked.query();
        let typed: Option<ShortText> = query.optional("q")?;
        Ok(Self {
            typed: typed.map(|text| text.0).unwrap_or_default(),
            more: String::new(),
            path: asked.http_request().path().to_owned(),
            after: query.get("after").map(str::to_owned),
        })
    }

    /// The page that is asked for; `read` reads what the page before ended with.
    pub fn span<K>(&self, read: impl FnOnce(&str) -> Option<K>) -> Pagination<K> {
        Pagination { after: self.after.as_deref().and_then(read), limit: A_PAGE }
    }

    /// The address of the page that begins after this.
    fn next(&self, after: &str) -> String {
        let (typed, after) = (query_escape(&self.typed), query_escape(after));
        format!("{}?q={typed}{}&after={after}", self.path, self.more)
    }
}

/// The list as its page shows it.
pub struct List<T> {
    pub(crate) said: FlashMessage,
    pub(crate) typed: Form,
    pub(crate) once: String,
    pub(crate) search: Search,
    pub(crate) items: Vec<T>,
    pub(crate) next: Option<String>,
}

impl<T> List<T> {
    /// A page of what was found; `key` is what the next one begins after.
    pub fn of(below: Below, search: Search, found: Page<T>, key: impl Fn(&T) -> String) -> Self {
        let last = found.items.last().filter(|_| found.more);
        let next = last.map(|item| search.next(&key(item)));
        let Below { said, typed } = below;
        Self { said, typed, once: once(), search, items: found.items, next }
    }
}
