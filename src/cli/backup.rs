//! `stuffy backup`: writes a consistent copy of a SQLite database.

use std::path::Path;

use super::error::CommandResult;
use super::open;
use crate::config::Settings;

pub(super) async fn run(settings: &Settings, file: &Path) -> CommandResult {
    let app = open::open(settings)?;
    app.store.backup(file).await.map_err(|error| error.to_string())?;
    app.store.close().await;
    Ok(())
}
