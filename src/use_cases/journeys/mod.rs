//! Journeys: the board, one journey and its history.

pub(crate) mod append_steps;
pub mod rebuild_journeys;
pub mod journey_view;

use std::collections::{BTreeSet, HashMap};

use crate::db::Tx;
use crate::domain::id::{JourneyId, PlaceId, StaffId, StepId};
use crate::domain::journey::JourneyStatus;
use crate::domain::journey::step::Step;
use crate::domain::place::Stage;
use crate::domain::time::Time;
use crate::use_cases::{AppContext, Page, Pagination, UseCaseResult, or_not_found};
use journey_view::JourneyView;

/// `None` matches everything.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct JourneyFilter {
    pub status: Option<JourneyStatus>,
    pub stage: Option<Stage>,
    pub place_id: Option<PlaceId>,
}

#[derive(Clone, Debug)]
pub struct StepView {
    pub step: Step,
    pub by_name: String,
    pub witness_name: Option<String>,
    pub voided_by: Option<StepId>,
}

pub async fn board(
    app: &AppContext,
    filter: JourneyFilter,
    pagination: Pagination<JourneyId>,
) -> UseCaseResult<Page<JourneyView>> {
    let (now, rules, fetch) = (app.clock.now(), app.rules.clone(), pagination.fetch_limit());
    app.store
        .read(move |tx| {
            let rows =
                tx.board(filter.status, filter.stage, filter.place_id, pagination.after, fetch)?;
            let page = pagination.page(rows);
            Ok(Page { items: journey_view::views(tx, page.items, &rules, now)?, more: page.more })
        })
        .await
}

pub async fn get(app: &AppContext, id: JourneyId) -> UseCaseResult<JourneyView> {
    let (now, rules) = (app.clock.now(), app.rules.clone());
    app.store
        .read(move |tx| {
            let journey = or_not_found(tx.journey(id)?, "journey")?;
            journey_view::view(tx, journey, &rules, now)
        })
        .await
}

/// A journey's steps in order, including voided steps and the steps that voided them.
pub async fn history(
    app: &AppContext,
    id: JourneyId,
    pagination: Pagination<(Time, StepId)>,
) -> UseCaseResult<Page<StepView>> {
    let fetch = pagination.fetch_limit();
    app.store
        .read(move |tx| {
            or_not_found(tx.journey(id)?, "journey")?;
            let page = pagination.page(tx.steps_page(id, pagination.after, fetch)?);
            let voids: HashMap<_, _> = tx.voids_of(id)?.into_iter().collect();
            let items = step_views(tx, page.items, &voids)?;
            Ok(Page { items, more: page.more })
        })
        .await
}

/// Adds the names of recorder and witness to steps.
pub(crate) fn step_views(
    tx: &mut Tx<'_>,
    steps: Vec<Step>,
    voids: &HashMap<StepId, StepId>,
) -> UseCaseResult<Vec<StepView>> {
    let people: BTreeSet<_> =
        steps.iter().flat_map(|s| [Some(s.by), s.witness]).flatten().collect();
    let people: Vec<_> = people.into_iter().collect();
    let names: HashMap<_, _> = tx.staff_names(&people)?.into_iter().collect();
    Ok(steps.into_iter().map(|step| step_view(step, &names, voids)).collect())
}

fn step_view(
    step: Step,
    names: &HashMap<StaffId, String>,
    voids: &HashMap<StepId, StepId>,
) -> StepView {
    StepView {
        by_name: names.get(&step.by).cloned().unwrap_or_default(),
        witness_name: step.witness.and_then(|id| names.get(&id).cloned()),
        voided_by: voids.get(&step.id).copied(),
        step,
    }
}
