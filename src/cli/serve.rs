//! `stuffy serve`: runs the server.

use std::net::{SocketAddr, TcpListener};

use super::error::{CommandResult, error_message};
use super::server_lifecycle::run_server;
use super::{logging, open};
use crate::config::Settings;
use crate::jobs::clock_check;
use crate::use_cases::{AppContext, photos};
use crate::web::tls::Tls;

pub(super) async fn run(settings: Settings) -> CommandResult {
    logging::start(&settings.monitoring.log, settings.monitoring.log_json)?;
    // Invalid TLS settings are reported before the database is touched.
    Tls::from_settings(&settings)?;
    let app = open::open(&settings)?;
    prepare_database(&app).await?;
    let listener = listen(settings.server.listen)?;
    let address = listener.local_addr().map_err(|error| error.to_string())?;
    warn_about_missing_keys(&settings);
    tracing::info!(%address, "Listening");
    run_server(listener, app, &settings).await
}

async fn prepare_database(app: &AppContext) -> CommandResult {
    let migrations = open::run_migrations(&app.store).await?;
    open::check_keys(&app.store).await?;
    if !migrations.is_empty() {
        open::rebuild_outdated_journeys(app).await?;
    }
    warn_about_unreachable_photos(app).await?;
    clock_check::advance_to_newest_record(app).await.map_err(|error| error.to_string())?;
    Ok(())
}

async fn warn_about_unreachable_photos(app: &AppContext) -> CommandResult {
    let photos = photos::count_unreachable(app).await.map_err(|error| error_message(&error))?;
    if photos > 0 {
        tracing::warn!(
            photos,
            "Photos are stored in a directory other than the one in STUFFY_PHOTO_STORAGE; they are not shown and their files are not deleted"
        );
    }
    Ok(())
}

fn warn_about_missing_keys(settings: &Settings) {
    if settings.encryption.audit_keys.is_empty() {
        tracing::warn!(
            "The audit log has no key: set STUFFY_AUDIT_KEY, otherwise anyone with write access to the database can rewrite it"
        );
    }
    if settings.encryption.privacy_keys.is_empty() {
        tracing::warn!(
            "Children's names are not encrypted: set STUFFY_PRIVACY_KEY, otherwise anyone with the database or a backup can read them"
        );
    }
}

pub(crate) fn listen(address: SocketAddr) -> Result<TcpListener, String> {
    TcpListener::bind(address).map_err(|error| format!("cannot listen on {address}: {error}"))
}
