//! Reading a tag to look, which changes nothing: who wears it, where that one is, and what may be done.

use std::collections::HashMap;

use super::finder_message;
use crate::db::Tx;
use crate::db::models::{FinderMessage, Place, Tag};
use crate::domain::id::CompanionId;
use crate::domain::tag::{TagCode, TagState};
use crate::domain::time::Time;
use crate::use_cases::journeys::journey_view::{self, JourneyView};
use crate::use_cases::journeys::{self, StepView};
use crate::use_cases::visits::{self, VisitView};
use crate::use_cases::{AppContext, UseCaseResult, audit, found};

/// As many places as a phone is given to choose from.
const PLACES: i64 = 1000;

/// What a tag turned out to be.
#[derive(Clone, Debug)]
pub enum TagLookup {
    /// Printed, and on nobody yet.
    Blank,
    /// Withdrawn; the tag that its companion wears now, where it wears one.
    Withdrawn {
        /// Why.
        reason: Option<String>,
        /// The one to look for instead.
        instead: Option<TagCode>,
    },
    /// On a companion that has never been checked in.
    NotCheckedIn {
        /// Its name.
        name: String,
    },
    /// On a companion that is on its way, or was.
    Worn(Box<BoundCompanion>),
}

/// A companion in front of somebody, and everything that decides what may be done with it.
#[derive(Clone, Debug)]
pub struct BoundCompanion {
    /// The tag that was read.
    pub tag: Tag,
    /// The journey as people see it.
    pub view: JourneyView,
    /// Whether its child must not meet latex (R11).
    pub latex: bool,
    /// How many other companions of the child are in an operating room (R9).
    pub others_in_or: u32,
    /// Where the child is expected to be.
    pub child_at: Option<Place>,
    /// The places in use, by name.
    pub places: Vec<Place>,
    /// Its history, oldest first.
    pub steps: Vec<StepView>,
    /// What finders said since it was last seen, oldest first (R20).
    pub words: Vec<FinderMessage>,
    /// The visit, with the hold on its family's page.
    pub visit: VisitView,
    /// When this was so.
    pub now: Time,
}

/// Looks at a tag; none where no such tag was ever printed.
///
/// # Errors
/// Only the store's.
pub async fn lookup(app: &AppContext, code: TagCode) -> UseCaseResult<Option<TagLookup>> {
    let (now, rules) = (app.clock.now(), app.rules.clone());
    app.store
        .read(move |tx| {
            let Some(tag) = tx.tag(&code)? else { return Ok(None) };
            let companion = match tag.companion_id {
                Some(companion) => found(tx.companion(companion)?, "companion")?,
                None if tag.state == TagState::Void => {
                    let reason = tag.void_reason;
                    return Ok(Some(TagLookup::Withdrawn { reason, instead: None }));
                }
                None => return Ok(Some(TagLookup::Blank)),
            };
            if tag.state == TagState::Void {
                let live = |tag: &Tag| tag.state == TagState::Live;
                let instead = tx.tags_of(companion.id)?.into_iter().find(live).map(|tag| tag.code);
                return Ok(Some(TagLookup::Withdrawn { reason: tag.void_reason, instead }));
            }
            let Some(journey) = tx.latest_journey_of(companion.id)? else {
                return Ok(Some(TagLookup::NotCheckedIn { name: companion.name }));
            };
            let view = journey_view::view(tx, journey, &rules, now)?;
            Ok(Some(TagLookup::Worn(Box::new(wearer(tx, tag, view, now)?))))
        })
        .await
        .inspect(|look| {
            if let Some(TagLookup::Worn(wearer)) = look {
                audit::set_subject(audit::AuditSubject::journey(
                    wearer.view.journey.id,
                    wearer.view.journey.visit_id,
                ));
            }
        })
}

/// The companion that wears this tag; none where it is withdrawn, or on nobody.
pub(crate) fn bound_to(tx: &mut Tx<'_>, code: &TagCode) -> UseCaseResult<Option<CompanionId>> {
    let tag = tx.tag(code)?.filter(|tag| tag.state != TagState::Void);
    Ok(tag.and_then(|tag| tag.companion_id))
}

fn wearer(
    tx: &mut Tx<'_>,
    tag: Tag,
    view: JourneyView,
    now: Time,
) -> UseCaseResult<BoundCompanion> {
    let child = found(tx.child(view.journey.child_id)?, "child")?;
    let visit = found(tx.visit(view.journey.visit_id)?, "visit")?;
    let mut places = tx.places_page(None, PLACES)?;
    places.retain(|place| place.active);
    places.sort_by(|a, b| a.name.cmp(&b.name));
    let child_at = visit.place.and_then(|(id, _)| places.iter().find(|place| place.id == id));
    let child_at = child_at.cloned();
    let steps = tx.steps_of(view.journey.id)?;
    let voids: HashMap<_, _> = tx.voids_of(view.journey.id)?.into_iter().collect();
    Ok(BoundCompanion {
        latex: child.latex,
        others_in_or: journey_view::others_in_or(tx, &view.journey)?,
        words: finder_message::since(tx, view.companion.id, view.journey.state.last_seen_at)?,
        child_at,
        places,
        steps: journeys::named(tx, steps, &voids)?,
        visit: visits::view(tx, visit)?,
        tag,
        view,
        now,
    })
}
