//! The application context: what use cases need from the outside.

use crate::clock::Clock;
use crate::db::Store;
use crate::domain::id::ScanId;
use crate::domain::session_policy::SessionPolicy;
use crate::domain::site_rules::SiteRules;
use crate::domain::tag::PublicUrl;
use crate::i18n::TimeZone;
use crate::photos::storage::PhotoStorage;
use crate::random;
use crate::use_cases::audit::read_buffer::ReadAccessBuffer;
use std::sync::Arc;

/// What use cases need from the outside.
#[derive(Clone)]
pub struct AppContext {
    pub store: Store,
    pub clock: Clock,
    pub rules: Arc<SiteRules>,
    pub session_policy: SessionPolicy,
    /// The base URL printed on tags. Without it no tags can be printed.
    pub public_url: Option<PublicUrl>,
    pub time_zone: TimeZone,
    pub photo_storage: PhotoStorage,
    pub read_accesses: ReadAccessBuffer,
}

impl AppContext {
    /// Whether the server is reached over TLS only, so that cookies can be `Secure` and HSTS can be
    /// sent.
    #[must_use]
    pub fn is_https(&self) -> bool {
        self.session_policy.tls || self.public_url.as_ref().is_some_and(PublicUrl::is_https)
    }

    /// A scan id for a form, so that a form sent twice records one scan.
    #[must_use]
    pub fn new_scan_id(&self) -> ScanId {
        ScanId::from_uuid(random::uuid_v7_at(self.clock.now()))
    }
}
