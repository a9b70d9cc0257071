//! Hidden form fields: the idempotency key of a form that creates something, and the revision of one that changes it.

use crate::use_cases::idempotency::IdempotentRequest;
use crate::use_cases::token;
use crate::web::extract::callers::StaffCaller;
use crate::web::pages::shared::error::PageError;
use crate::web::pages::shared::form::Form;
use crate::web::pages::shared::request::HtmlRequest;

/// A new idempotency key for a form.
pub(super) fn new_key() -> String {
    token::generate::<12>()
}

/// Creates what a form asks for once, however often it is submitted. The stored response is a text, such as
/// the id of the new record.
pub(super) fn idempotent_request<T>(
    request: &HtmlRequest,
    admin: &StaffCaller,
    form: &Form,
    response: impl Fn(&T) -> String + Send + Sync + 'static,
) -> IdempotentRequest<T> {
    IdempotentRequest {
        key: request.idempotency_key(admin, form, "once"),
        render: Box::new(move |created| response(created).into_bytes()),
    }
}

/// The response text of an [`idempotent_request`].
pub(super) fn response_text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

/// The revision that the user saw when they opened the form.
pub(super) fn revision(form: &Form) -> Result<i64, PageError> {
    form.optional_number("revision")?
        .ok_or_else(|| PageError::invalid("revision", "must not be empty"))
}
