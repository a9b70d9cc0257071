//! `stuffy migrate`: applies pending migrations and rebuilds outdated journeys.

use super::error::CommandResult;
use super::open;
use crate::config::Settings;

pub(super) async fn run(settings: &Settings) -> CommandResult {
    let app = open::open(settings)?;
    let migrations = open::run_migrations(&app.store).await?;
    open::check_keys(&app.store).await?;
    let journeys = open::rebuild_outdated_journeys(&app).await?;
    if migrations.is_empty() {
        println!("no pending migrations");
    } else {
        println!("{}", migrations.join("\n"));
    }
    if journeys > 0 {
        println!("journeys rebuilt under this release's rules: {journeys}");
    }
    app.store.close().await;
    Ok(())
}
