//! Alerts: raised when something is amiss, resolved by a person or because it is so no more.

pub mod monitor;

use uuid::Uuid;

use super::{AppContext, Page, Pagination, UseCaseResult, change_events, children, found};
use crate::db::Tx;
use crate::db::models::{Alert, Journey};
use crate::domain::account::person::Actor;
use crate::domain::alert::{AlertKind, Concern};
use crate::domain::error::DomainError;
use crate::domain::id::{AlertId, VisitId};
use crate::domain::journey::JourneyState;
use crate::domain::time::Time;
use crate::random;

/// Something amiss.
#[derive(Clone, Copy, Debug)]
pub(crate) struct NewAlert<'a> {
    /// What kind of thing.
    pub(crate) kind: AlertKind,
    /// What gave rise to it.
    pub(crate) cause: Uuid,
    /// What exactly, in plain words.
    pub(crate) detail: &'a str,
    /// Since when.
    pub(crate) at: Time,
}

/// Raises the alerts that a journey's steps gave rise to since `before`, and resolves those of
/// which they say nothing any more.
///
/// # Errors
/// Only the store's.
pub(crate) fn update_alerts(
    tx: &mut Tx<'_>,
    journey: &Journey,
    before: &[Concern],
    now: Time,
) -> UseCaseResult<()> {
    let JourneyState { concerns, last, .. } = &journey.state;
    let resolved_at = last.map_or(journey.created_at, |(at, _)| at);
    for concern in concerns.iter().filter(|concern| !before.contains(concern)) {
        let Concern { kind, cause, at, detail } = concern;
        raise(tx, journey, NewAlert { kind: *kind, cause: cause.uuid(), detail, at: *at }, now)?;
    }
    for concern in before.iter().filter(|concern| !concerns.contains(concern)) {
        let cause = Some(concern.cause.uuid());
        for id in tx.clear_alerts(journey.id, concern.kind, cause, resolved_at)? {
            change_events::alert(tx, journey, id, now)?;
        }
    }
    Ok(())
}

/// Raises an alert; one for each kind and cause, however often it is noticed.
///
/// # Errors
/// Only the store's.
pub(crate) fn raise(
    tx: &mut Tx<'_>,
    journey: &Journey,
    amiss: NewAlert<'_>,
    now: Time,
) -> UseCaseResult<()> {
    let raised = tx.raise_alert(&Alert {
        id: AlertId::from_uuid(random::uuid(amiss.at)),
        journey_id: journey.id,
        kind: amiss.kind,
        cause: amiss.cause,
        detail: amiss.detail.to_owned(),
        raised_at: amiss.at,
        resolved_at: None,
        resolved_by: None,
        note: None,
    })?;
    raised.map_or(Ok(()), |id| change_events::alert(tx, journey, id, now))
}

/// Resolves what is open of this kind: it is so no more.
///
/// # Errors
/// Only the store's.
pub(crate) fn clear(
    tx: &mut Tx<'_>,
    journey: &Journey,
    kind: AlertKind,
    now: Time,
) -> UseCaseResult<()> {
    let cleared = tx.clear_alerts(journey.id, kind, None, now)?;
    cleared.into_iter().try_for_each(|id| change_events::alert(tx, journey, id, now))
}

/// An alert with what a list says beside it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AlertView {
    /// The alert.
    pub alert: Alert,
    /// The visit it belongs to.
    pub visit_id: VisitId,
    /// The name of who resolved it.
    pub resolved_by_name: Option<String>,
}

/// The alerts that are open (`Some(true)`), resolved (`Some(false)`), or all.
///
/// # Errors
/// Only the store's.
pub async fn list(
    app: &AppContext,
    open: Option<bool>,
    span: Pagination<AlertId>,
) -> UseCaseResult<Page<AlertView>> {
    let fetch = span.fetch_limit();
    app.store
        .read(move |tx| {
            let page = span.page(tx.alerts_page(open, span.after, fetch)?);
            let items = page.items.into_iter().map(|(alert, visit)| listed(tx, alert, visit));
            Ok(Page { items: items.collect::<UseCaseResult<_>>()?, more: page.more })
        })
        .await
}

pub(crate) fn listed(tx: &mut Tx<'_>, alert: Alert, visit_id: VisitId) -> UseCaseResult<AlertView> {
    let resolved_by_name = match alert.resolved_by {
        Some(by) => tx.staff_names(&[by])?.pop().map(|(_, name)| name),
        None => None,
    };
    Ok(AlertView { alert, visit_id, resolved_by_name })
}

/// Resolves an alert with a word on what was done.
///
/// # Errors
/// [`Refusal::NotFound`], [`Refusal::AlreadyResolved`].
pub async fn resolve(
    app: &AppContext,
    actor: Actor,
    id: AlertId,
    note: String,
) -> UseCaseResult<AlertView> {
    let now = app.clock.now();
    app.store
        .write(move |tx| {
            let alert = found(tx.alert(id)?, "alert")?;
            let journey = found(tx.journey(alert.journey_id)?, "journey")?;
            children::known(tx, journey.child_id)?;
            if !tx.resolve_alert(id, actor.id, &note, now)? {
                return Err(DomainError::AlreadyResolved.into());
            }
            change_events::alert(tx, &journey, id, now)?;
            let alert = found(tx.alert(id)?, "alert")?;
            listed(tx, alert, journey.visit_id)
        })
        .await
}
