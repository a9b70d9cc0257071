//! Opens the database and builds the application context from the settings.

use std::sync::Arc;
use std::time::Duration;

use super::error::{CommandResult, error_message};
use crate::clock::Clock;
use crate::config::{PhotoStorageSetting, Settings};
use crate::db::{KeySet, Options, Store};
use crate::i18n::TimeZone;
use crate::photos::directory::PhotoDirectory;
use crate::photos::storage::PhotoStorage;
use crate::use_cases::AppContext;
use crate::use_cases::audit::read_buffer::ReadAccessBuffer;
use crate::use_cases::audit::{self, AuditContext};
use crate::use_cases::journeys::rebuild_journeys::rebuild_journeys;

pub(crate) fn open(settings: &Settings) -> Result<AppContext, String> {
    Ok(AppContext {
        store: open_store(settings)?,
        clock: Clock::system(),
        rules: Arc::new(settings.site_rules()),
        session_policy: settings.session_policy(),
        public_url: settings.server.public_url.clone(),
        time_zone: settings.server.time_zone.clone().unwrap_or_else(TimeZone::system),
        photo_storage: photo_storage(&settings.photos.storage)?,
        read_accesses: ReadAccessBuffer::default(),
    })
}

fn open_store(settings: &Settings) -> Result<Store, String> {
    let options = Options {
        audit_keys: KeySet::parse("STUFFY_AUDIT_KEY", &settings.encryption.audit_keys)?,
        privacy_keys: KeySet::parse("STUFFY_PRIVACY_KEY", &settings.encryption.privacy_keys)?,
        connections: settings.database.connections.get(),
        timeout: Duration::from_secs(settings.database.timeout_seconds.get().into()),
        ..Options::default()
    };
    Store::open(&settings.database.url, &options).map_err(|error| error.to_string())
}

fn photo_storage(setting: &PhotoStorageSetting) -> Result<PhotoStorage, String> {
    match setting {
        PhotoStorageSetting::Off => Ok(PhotoStorage::Off),
        PhotoStorageSetting::Database => Ok(PhotoStorage::Database),
        PhotoStorageSetting::Directory(path) => PhotoDirectory::open(path)
            .map(PhotoStorage::Directory)
            .map_err(|error| format!("STUFFY_PHOTO_STORAGE: {}: {error}", path.display())),
    }
}

/// Applies pending migrations and returns their names.
pub(crate) async fn run_migrations(store: &Store) -> Result<Vec<String>, String> {
    store.migrate().await.map_err(|error| format!("database migration failed: {error}"))
}

/// Fails if the data in the database was written with keys that the settings do not contain.
pub(crate) async fn check_keys(store: &Store) -> CommandResult {
    store.check_audit_key().await.map_err(|error| error.to_string())?;
    store.check_privacy_key().await.map_err(|error| error.to_string())
}

/// Rebuilds the journeys that an earlier release computed by other rules, and returns their number.
pub(crate) async fn rebuild_outdated_journeys(app: &AppContext) -> Result<usize, String> {
    let rebuild = audit::with_context(AuditContext::system("upgrade"), rebuild_journeys(app));
    let journeys = rebuild.await.map_err(|error| error_message(&error))?;
    if journeys > 0 {
        tracing::info!(journeys, "Rebuilt journeys under this release's rules");
    }
    Ok(journeys)
}
