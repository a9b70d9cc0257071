//! Journeys: the board, one journey, and its history.

pub mod rebuild_journeys;
pub mod journey_view;

use std::collections::{BTreeSet, HashMap};

use super::{AppContext, Page, Pagination, UseCaseResult, found};
use crate::db::Tx;
use crate::domain::id::{JourneyId, PlaceId, StaffId, StepId};
use crate::domain::journey::JourneyStatus;
use crate::domain::journey::step::Step;
use crate::domain::place::Stage;
use crate::domain::time::Time;
use journey_view::JourneyView;

/// Which journeys the board shows; none of a kind shows all of that kind.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Filter {
    /// How far they are.
    pub status: Option<JourneyStatus>,
    /// At which stage.
    pub stage: Option<Stage>,
    /// At which place they were last confirmed.
    pub place_id: Option<PlaceId>,
}

/// A step as its history shows it.
#[derive(Clone, Debug)]
pub struct StepView {
    /// The step.
    pub step: Step,
    /// The name of who made it.
    pub by_name: String,
    /// The name of who confirmed it.
    pub witness_name: Option<String>,
    /// The step that took it back.
    pub voided_by: Option<StepId>,
}

/// The board.
///
/// # Errors
/// Only the store's.
pub async fn board(
    app: &AppContext,
    filter: Filter,
    span: Pagination<JourneyId>,
) -> UseCaseResult<Page<JourneyView>> {
    let (now, rules, fetch) = (app.clock.now(), app.rules.clone(), span.fetch_limit());
    app.store
        .read(move |tx| {
            let rows = tx.board(filter.status, filter.stage, filter.place_id, span.after, fetch)?;
            let page = span.page(rows);
            Ok(Page { items: journey_view::views(tx, page.items, &rules, now)?, more: page.more })
        })
        .await
}

/// One journey.
///
/// # Errors
/// [`crate::domain::error::Refusal::NotFound`].
pub async fn get(app: &AppContext, id: JourneyId) -> UseCaseResult<JourneyView> {
    let (now, rules) = (app.clock.now(), app.rules.clone());
    app.store
        .read(move |tx| {
            let journey = found(tx.journey(id)?, "journey")?;
            journey_view::view(tx, journey, &rules, now)
        })
        .await
}

/// A journey's steps in the order of the fold, voided ones and what voided them among them.
///
/// # Errors
/// [`crate::domain::error::Refusal::NotFound`].
pub async fn history(
    app: &AppContext,
    id: JourneyId,
    span: Pagination<(Time, StepId)>,
) -> UseCaseResult<Page<StepView>> {
    let fetch = span.fetch_limit();
    app.store
        .read(move |tx| {
            found(tx.journey(id)?, "journey")?;
            let page = span.page(tx.steps_page(id, span.after, fetch)?);
            let voids: HashMap<_, _> = tx.voids_of(id)?.into_iter().collect();
            let items = named(tx, page.items, &voids)?;
            Ok(Page { items, more: page.more })
        })
        .await
}

/// Steps with the names of those who made and confirmed them.
///
/// # Errors
/// Only the store's.
pub(crate) fn named(
    tx: &mut Tx<'_>,
    steps: Vec<Step>,
    voids: &HashMap<StepId, StepId>,
) -> UseCaseResult<Vec<StepView>> {
    let people: BTreeSet<_> =
        steps.iter().flat_map(|s| [Some(s.by), s.witness]).flatten().collect();
    let people: Vec<_> = people.into_iter().collect();
    let names: HashMap<_, _> = tx.staff_names(&people)?.into_iter().collect();
    Ok(steps.into_iter().map(|step| told(step, &names, voids)).collect())
}

fn told(step: Step, names: &HashMap<StaffId, String>, voids: &HashMap<StepId, StepId>) -> StepView {
    StepView {
        by_name: names.get(&step.by).cloned().unwrap_or_default(),
        witness_name: step.witness.and_then(|id| names.get(&id).cloned()),
        voided_by: voids.get(&step.id).copied(),
        step,
    }
}
