//! Problems (RFC 9457): every refusal turned into an answer, in one match.

use std::fmt;

use actix_web::http::{StatusCode, header};
use actix_web::{HttpResponse, ResponseError};
use serde::Serialize;

use crate::actions::Error;
use crate::actions::StoreError;
use crate::domain::clearance::{Blocker, Rule};
use crate::domain::person::Role;
use crate::domain::refusal::Refusal;
use crate::wire::Key;

/// An answer that is no success.
#[derive(Debug, Serialize)]
pub struct Problem {
    #[serde(rename = "type")]
    page: String,
    title: &'static str,
    status: u16,
    /// What is amiss, for a person; never the cause of a fault of ours.
    pub detail: String,
    /// The stable key.
    pub code: &'static str,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    errors: Vec<Fault>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    blockers: Vec<BlockerOut>,
    #[serde(skip)]
    retry_after: Option<u64>,
    #[serde(skip)]
    allow: Option<String>,
}

/// A member of the body that is at fault.
#[derive(Debug, Serialize)]
struct Fault {
    pointer: String,
    detail: String,
}

/// A blocker as the contract writes it.
#[derive(Debug, Serialize)]
pub struct BlockerOut {
    rule: Key<Rule>,
    detail: String,
    override_role: Option<Key<Role>>,
}

impl From<&Blocker> for BlockerOut {
    fn from(blocker: &Blocker) -> Self {
        Self {
            rule: Key(blocker.rule),
            detail: blocker.detail.clone(),
            override_role: blocker.override_role.map(Key),
        }
    }
}

impl Problem {
    /// A problem of one of the kinds listed in [`KINDS`].
    #[must_use]
    pub fn new(code: &'static str, detail: impl Into<String>) -> Self {
        let kind = KINDS.iter().find(|kind| kind.code == code).unwrap_or(&KINDS[0]);
        Self {
            page: format!("/problems/{}", kind.code),
            title: kind.title,
            status: kind.status,
            detail: detail.into(),
            code: kind.code,
            errors: Vec::new(),
            blockers: Vec::new(),
            retry_after: None,
            allow: None,
        }
    }

    /// A body that is well-formed and does not fit, at this JSON pointer.
    #[must_use]
    pub fn invalid(pointer: &str, detail: impl Into<String>) -> Self {
        Self::new("invalid", "The body does not fit the contract; see errors.").at(pointer, detail)
    }

    /// A path, query or header that is not well-formed.
    #[must_use]
    pub fn malformed(detail: impl Into<String>) -> Self {
        Self::new("malformed", detail)
    }

    /// Adds the member that is at fault.
    #[must_use]
    pub fn at(mut self, pointer: &str, detail: impl Into<String>) -> Self {
        self.errors.push(Fault { pointer: format!("#{pointer}"), detail: detail.into() });
        self
    }

    /// The answer to an error; where `what` was not found, it points to the member that named it.
    #[must_use]
    pub fn where_missing(error: Error, what: &str, pointer: &str) -> Self {
        let missing = matches!(&error, Error::Refused(Refusal::NotFound(it)) if *it == what);
        let problem = Self::from(error);
        if missing {
            problem.at(pointer, format!("names no {what} that is known"))
        } else {
            problem
        }
    }

    /// Adds when to try again, in seconds.
    #[must_use]
    pub fn retry_after(mut self, seconds: u64) -> Self {
        self.retry_after = Some(seconds.max(1));
        self
    }

    /// A method that this path does not know.
    #[must_use]
    pub fn method_not_allowed(allow: String) -> Self {
        let detail = format!("This path answers to {allow}.");
        Self { allow: Some(allow), ..Self::new("method-not-allowed", detail) }
    }

    /// The HTTP status.
    #[must_use]
    pub const fn status(&self) -> u16 {
        self.status
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code)
    }
}

impl ResponseError for Problem {
    fn status_code(&self) -> StatusCode {
        StatusCode::from_u16(self.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR)
    }

    fn error_response(&self) -> HttpResponse {
        let mut answer = HttpResponse::build(self.status_code());
        answer.insert_header((header::CONTENT_TYPE, "application/problem+json"));
        answer.insert_header((header::CACHE_CONTROL, "no-store"));
        if self.status == 401 {
            answer.insert_header((header::WWW_AUTHENTICATE, "Bearer realm=\"stuffy\""));
        }
        if let Some(seconds) = self.retry_after {
            answer.insert_header((header::RETRY_AFTER, seconds));
        }
        if let Some(allow) = &self.allow {
            answer.insert_header((header::ALLOW, allow.clone()));
        }
        answer.json(self)
    }
}

impl From<Error> for Problem {
    fn from(error: Error) -> Self {
        match error {
            Error::RefusedAt(pointer, Refusal::Invalid(member, detail)) => {
                Self::invalid(&format!("{pointer}{member}"), detail)
            }
            Error::RefusedAt(pointer, Refusal::NotFound(what)) => {
                Self::from(Refusal::NotFound(what))
                    .at(&pointer, format!("names no {what} that is known"))
            }
            Error::Refused(refusal) | Error::RefusedAt(_, refusal) => refusal.into(),
            Error::Store(error) => error.into(),
        }
    }
}

impl From<StoreError> for Problem {
    fn from(error: StoreError) -> Self {
        match error {
            StoreError::Busy | StoreError::Race => {
                Self::new("busy", "More is waiting than can be served now.").retry_after(1)
            }
            StoreError::Away => {
                Self::new("away", "The database is away; whether this was kept is unknown.")
                    .retry_after(2)
            }
            fault @ (StoreError::Taken { .. } | StoreError::Broken(_)) => {
                tracing::error!(cause = %fault, "a job failed in the store");
                Self::new("internal", "The fault is ours and has been noted.")
            }
        }
    }
}

impl From<Refusal> for Problem {
    fn from(refusal: Refusal) -> Self {
        let code = refusal.code();
        match refusal {
            Refusal::NotCleared(blockers) => Self {
                blockers: blockers.iter().map(Into::into).collect(),
                ..Self::new(code, "It is not cleared for this; see blockers.")
            },
            Refusal::NotFound(what) => Self::new(code, format!("No such {what}.")),
            Refusal::TooManyRequests(seconds) => {
                Self::new(code, "Too many requests; wait a little.").retry_after(seconds)
            }
            Refusal::Invalid(pointer, detail) => Self::invalid(pointer, detail),
            _ => Self::new(code, told(code)),
        }
    }
}

/// What is said to a person where the kind says it all.
fn told(code: &str) -> &'static str {
    KINDS.iter().find(|kind| kind.code == code).map_or("", |kind| kind.advice)
}

/// A kind of problem.
pub struct Kind {
    /// The stable key, and the name of its page.
    pub code: &'static str,
    /// The HTTP status.
    pub status: u16,
    /// A short name.
    pub title: &'static str,
    /// What it means and what helps.
    pub advice: &'static str,
}

const fn kind(code: &'static str, status: u16, title: &'static str, advice: &'static str) -> Kind {
    Kind { code, status, title, advice }
}

/// Every kind of problem; the first is what a fault of ours looks like.
pub const KINDS: &[Kind] = &[
    kind(
        "internal",
        500,
        "A fault of ours",
        "Something went wrong on the server and has been noted. Nothing was kept.",
    ),
    kind(
        "malformed",
        400,
        "Malformed",
        "The request is not well-formed: broken JSON, or a path, query or header of the wrong form.",
    ),
    kind(
        "unauthenticated",
        401,
        "Sign in first",
        "There are no credentials, or they are over, locked or revoked. Sign in again.",
    ),
    kind("bad-credentials", 401, "Not signed in", "User name and password do not belong together."),
    kind("forbidden", 403, "Not for this role", "Somebody with another role may do this."),
    kind(
        "cross-origin",
        403,
        "From another site",
        "A request by cookie that changes something must come from this site's own pages.",
    ),
    kind("not-found", 404, "Not found", "It does not exist, or it is not yours to know of."),
    kind(
        "method-not-allowed",
        405,
        "Method not allowed",
        "This path answers to other methods; see Allow.",
    ),
    kind(
        "not-cleared",
        409,
        "Not cleared",
        "A site rule stands in the way. Mend what the blockers name, or have them set aside by the role they name.",
    ),
    kind(
        "scan-id-reused",
        409,
        "Scan id reused",
        "Another scan has this id. Every scan gets an id of its own.",
    ),
    kind(
        "tag-not-bound",
        409,
        "Tag not on anyone yet",
        "This tag is on no companion yet. Check one in with it.",
    ),
    kind("tag-void", 409, "Tag withdrawn", "This tag was withdrawn. Use the companion's new one."),
    kind(
        "tag-bound-elsewhere",
        409,
        "Tag on another companion",
        "This tag is on another companion. Take a blank one.",
    ),
    kind("journey-open", 409, "On a journey already", "This companion is checked in already."),
    kind(
        "journey-closed",
        409,
        "Journey over",
        "This companion's journey in this visit is over. Take back its closing step to go on.",
    ),
    kind("no-open-journey", 409, "Not checked in", "This companion is not checked in."),
    kind(
        "journeys-open",
        409,
        "Companions under way",
        "A companion of this visit is still under way. Close its journey first.",
    ),
    kind("visit-open", 409, "Visit under way", "This child has a visit under way."),
    kind("visit-closed", 409, "Visit over", "This visit is over."),
    kind(
        "not-this-childs",
        409,
        "Another child's",
        "It belongs to another child, and a companion stays with its child.",
    ),
    kind("already-voided", 409, "Taken back before", "This step was taken back before."),
    kind(
        "cannot-void",
        409,
        "Cannot be taken back",
        "A check-in, and a step that takes back another, stand for ever.",
    ),
    kind(
        "too-late-to-undo",
        409,
        "Too late to undo",
        "Your time to take this back is over. A lead still may.",
    ),
    kind(
        "hold-permanent",
        409,
        "Held for ever",
        "A permanent hold is never lightened or released.",
    ),
    kind("no-hold", 409, "No hold", "There is no hold to release."),
    kind("already-resolved", 409, "Resolved before", "This alert was resolved before."),
    kind("name-taken", 409, "Name taken", "Another goes by this name."),
    kind("patient-ref-taken", 409, "Reference taken", "Another child goes by this reference."),
    kind(
        "own-account",
        409,
        "Your own account",
        "You would lock yourself out. Another admin may do this.",
    ),
    kind(
        "public-url-missing",
        409,
        "No public address",
        "No public address is set, so nothing can be printed. Set STUFFY_PUBLIC_URL.",
    ),
    kind(
        "precondition-failed",
        412,
        "Changed meanwhile",
        "It has changed since you read it. Read it again.",
    ),
    kind(
        "precondition-required",
        428,
        "Say what you read",
        "Send If-Match with the ETag you read, so that no change is lost.",
    ),
    kind("too-large", 413, "Too large", "The body is larger than this path takes."),
    kind("unsupported-media-type", 415, "Not JSON", "Send application/json."),
    kind(
        "invalid",
        422,
        "Does not fit",
        "The body is well-formed and does not fit the contract; see errors.",
    ),
    kind(
        "idempotency-key-reused",
        422,
        "Key reused",
        "This Idempotency-Key came with another request.",
    ),
    kind("too-many-requests", 429, "Too many requests", "Wait as long as Retry-After says."),
    kind("busy", 503, "Busy", "More is waiting than can be served now. Try again shortly."),
    kind(
        "away",
        503,
        "Database away",
        "The database cannot be reached. Try again shortly; a repeat is safe.",
    ),
];
