//! A place, the companions in it and the progress of a room sweep.

use crate::db::Tx;
use crate::db::models::Place;
use crate::domain::journey::JourneyStatus;
use crate::domain::room_sweep::SweepResult;
use crate::domain::tag::{TagCode, TagState};
use crate::domain::time::Time;
use crate::use_cases::journeys::journey_view::{self, JourneyView};
use crate::use_cases::{AppContext, UseCaseResult};

const MAX_COMPANIONS: i64 = 200;

#[derive(Clone, Debug)]
pub struct PlaceOverview {
    pub place: Place,
    pub companions: Vec<CompanionAtPlace>,
    pub now: Time,
}

#[derive(Clone, Debug)]
pub struct CompanionAtPlace {
    pub journey: JourneyView,
    pub tag: Option<TagCode>,
    pub sweep_result: Option<SweepResult>,
}

/// The active place with this code, or `None`.
pub(crate) async fn overview(
    app: &AppContext,
    code: TagCode,
    sweep_began: Option<Time>,
) -> UseCaseResult<Option<PlaceOverview>> {
    let (now, rules) = (app.clock.now(), app.rules.clone());
    app.store
        .read(move |tx| {
            let place = tx.place_by_code(&code)?.filter(|place| place.active);
            let Some(place) = place else { return Ok(None) };
            let mut journeys = Vec::new();
            for status in [JourneyStatus::Open, JourneyStatus::Reunited] {
                journeys.extend(tx.board(
                    Some(status),
                    None,
                    Some(place.id),
                    None,
                    MAX_COMPANIONS,
                )?);
            }
            let views = journey_view::views(tx, journeys, &rules, now)?;
            let companions =
                views.into_iter().map(|view| companion_at_place(tx, view, &place, sweep_began));
            let mut companions = companions.collect::<UseCaseResult<Vec<_>>>()?;
            companions.sort_by(|a, b| a.journey.companion.name.cmp(&b.journey.companion.name));
            Ok(Some(PlaceOverview { place, companions, now }))
        })
        .await
}

fn companion_at_place(
    tx: &mut Tx<'_>,
    view: JourneyView,
    place: &Place,
    sweep_began: Option<Time>,
) -> UseCaseResult<CompanionAtPlace> {
    let tags = tx.tags_of(view.companion.id)?;
    let live = tags.iter().find(|tag| tag.state == TagState::Live).map(|tag| tag.code);
    let swept = match sweep_began {
        Some(sweep_began) => {
            SweepResult::for_journey(&tx.steps_of(view.journey.id)?, place.id, sweep_began)
        }
        None => None,
    };
    Ok(CompanionAtPlace { journey: view, tag: live, sweep_result: swept })
}
