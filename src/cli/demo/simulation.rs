//! The simulation: each companion goes through its scenario scene by scene and then arrives again.

use std::num::NonZeroU32;
use std::time::Duration;

use super::arrival::SimulatedCompanion;
use super::fixtures::{COMPANIONS, MAX_SCENES};
use super::hospital::Hospital;
use super::scenario::{Scene, scene};
use crate::domain::account::person::MoveSource;
use crate::domain::card::{CardForm, Signer};
use crate::domain::id::{JourneyId, ScanId};
use crate::domain::journey::action::Action;
use crate::domain::place::PlaceKind;
use crate::domain::time::minutes;
use crate::domain::visit::VisitStatus;
use crate::random;
use crate::use_cases::scans::action::PlaceRef;
use crate::use_cases::scans::record::{self, ScanReport, ScanSource};
use crate::use_cases::visits::{self, move_child};
use crate::use_cases::{AppContext, UseCaseResult, cards};
use crate::web::api::journeys::scan_response;

/// Time between two scenes at speed 1.
const SCENE_INTERVAL: Duration = Duration::from_secs(20);
/// Minutes between two scenes of one companion before the demonstration starts.
const ROUND_MINUTES: u64 = 8;
/// Time between the scenes of two companions in the same round.
const COMPANION_INTERVAL: Duration = Duration::from_secs(20);

pub(super) struct Simulation {
    companions: Vec<SimulatedCompanion>,
    family_token: String,
}

/// How long before the start of the demonstration the first companion arrived.
pub(super) fn simulated_past() -> Duration {
    let rounds = u64::try_from(MAX_SCENES).unwrap_or_default() + 1;
    minutes(rounds * ROUND_MINUTES)
}

/// Simulates the hours before the start, round by round on the manual clock of `app`, so that each companion was
/// last seen a few minutes ago, as on a real ward.
pub(super) async fn prepare(hospital: &Hospital, app: &AppContext) -> UseCaseResult<Simulation> {
    let mut companions: Vec<SimulatedCompanion> = Vec::new();
    for round in 0..=MAX_SCENES {
        let arriving: Vec<_> = COMPANIONS
            .iter()
            .filter(|companion| companion.scenes_played + round == MAX_SCENES)
            .collect();
        let scenes = u32::try_from(companions.len() + arriving.len()).unwrap_or_default();
        let pause = minutes(ROUND_MINUTES).saturating_sub(COMPANION_INTERVAL * scenes);
        app.clock.advance(pause);
        for companion in &mut companions {
            app.clock.advance(COMPANION_INTERVAL);
            play_scene(hospital, app, companion).await?;
        }
        for companion in arriving {
            app.clock.advance(COMPANION_INTERVAL);
            let number = companions.len() + 1;
            companions.push(hospital.check_in_new(app, companion, number).await?);
        }
    }
    let position = |name| COMPANIONS.iter().position(|companion| companion.name == name);
    companions.sort_by_key(|simulated| position(simulated.companion.name));
    let visit = companions.first().map(|companion| companion.visit_id);
    let family_token = hospital.create_family_link(app, visit).await?;
    Ok(Simulation { companions, family_token })
}

impl Simulation {
    /// The token of the link for the first companion's family.
    pub(super) fn family_token(&self) -> &str {
        &self.family_token
    }

    pub(super) fn first_tag(&self) -> String {
        self.companions.first().map(|simulated| simulated.tag.to_string()).unwrap_or_default()
    }

    pub(super) fn first_name(&self) -> &'static str {
        self.companions.first().map_or("", |simulated| simulated.companion.name)
    }

    /// Plays one scene after the other, forever.
    pub(super) async fn run(mut self, hospital: Hospital, app: AppContext, speed: NonZeroU32) {
        let mut due = tokio::time::interval(SCENE_INTERVAL / speed.get());
        due.tick().await;
        loop {
            for companion in &mut self.companions {
                due.tick().await;
                if let Err(error) = play_or_restart(&hospital, &app, companion).await {
                    tracing::warn!(?error, "Demo step failed");
                }
            }
        }
    }
}

/// Plays the next scene; after the last one the companion arrives for another visit.
async fn play_or_restart(
    hospital: &Hospital,
    app: &AppContext,
    companion: &mut SimulatedCompanion,
) -> UseCaseResult<()> {
    if scene(companion.companion.scenario, companion.next_scene).is_some() {
        return play_scene(hospital, app, companion).await;
    }
    let visit = visits::get(app, companion.visit_id).await?.visit;
    if visit.status == VisitStatus::InProgress {
        visits::update(app, visit.id, visit.revision, VisitStatus::Completed).await?;
    }
    // The printed family link keeps showing the first visit.
    *companion = hospital.check_in_again(app, companion).await?;
    Ok(())
}

async fn play_scene(
    hospital: &Hospital,
    app: &AppContext,
    companion: &mut SimulatedCompanion,
) -> UseCaseResult<()> {
    let scenario = companion.companion.scenario;
    let Some(Scene { place, actions, without_tag }) = scene(scenario, companion.next_scene) else {
        return Ok(());
    };
    companion.next_scene += 1;
    let now = app.clock.now();
    // The child never goes to the laundry; a companion is found there alone.
    let child_moves = place.and_then(PlaceKind::stage).is_some();
    let place = place.and_then(|kind| hospital.place(kind));
    if let (true, Some(PlaceRef::Id(place))) = (child_moves, place) {
        let source = MoveSource::Staff(hospital.nurse.id);
        move_child::move_child(app, source, companion.visit_id, place, now).await?;
    }
    let is_reunited = actions.iter().any(|action| matches!(action, Action::Reunited { .. }));
    let source = if without_tag {
        ScanSource::WithoutTag(companion.journey_id, None)
    } else {
        ScanSource::Tag(companion.tag)
    };
    let report = ScanReport {
        id: ScanId::from_uuid(random::uuid_v7_at(now)),
        source,
        occurred_at: now,
        sent_at: None,
        place,
        actions,
        override_request: None,
        fingerprint: Vec::from(random::bytes::<32>()),
    };
    record::record(app, hospital.nurse, report, scan_response::render_response).await?;
    if is_reunited { release_card(hospital, app, companion.journey_id).await } else { Ok(()) }
}

async fn release_card(
    hospital: &Hospital,
    app: &AppContext,
    journey: JourneyId,
) -> UseCaseResult<()> {
    let signers = vec![Signer::Staff(hospital.nurse.id)];
    cards::release(app, hospital.lead, journey, CardForm::Paper, signers).await.map(drop)
}
