//! What the command line and the day's round do for privacy: names past their time go, and what rests under another
//! key than the one in use is sealed anew.

use std::time::Duration;

use crate::cli::{Done, open, told};
use crate::config::Settings;
use crate::use_cases::audit::{self, Errand};
use crate::use_cases::privacy::reencrypt;
use crate::use_cases::privacy::retention::{self, Round};
use crate::use_cases::{Answer, World};

/// How often the house goes its round.
const EVERY: Duration = Duration::from_hours(24);
/// When it tries again where the database was away.
const AGAIN: Duration = Duration::from_mins(5);

/// Whether the keys are here that the database was written under.
///
/// # Errors
/// Which is not.
pub(crate) async fn has_its_keys(world: &World) -> Done {
    world.store.may_go_on_with_the_audit().await.map_err(|error| error.to_string())?;
    world.store.may_open_names().await.map_err(|error| error.to_string())
}

/// Goes the round at once and then daily, for as long as the house is open.
pub(crate) async fn keep_private(world: World) {
    loop {
        let pause = match audit::on(Errand::of_the_house("daily round"), go_round(&world)).await {
            Ok(()) => EVERY,
            Err(error) => {
                tracing::error!(?error, "the daily round could not be gone; it is tried again");
                AGAIN
            }
        };
        tokio::time::sleep(pause).await;
    }
}

/// Each half is gone whatever came of the other.
async fn go_round(world: &World) -> Answer<()> {
    let removed = remove(world).await;
    let sealed = reencrypt::mend(world).await?;
    if sealed > 0 {
        tracing::info!(sealed, "texts were sealed anew under the key in use");
    }
    removed
}

async fn remove(world: &World) -> Answer<()> {
    let Round { removed, waiting, .. } = retention::look_round(world).await?;
    if removed > 0 {
        tracing::info!(removed, "what names children was removed, for its time was over");
    }
    if waiting > 0 {
        tracing::warn!(
            waiting,
            "visits began so long ago that what names their children would have gone, and go on still: end those that are over"
        );
    }
    Ok(())
}

/// Removes what names children whose time is over, and says of how many.
///
/// # Errors
/// Why it could not be done.
pub async fn purge(settings: &Settings) -> Done {
    let world = open(settings)?;
    let round = audit::on(Errand::of_the_house("stuffy purge"), removal(&world)).await;
    world.store.close().await;
    let Round { removed, waiting, failed } = round?;
    println!("{removed} children: what names them was removed, what counts stays");
    if waiting > 0 {
        println!("{waiting} visits began that long ago and go on still: end those that are over");
    }
    if failed > 0 {
        return Err(format!(
            "{failed} children keep their names, for something of theirs cannot be read: see the log"
        ));
    }
    Ok(())
}

async fn removal(world: &World) -> Result<Round, String> {
    world.store.may_open_names().await.map_err(|error| error.to_string())?;
    retention::look_round(world).await.map_err(|error| told(&error))
}
