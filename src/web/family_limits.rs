//! Limits for whoever opens a family link, counted in this process.
//!
//! A whole waiting room may share one address. So each link has a limit of its own, the limit of an address is high, and
//! what makes guessing slow is a small budget for unknown links. It is checked before a link is looked up, but only for
//! links that nobody has opened on this server: a guesser stops no family that has its page open.

use std::collections::HashSet;
use std::sync::{Mutex, MutexGuard, PoisonError};
use tokio::time::Instant;

use actix_web::web;

use super::failure_budget::FailureBudget;
use super::rate_limit::{KeyedLimit, NetworkLimit};
use crate::config::RateLimitSettings;
use crate::domain::error::DomainError;
use crate::use_cases::network::Network;
use crate::use_cases::{UseCaseError, UseCaseResult, token};

/// The hash of a link's token; the token itself is kept nowhere.
type LinkHash = Vec<u8>;

/// What is read. Photos are counted apart: one page has several, which must not use up the limit for pages.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum FamilyRead {
    Page,
    Photo,
}

pub(crate) struct FamilyLimits {
    pages: ReadLimits,
    photos: ReadLimits,
    unknown_links: FailureBudget,
    /// Links that exist. Guesses are never added, so it is as small as the number of links that families have opened.
    known_links: Mutex<HashSet<LinkHash>>,
}

struct ReadLimits {
    per_link: KeyedLimit<LinkHash>,
    per_network: NetworkLimit,
}

/// One admitted request, which must tell whether its link exists.
#[must_use = "an admitted request has to be counted"]
pub(crate) struct FamilyAdmission {
    limits: web::Data<FamilyLimits>,
    read: FamilyRead,
    network: Network,
    link: LinkHash,
    is_known: bool,
}

impl FamilyLimits {
    pub(crate) fn new(settings: &RateLimitSettings) -> Self {
        let read_limits = || ReadLimits {
            per_link: KeyedLimit::new(settings.family_reads_per_minute),
            per_network: NetworkLimit::new(settings.family_reads_per_address),
        };
        Self {
            pages: read_limits(),
            photos: read_limits(),
            unknown_links: FailureBudget::new(settings.unknown_family_links_per_minute),
            known_links: Mutex::default(),
        }
    }

    /// Admits a request, or refuses it without looking the link up.
    pub(crate) fn admit(
        this: &web::Data<Self>,
        read: FamilyRead,
        network: Network,
        token: &str,
    ) -> Result<FamilyAdmission, DomainError> {
        let (limits, link) = (this.limits_of(read), token::hash(token));
        limits.per_network.check(network)?;
        let is_known = this.known().contains(&link);
        if is_known {
            limits.per_link.check(&link)?;
        } else {
            this.unknown_links.check(network, Instant::now())?;
        }
        Ok(FamilyAdmission { limits: this.clone(), read, network, link, is_known })
    }

    const fn limits_of(&self, read: FamilyRead) -> &ReadLimits {
        match read {
            FamilyRead::Page => &self.pages,
            FamilyRead::Photo => &self.photos,
        }
    }

    /// Nothing panics while the lock is held, so a poisoned one still has the right links.
    fn known(&self) -> MutexGuard<'_, HashSet<LinkHash>> {
        self.known_links.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl FamilyAdmission {
    /// Counts the request for its network if the link is unknown, otherwise for the link.
    pub(crate) fn count<T>(self, result: UseCaseResult<T>) -> UseCaseResult<T> {
        match &result {
            Err(UseCaseError::Domain(DomainError::UnknownFamilyLink)) => {
                self.limits.unknown_links.charge(self.network, Instant::now());
            }
            // Nobody knows whether the link exists.
            Err(UseCaseError::Database(_)) => {}
            _ if self.is_known => {}
            _ => {
                // The first read of a link is not refused any more, but counts.
                let _ = self.limits.limits_of(self.read).per_link.check(&self.link);
                self.limits.known().insert(self.link);
            }
        }
        result
    }
}
