//! Looks up a tag without changing anything: its companion, where it is and what can be done next.

use std::collections::HashMap;

use crate::db::Tx;
use crate::db::models::{FinderMessage, Place, Tag};
use crate::domain::id::CompanionId;
use crate::domain::tag::{TagCode, TagState};
use crate::domain::time::Time;
use crate::use_cases::journeys::journey_view::{self, JourneyView};
use crate::use_cases::journeys::{self, StepView};
use crate::use_cases::tags::finder_message;
use crate::use_cases::visits::{self, VisitView};
use crate::use_cases::{AppContext, UseCaseResult, audit, or_not_found};

const MAX_PLACES: i64 = 1000;

#[derive(Clone, Debug)]
pub enum TagLookup {
    Blank,
    Withdrawn { reason: Option<String>, replacement: Option<TagCode> },
    NotCheckedIn { name: String },
    Worn(Box<BoundCompanion>),
}

/// A companion with everything that decides what can be done next.
#[derive(Clone, Debug)]
pub struct BoundCompanion {
    pub tag: Tag,
    pub journey: JourneyView,
    /// Whether the child must avoid latex (R11).
    pub latex: bool,
    /// How many other companions of the child are in an operating room (R9).
    pub others_in_or: u32,
    pub child_at: Option<Place>,
    pub places: Vec<Place>,
    pub steps: Vec<StepView>,
    /// Messages since it was last seen, oldest first (R20).
    pub finder_messages: Vec<FinderMessage>,
    pub visit: VisitView,
    pub now: Time,
}

/// Looks up a tag; `None` if it was never created.
pub(crate) async fn lookup(app: &AppContext, code: TagCode) -> UseCaseResult<Option<TagLookup>> {
    let (now, rules) = (app.clock.now(), app.rules.clone());
    app.store
        .read(move |tx| {
            let Some(tag) = tx.tag(&code)? else { return Ok(None) };
            let companion = match tag.companion_id {
                Some(companion) => or_not_found(tx.companion(companion)?, "companion")?,
                None if tag.state == TagState::Void => {
                    let reason = tag.void_reason;
                    return Ok(Some(TagLookup::Withdrawn { reason, replacement: None }));
                }
                None => return Ok(Some(TagLookup::Blank)),
            };
            if tag.state == TagState::Void {
                let live = |tag: &Tag| tag.state == TagState::Live;
                let instead = tx.tags_of(companion.id)?.into_iter().find(live).map(|tag| tag.code);
                return Ok(Some(TagLookup::Withdrawn {
                    reason: tag.void_reason,
                    replacement: instead,
                }));
            }
            let Some(journey) = tx.latest_journey_of(companion.id)? else {
                return Ok(Some(TagLookup::NotCheckedIn { name: companion.name }));
            };
            let view = journey_view::view(tx, journey, &rules, now)?;
            Ok(Some(TagLookup::Worn(Box::new(bound_companion(tx, tag, view, now)?))))
        })
        .await
        .inspect(|look| {
            if let Some(TagLookup::Worn(wearer)) = look {
                audit::set_subject(audit::AuditSubject::journey(
                    wearer.journey.journey.id,
                    wearer.journey.journey.visit_id,
                ));
            }
        })
}

/// The companion that wears this tag; `None` if the tag is void or blank.
pub(crate) fn wearer_of(tx: &mut Tx<'_>, code: &TagCode) -> UseCaseResult<Option<CompanionId>> {
    let tag = tx.tag(code)?.filter(|tag| tag.state != TagState::Void);
    Ok(tag.and_then(|tag| tag.companion_id))
}

fn bound_companion(
    tx: &mut Tx<'_>,
    tag: Tag,
    view: JourneyView,
    now: Time,
) -> UseCaseResult<BoundCompanion> {
    let child = or_not_found(tx.child(view.journey.child_id)?, "child")?;
    let visit = or_not_found(tx.visit(view.journey.visit_id)?, "visit")?;
    let mut places = tx.places_page(None, MAX_PLACES)?;
    places.retain(|place| place.active);
    places.sort_by(|a, b| a.name.cmp(&b.name));
    let child_at = visit.place.and_then(|(id, _)| places.iter().find(|place| place.id == id));
    let child_at = child_at.cloned();
    let steps = tx.steps_of(view.journey.id)?;
    let voids: HashMap<_, _> = tx.voids_of(view.journey.id)?.into_iter().collect();
    Ok(BoundCompanion {
        latex: child.latex,
        others_in_or: journey_view::others_in_or(tx, &view.journey)?,
        finder_messages: finder_message::list_since(
            tx,
            view.companion.id,
            view.journey.state.last_seen_at,
        )?,
        child_at,
        places,
        steps: journeys::step_views(tx, steps, &voids)?,
        visit: visits::view(tx, visit)?,
        tag,
        journey: view,
        now,
    })
}
