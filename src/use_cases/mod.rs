//! The verbs of the house, one file each: the transaction and the order of things.
//!
//! An action takes domain types, asks the rules and keeps the result. It never sees a request, a
//! status or a table.

use std::sync::Arc;
use std::time::Duration;

use crate::clock::Clock;
use crate::db::{self, Store};
use crate::domain::error::DomainError;
use crate::domain::id::ScanId;
use crate::domain::site_rules::SiteRules;
use crate::domain::tag::PublicUrl;
use crate::domain::time::{Time, minutes};
use crate::photos::storage::PhotoStorage;
use crate::random;

pub use crate::db::Error as StoreError;
pub use crate::db::models as records;

pub mod alerts;
pub mod audit;
pub mod import_csv;
pub mod board;
pub mod cards;
pub mod check_in;
pub mod children;
pub mod companions;
pub mod journeys;
pub mod idempotency;
pub mod photos;
pub mod places;
pub mod reports;
pub mod token;
pub mod sign_in;
pub mod staff;
mod change_events;
pub mod visits;
pub mod scans;
pub mod tags;
pub mod privacy;
pub mod family;

/// Everything an action needs of the outside.
#[derive(Clone)]
pub struct AppContext {
    /// Where everything is kept.
    pub store: Store,
    /// What time it is.
    pub clock: Clock,
    /// What the site has decided.
    pub rules: Arc<SiteRules>,
    /// How long signing in lasts, and how often it may fail.
    pub signing_in: crate::domain::site_rules::SessionPolicy,
    /// The address that is printed on tags; without one nothing is printed.
    pub public_url: Option<PublicUrl>,
    /// The hospital's time zone, in which families read times.
    pub zone: crate::i18n::TimeZone,
    /// Where photos rest, if the site has any (R38).
    pub photo_storage: PhotoStorage,
    /// What was seen and is not in the audit yet.
    pub sights: audit::ReadAccessBuffer,
}

impl AppContext {
    /// Whether it is reached by TLS alone: cookies may say so, and browsers may be told to keep to it.
    #[must_use]
    pub fn is_https(&self) -> bool {
        self.signing_in.tls || self.public_url.as_ref().is_some_and(PublicUrl::is_https)
    }

    /// A fresh id for a scan that a page offers, so that the same form sent twice is one scan.
    #[must_use]
    pub fn scan_id(&self) -> ScanId {
        ScanId::from_uuid(random::uuid_v7_at(self.clock.now()))
    }
}

/// Why an action did not go through.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum UseCaseError {
    /// The rules, or the facts, say no.
    Refused(DomainError),
    /// As [`Self::Refused`], for something at this JSON pointer of what was told.
    RefusedAt(String, DomainError),
    /// The store could not do it.
    Store(db::Error),
}

/// What an action answers.
pub type UseCaseResult<T> = Result<T, UseCaseError>;

impl UseCaseError {
    /// Says where in what was told the thing was named that is not there.
    #[must_use]
    pub(crate) fn at(self, pointer: impl Into<String>) -> Self {
        match self {
            Self::Refused(missing @ DomainError::NotFound(_)) => {
                Self::RefusedAt(pointer.into(), missing)
            }
            other => other,
        }
    }
}

impl From<DomainError> for UseCaseError {
    fn from(refusal: DomainError) -> Self {
        Self::Refused(refusal)
    }
}

impl From<db::Error> for UseCaseError {
    fn from(error: db::Error) -> Self {
        Self::Store(error)
    }
}

/// One page of a list, and whether more follows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Page<T> {
    /// The items, in order.
    pub items: Vec<T>,
    /// Whether more follow after the last.
    pub more: bool,
}

/// Which page of a list: after which item, and how many at the most.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Pagination<K> {
    /// The last item of the page before.
    pub after: Option<K>,
    /// From 1 to 200.
    pub limit: u8,
}

impl<K> Pagination<K> {
    /// How many to ask for: one more than wanted tells whether more follow.
    pub(crate) fn fetch_limit(&self) -> i64 {
        i64::from(self.limit) + 1
    }

    /// Cuts what was fetched to a page.
    pub(crate) fn page<T>(&self, mut items: Vec<T>) -> Page<T> {
        let limit = usize::from(self.limit);
        let more = items.len() > limit;
        items.truncate(limit);
        Page { items, more }
    }
}

/// Names an absence: what was looked for is not there, or not the caller's to know of.
pub(crate) fn found<T>(thing: Option<T>, what: &'static str) -> UseCaseResult<T> {
    thing.ok_or(UseCaseError::Refused(DomainError::NotFound(what)))
}

/// Turns a lost race for a revision into its refusal.
pub(crate) fn ensure_saved(saved: bool) -> UseCaseResult<()> {
    if saved { Ok(()) } else { Err(DomainError::PreconditionFailed.into()) }
}

/// Refuses a change to a revision that is no longer the newest.
pub(crate) fn check_revision(expected: i64, actual: i64) -> UseCaseResult<()> {
    ensure_saved(expected == actual)
}

/// How far ahead of the server's clock a phone's may run and be taken for now.
const MAX_CLOCK_SKEW: Duration = minutes(5);

/// When something happened: what lies a little ahead happened now, and more is refused.
pub(crate) fn check_not_in_future(at: Time, now: Time) -> UseCaseResult<Time> {
    if at.since(now) > MAX_CLOCK_SKEW {
        let detail =
            "must not be in the future; if the phone's clock may be wrong, send sent_at too";
        return Err(DomainError::Invalid("/occurred_at", detail.to_owned()).into());
    }
    Ok(at.min(now))
}

/// Turns "there already" into its refusal and leaves every other error as it is.
pub(crate) fn map_unique_violation(error: db::Error, table: &str, columns: &str) -> UseCaseError {
    if error.is_unique_violation(table, columns) {
        DomainError::NameTaken.into()
    } else {
        error.into()
    }
}
