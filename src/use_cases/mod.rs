//! Use cases: each file holds the transactions of one topic and the order of their steps.
//!
//! A use case takes domain types, asks the rules and saves the result. It knows no HTTP and no SQL.

use std::sync::Arc;
use std::time::Duration;

use crate::clock::Clock;
use crate::db::{self, Store};
use crate::domain::error::DomainError;
use crate::domain::id::ScanId;
use crate::domain::site_rules::SiteRules;
use crate::domain::tag::PublicUrl;
use crate::domain::time::{Time, minutes};
use crate::photos::storage::Album;
use crate::random;

pub use crate::db::Error as StoreError;
pub use crate::db::models;

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

/// What use cases need from the outside.
#[derive(Clone)]
pub struct AppContext {
    pub store: Store,
    pub clock: Clock,
    pub rules: Arc<SiteRules>,
    pub session_policy: crate::domain::site_rules::SessionPolicy,
    /// The base URL printed on tags. Without it no tags can be printed.
    pub public_url: Option<PublicUrl>,
    pub time_zone: crate::i18n::TimeZone,
    pub photo_storage: Album,
    pub read_accesses: audit::ReadAccessBuffer,
}

impl AppContext {
    /// Whether the server is reached over TLS only, so that cookies can be `Secure` and HSTS can be
    /// sent.
    #[must_use]
    pub fn is_https(&self) -> bool {
        self.session_policy.by_tls || self.public_url.as_ref().is_some_and(PublicUrl::is_https)
    }

    /// A scan id for a form, so that a form sent twice records one scan.
    #[must_use]
    pub fn new_scan_id(&self) -> ScanId {
        ScanId::from_uuid(random::uuid(self.clock.now()))
    }
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum UseCaseError {
    Domain(DomainError),
    DomainAt(String, DomainError),
    Database(db::Error),
}

pub type UseCaseResult<T> = Result<T, UseCaseError>;

impl UseCaseError {
    /// Adds the JSON pointer of the request member whose subject was not found.
    #[must_use]
    pub(crate) fn at_pointer(self, pointer: impl Into<String>) -> Self {
        match self {
            Self::Domain(missing @ DomainError::NotFound(_)) => {
                Self::DomainAt(pointer.into(), missing)
            }
            other => other,
        }
    }
}

impl From<DomainError> for UseCaseError {
    fn from(refusal: DomainError) -> Self {
        Self::Domain(refusal)
    }
}

impl From<db::Error> for UseCaseError {
    fn from(error: db::Error) -> Self {
        Self::Database(error)
    }
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Page<T> {
    pub items: Vec<T>,
    pub more: bool,
}

/// The requested page of a list; `K` is the sort key of the last item of the page before.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Pagination<K> {
    pub after: Option<K>,
    pub limit: u8,
}

impl<K> Pagination<K> {
    /// One more than the page size, to find out whether more items follow.
    pub(crate) fn fetch_limit(&self) -> i64 {
        i64::from(self.limit) + 1
    }

    /// Cuts the fetched items to one page.
    pub(crate) fn page<T>(&self, mut items: Vec<T>) -> Page<T> {
        let limit = usize::from(self.limit);
        let more = items.len() > limit;
        items.truncate(limit);
        Page { items, more }
    }
}

/// Maps `None` to [`DomainError::NotFound`].
pub(crate) fn or_not_found<T>(thing: Option<T>, what: &'static str) -> UseCaseResult<T> {
    thing.ok_or(UseCaseError::Domain(DomainError::NotFound(what)))
}

/// Maps a lost update (the revision was outdated) to [`DomainError::PreconditionFailed`].
pub(crate) fn ensure_saved(saved: bool) -> UseCaseResult<()> {
    if saved { Ok(()) } else { Err(DomainError::PreconditionFailed.into()) }
}

pub(crate) fn check_revision(expected: i64, actual: i64) -> UseCaseResult<()> {
    ensure_saved(expected == actual)
}

/// How far a phone's clock may run ahead of the server's; such a time counts as now.
const MAX_CLOCK_SKEW: Duration = minutes(5);

/// Caps a time that is slightly ahead at `now`; rejects one that is further ahead.
pub(crate) fn check_not_in_future(at: Time, now: Time) -> UseCaseResult<Time> {
    if at.since(now) > MAX_CLOCK_SKEW {
        let detail = "lies in the future; a phone whose clock may be wrong says sent_at as well";
        return Err(DomainError::Invalid("/occurred_at", detail.to_owned()).into());
    }
    Ok(at.min(now))
}

/// Maps a violation of this unique constraint to [`DomainError::NameTaken`].
pub(crate) fn map_unique_violation(error: db::Error, table: &str, columns: &str) -> UseCaseError {
    if error.is_unique_violation(table, columns) {
        DomainError::NameTaken.into()
    } else {
        error.into()
    }
}
