//! Looking at a place: which companions are there, and what a sweep of it has found so far.

use crate::db::Tx;
use crate::db::models::Place;
use crate::domain::journey::JourneyStatus;
use crate::domain::room_sweep::SweepResult;
use crate::domain::tag::{TagCode, TagState};
use crate::domain::time::Time;
use crate::use_cases::journeys::journey_view::{self, JourneyView};
use crate::use_cases::{AppContext, UseCaseResult};

/// As many companions as are shown of a place.
const SHOWN: i64 = 200;

/// A place and who is there.
#[derive(Clone, Debug)]
pub struct PlaceOverview {
    /// The place.
    pub place: Place,
    /// The companions whose last confirmed place it is and whose journey is not over, by name.
    pub here: Vec<Resident>,
    /// When this was so.
    pub now: Time,
}

/// A companion in a room.
#[derive(Clone, Debug)]
pub struct Resident {
    /// Its journey as people see it.
    pub view: JourneyView,
    /// The tag it wears.
    pub tag: Option<TagCode>,
    /// What the sweep makes of it, where one is on.
    pub swept: Option<SweepResult>,
}

/// Looks at the place whose wall carries this code, where one in use does; `begun` is when its sweep
/// began.
///
/// # Errors
/// Only the store's.
pub async fn overview(
    app: &AppContext,
    code: TagCode,
    begun: Option<Time>,
) -> UseCaseResult<Option<PlaceOverview>> {
    let (now, rules) = (app.clock.now(), app.rules.clone());
    app.store
        .read(move |tx| {
            let place = tx.place_by_code(&code)?.filter(|place| place.active);
            let Some(place) = place else { return Ok(None) };
            let mut journeys = Vec::new();
            for status in [JourneyStatus::Open, JourneyStatus::Reunited] {
                journeys.extend(tx.board(Some(status), None, Some(place.id), None, SHOWN)?);
            }
            let views = journey_view::views(tx, journeys, &rules, now)?;
            let residents = views.into_iter().map(|view| resident(tx, view, &place, begun));
            let mut here = residents.collect::<UseCaseResult<Vec<_>>>()?;
            here.sort_by(|a, b| a.view.companion.name.cmp(&b.view.companion.name));
            Ok(Some(PlaceOverview { place, here, now }))
        })
        .await
}

fn resident(
    tx: &mut Tx<'_>,
    view: JourneyView,
    place: &Place,
    begun: Option<Time>,
) -> UseCaseResult<Resident> {
    let tags = tx.tags_of(view.companion.id)?;
    let live = tags.iter().find(|tag| tag.state == TagState::Live).map(|tag| tag.code);
    let swept = match begun {
        Some(begun) => SweepResult::of(&tx.steps_of(view.journey.id)?, place.id, begun),
        None => None,
    };
    Ok(Resident { view, tag: live, swept })
}
