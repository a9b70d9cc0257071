//! Turned away: every refusal as a page of its own, with its status.

use std::fmt;

use actix_web::http::{StatusCode, header};
use actix_web::{HttpResponse, ResponseError};
use askama::Template;

use super::layout::Frame;
use crate::domain::error::Refusal;
use crate::domain::journey::clearance::Blocker;
use crate::use_cases::{Error, StoreError};
use crate::web::field_error::Amiss;
use crate::web::pages::{dress, in_a_query, see_other};
use crate::web::problem_code::Kind;

/// Why somebody does not get the page they asked for.
#[derive(Debug)]
pub enum Turned {
    /// They sign in first, and come back here.
    SignIn {
        /// The path that they asked for.
        next: String,
        /// Whether they only looked; a form that was sent is told to be gone.
        asks: bool,
    },
    /// It is refused.
    Away(Box<Refused>),
}

/// A refusal in words.
#[derive(Debug)]
pub struct Refused {
    /// Its kind.
    pub kind: &'static Kind,
    /// What is wrong in this case, where there is more to say.
    pub detail: Option<String>,
    /// What stands in the way.
    pub blockers: Vec<Blocker>,
    /// Seconds until it is worth trying again.
    pub retry_after: Option<u64>,
}

impl fmt::Debug for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code)
    }
}

#[derive(Template)]
#[template(path = "shared/error.html")]
struct Page<'a> {
    frame: Frame,
    refused: &'a Refused,
    back: Option<&'a str>,
}

impl Turned {
    /// A refusal of a kind that says it all.
    #[must_use]
    pub fn kind(code: &'static str) -> Self {
        Self::told(code, None)
    }

    fn told(code: &'static str, detail: Option<String>) -> Self {
        Self::Away(Box::new(Refused {
            kind: Kind::of(code),
            detail,
            blockers: Vec::new(),
            retry_after: None,
        }))
    }

    /// A field that does not fit.
    #[must_use]
    pub fn invalid(name: &str, detail: &str) -> Self {
        let said = detail.split(" at line ").next().unwrap_or_default();
        Self::told("invalid", Some(format!("{}: {said}", name.trim_start_matches('/'))))
    }

    /// A fault of ours; the cause is for the log alone.
    pub fn fault(cause: &dyn fmt::Display) -> Self {
        tracing::error!(%cause, "a page could not be made");
        Self::kind("internal")
    }

    /// As a script is told that asked for a part of a page: it cannot be led to the door.
    #[must_use]
    pub fn asked_by_script(self) -> Self {
        if matches!(self, Self::SignIn { .. }) { Self::kind("unauthenticated") } else { self }
    }

    /// What is refused, where it is.
    #[must_use]
    pub fn refused(&self) -> Option<&Refused> {
        match self {
            Self::SignIn { .. } => None,
            Self::Away(refused) => Some(refused),
        }
    }

    fn retry(mut self, seconds: u64) -> Self {
        if let Self::Away(refused) = &mut self {
            refused.retry_after = Some(seconds.max(1));
        }
        self
    }
}

impl From<Refusal> for Turned {
    fn from(refusal: Refusal) -> Self {
        let code = refusal.code();
        match refusal {
            Refusal::NotCleared(blockers) => {
                let kind = Kind::of(code);
                Self::Away(Box::new(Refused { kind, detail: None, blockers, retry_after: None }))
            }
            Refusal::Invalid(member, detail) => Self::invalid(member, &detail),
            Refusal::TooManyRequests(seconds) => Self::kind(code).retry(seconds),
            Refusal::LabelTooSmall(detail) => Self::told(code, Some(detail)),
            Refusal::NotFound(what) => Self::told(code, Some(format!("No such {what}."))),
            _ => Self::kind(code),
        }
    }
}

impl From<Error> for Turned {
    fn from(error: Error) -> Self {
        match error {
            Error::Refused(refusal) | Error::RefusedAt(_, refusal) => refusal.into(),
            Error::Store(error) => error.into(),
        }
    }
}

impl From<StoreError> for Turned {
    fn from(error: StoreError) -> Self {
        match error {
            StoreError::Busy | StoreError::Race => Self::kind("busy").retry(1),
            StoreError::Away => Self::kind("away").retry(2),
            fault @ (StoreError::Taken { .. } | StoreError::Broken(_)) => Self::fault(&fault),
        }
    }
}

impl From<Amiss> for Turned {
    fn from(amiss: Amiss) -> Self {
        Self::invalid(&amiss.pointer, &amiss.detail)
    }
}

impl fmt::Display for Turned {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.refused().map_or("sign-in", |refused| refused.kind.code))
    }
}

impl ResponseError for Turned {
    fn status_code(&self) -> StatusCode {
        let status = self.refused().map_or(401, |refused| refused.kind.status);
        StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR)
    }

    fn error_response(&self) -> HttpResponse {
        let refused = match self {
            Self::SignIn { next, asks: true } => return see_other(&to_sign_in(next)),
            // The form is gone with the session that sent it: told so, never shown as done.
            Self::SignIn { .. } => &Refused {
                kind: Kind::of("unauthenticated"),
                detail: Some("Nothing was saved.".to_owned()),
                blockers: Vec::new(),
                retry_after: None,
            },
            Self::Away(refused) => refused,
        };
        let back = matches!(self, Self::SignIn { .. }).then_some("/sign-in");
        let page = Page { frame: Frame::bare(refused.kind.title), refused, back };
        let mut answer = HttpResponse::build(self.status_code());
        if let Some(seconds) = refused.retry_after {
            answer.insert_header((header::RETRY_AFTER, seconds));
        }
        let html = page.render().unwrap_or_else(|_| refused.kind.title.to_owned());
        dress(answer.content_type("text/html; charset=utf-8").body(html))
    }
}

/// The sign-in page's address, with the way back.
#[must_use]
pub fn to_sign_in(next: &str) -> String {
    format!("/sign-in?next={}", in_a_query(next))
}
