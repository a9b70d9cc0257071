//! The result of the last submitted form, shown at the top of an admin page.

use actix_web::ResponseError as _;
use actix_web::http::StatusCode;

use crate::web::pages::shared::error::{PageError, detail};
use crate::web::pages::shared::request::HtmlRequest;

#[derive(Clone, Default)]
pub(super) struct FlashMessage {
    pub(super) status: StatusCode,
    pub(super) success: Option<&'static str>,
    pub(super) error: Option<String>,
}

impl FlashMessage {
    /// The message that a redirect asks for in its query string.
    pub(super) fn from_query(request: &HtmlRequest) -> Self {
        let success = request.query().get("said").and_then(success_message);
        Self { success, ..Self::default() }
    }

    /// An error that the user can correct in the same form; any other error stays a page of its own.
    pub(super) fn from_error(error: PageError) -> Result<Self, PageError> {
        let status = error.status_code();
        let Some(problem) = error.problem().filter(|_| is_correctable(status)) else {
            return Err(error);
        };
        let message = detail(problem).unwrap_or_else(|| problem.code.advice().to_owned());
        Ok(Self { status, success: None, error: Some(message) })
    }

    /// Like [`Self::from_error`], and also explains a conflict with a newer revision.
    pub(super) fn from_update_error(error: PageError) -> Result<Self, PageError> {
        if error.status_code() != StatusCode::PRECONDITION_FAILED {
            return Self::from_error(error);
        }
        let message = "Someone else changed this while you had it open, so your changes were not \
                       saved. The current values are shown below.";
        let status = StatusCode::PRECONDITION_FAILED;
        Ok(Self { status, success: None, error: Some(message.to_owned()) })
    }
}

fn success_message(key: &str) -> Option<&'static str> {
    Some(match key {
        "added" => "Added.",
        "changed" => "Saved.",
        "password" => "New password set. All sessions with the old password have ended.",
        "no-pin" => "PIN removed. The user can set a new one after signing in.",
        "disabled" => "Account disabled. All its sessions have ended.",
        "enabled" => "Account enabled. The user can sign in again.",
        "retired" => "Place retired. It can no longer be selected.",
        "reopened" => "Place reactivated.",
        "minted" => "Tags created. The new tags are listed first.",
        "void" => "Tag deactivated.",
        "brought-in" => "All rows imported.",
        "revoked" => "Revoked.",
        _ => return None,
    })
}

fn is_correctable(status: StatusCode) -> bool {
    [StatusCode::CONFLICT, StatusCode::UNPROCESSABLE_ENTITY, StatusCode::PAYLOAD_TOO_LARGE]
        .contains(&status)
}
