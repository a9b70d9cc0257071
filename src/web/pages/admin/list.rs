//! A list on an admin page: the search, one page of results, the link to the next page, and the form below
//! that adds something.

use super::flash::FlashMessage;
use super::idempotent_form::new_key;
use crate::use_cases::{Page, Pagination};
use crate::web::pages::shared::error::PageError;
use crate::web::pages::shared::form::Form;
use crate::web::pages::shared::redirect::query_escape;
use crate::web::pages::shared::request::HtmlRequest;
use crate::web::validation::ShortText;

pub(super) const PAGE_SIZE: u8 = 50;

/// The form below a list: the result of submitting it, and its field values.
pub(super) struct AddForm {
    flash: FlashMessage,
    values: Form,
}

impl AddForm {
    pub(super) fn empty(request: &HtmlRequest) -> Self {
        Self { flash: FlashMessage::from_query(request), values: Form::default() }
    }

    /// A form that was rejected; the user can correct it.
    pub(super) fn rejected(error: PageError, values: Form) -> Result<Self, PageError> {
        Ok(Self { flash: FlashMessage::from_error(error)?, values })
    }
}

/// The search text, and where the requested page begins.
pub(super) struct Search {
    pub(super) text: String,
    /// Further query parameters, beginning with `&`.
    pub(super) extra_query: String,
    path: String,
    after: Option<String>,
}

impl Search {
    pub(super) fn from_query(request: &HtmlRequest) -> Result<Self, PageError> {
        let query = request.query();
        let text: Option<ShortText> = query.optional("q")?;
        Ok(Self {
            text: text.map(|text| text.0).unwrap_or_default(),
            extra_query: String::new(),
            path: request.http_request().path().to_owned(),
            after: query.get("after").map(str::to_owned),
        })
    }

    /// The requested page; `parse` reads the cursor.
    pub(super) fn pagination<K>(&self, parse: impl FnOnce(&str) -> Option<K>) -> Pagination<K> {
        Pagination { after: self.after.as_deref().and_then(parse), limit: PAGE_SIZE }
    }

    fn url_after(&self, cursor: &str) -> String {
        let (text, cursor) = (query_escape(&self.text), query_escape(cursor));
        format!("{}?q={text}{}&after={cursor}", self.path, self.extra_query)
    }
}

pub(super) struct AdminList<T> {
    pub(super) flash: FlashMessage,
    /// Values of the form below the list.
    pub(super) values: Form,
    pub(super) idempotency_key: String,
    pub(super) search: Search,
    pub(super) items: Vec<T>,
    pub(super) next_url: Option<String>,
}

impl<T> AdminList<T> {
    /// `cursor` gives the position after an item.
    pub(super) fn new(
        form: AddForm,
        search: Search,
        page: Page<T>,
        cursor: impl Fn(&T) -> String,
    ) -> Self {
        let last = page.items.last().filter(|_| page.more);
        let next_url = last.map(|item| search.url_after(&cursor(item)));
        let AddForm { flash, values } = form;
        Self { flash, values, idempotency_key: new_key(), search, items: page.items, next_url }
    }
}
