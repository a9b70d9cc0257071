//! Alerts: raised by rules, resolved by staff or automatically.

pub mod monitor;

use crate::use_cases::children::load::load_unpurged_child;
use uuid::Uuid;

use crate::db::Tx;
use crate::db::models::{Alert, Journey};
use crate::domain::account::person::Actor;
use crate::domain::alert::{AlertKind, Concern};
use crate::domain::error::DomainError;
use crate::domain::id::{AlertId, VisitId};
use crate::domain::journey::JourneyState;
use crate::domain::time::Time;
use crate::random;
use crate::use_cases::{AppContext, Page, Pagination, UseCaseResult, change_events, or_not_found};

#[derive(Clone, Copy, Debug)]
pub(crate) struct NewAlert<'a> {
    pub(crate) kind: AlertKind,
    pub(crate) cause: Uuid,
    pub(crate) detail: &'a str,
    pub(crate) at: Time,
}

/// Resolves the alerts of concerns that no longer exist and raises those of the journey's new concerns.
pub(crate) fn update_alerts(
    tx: &mut Tx<'_>,
    journey: &Journey,
    before: &[Concern],
    now: Time,
) -> UseCaseResult<()> {
    let JourneyState { concerns, last_step, .. } = &journey.state;
    let resolved_at = last_step.map_or(journey.created_at, |(at, _)| at);
    // Resolved first: a concern whose text has changed reopens its alert with the new text.
    for concern in before.iter().filter(|concern| !concerns.contains(concern)) {
        let cause = Some(concern.cause.uuid());
        for id in tx.auto_resolve_alerts(journey.id, concern.kind, cause, resolved_at)? {
            change_events::alert(tx, journey, id, now)?;
        }
    }
    for concern in concerns.iter().filter(|concern| !before.contains(concern)) {
        let Concern { kind, cause, at, detail } = concern;
        raise(tx, journey, NewAlert { kind: *kind, cause: cause.uuid(), detail, at: *at }, now)?;
    }
    Ok(())
}

/// Raises an alert, at most one for each kind and cause.
pub(crate) fn raise(
    tx: &mut Tx<'_>,
    journey: &Journey,
    new_alert: NewAlert<'_>,
    now: Time,
) -> UseCaseResult<()> {
    let raised = tx.raise_alert(&Alert {
        id: AlertId::from_uuid(random::uuid_v7_at(new_alert.at)),
        journey_id: journey.id,
        kind: new_alert.kind,
        cause: new_alert.cause,
        detail: new_alert.detail.to_owned(),
        raised_at: new_alert.at,
        resolved_at: None,
        resolved_by: None,
        note: None,
    })?;
    raised.map_or(Ok(()), |id| change_events::alert(tx, journey, id, now))
}

/// Resolves open alerts of this kind because the reason no longer exists.
pub(crate) fn resolve_automatically(
    tx: &mut Tx<'_>,
    journey: &Journey,
    kind: AlertKind,
    now: Time,
) -> UseCaseResult<()> {
    let cleared = tx.auto_resolve_alerts(journey.id, kind, None, now)?;
    cleared.into_iter().try_for_each(|id| change_events::alert(tx, journey, id, now))
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AlertView {
    pub alert: Alert,
    pub visit_id: VisitId,
    pub resolved_by_name: Option<String>,
}

/// Open alerts for `Some(true)`, resolved ones for `Some(false)`, else all.
pub async fn list(
    app: &AppContext,
    open: Option<bool>,
    pagination: Pagination<AlertId>,
) -> UseCaseResult<Page<AlertView>> {
    let fetch = pagination.fetch_limit();
    app.store
        .read(move |tx| {
            let page = pagination.page(tx.alerts_page(open, pagination.after, fetch)?);
            let items = page.items.into_iter().map(|(alert, visit)| to_view(tx, alert, visit));
            Ok(Page { items: items.collect::<UseCaseResult<_>>()?, more: page.more })
        })
        .await
}

pub(crate) fn to_view(
    tx: &mut Tx<'_>,
    alert: Alert,
    visit_id: VisitId,
) -> UseCaseResult<AlertView> {
    let resolved_by_name = match alert.resolved_by {
        Some(by) => tx.staff_names(&[by])?.pop().map(|(_, name)| name),
        None => None,
    };
    Ok(AlertView { alert, visit_id, resolved_by_name })
}

pub(crate) async fn resolve(
    app: &AppContext,
    actor: Actor,
    id: AlertId,
    note: String,
) -> UseCaseResult<AlertView> {
    let now = app.clock.now();
    app.store
        .write(move |tx| {
            let alert = or_not_found(tx.alert(id)?, "alert")?;
            let journey = or_not_found(tx.journey(alert.journey_id)?, "journey")?;
            load_unpurged_child(tx, journey.child_id)?;
            if !tx.resolve_alert(id, actor.id, &note, now)? {
                return Err(DomainError::AlreadyResolved.into());
            }
            change_events::alert(tx, &journey, id, now)?;
            let alert = or_not_found(tx.alert(id)?, "alert")?;
            to_view(tx, alert, journey.visit_id)
        })
        .await
}
