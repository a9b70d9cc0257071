//! Exporting: all that is kept of one child, for whoever has a right to it.

use std::collections::HashMap;

use crate::db::Tx;
use crate::db::models::{
    AuditWanted, Child, Companion, FamilyLink, FinderMessage, Journey, Place, Tag, Visit, VisitMove,
};
use crate::domain::audit::AuditEntry;
use crate::domain::id::{ChildId, CompanionId, VisitId};
use crate::domain::site_rules::SiteRules;
use crate::domain::time::Time;
use crate::use_cases::alerts::{self, AlertView};
use crate::use_cases::journeys::journey_view::{self, JourneyView};
use crate::use_cases::journeys::{self, StepView};
use crate::use_cases::photos::{self, ConsentView, PhotoView};
use crate::use_cases::visits::{self, VisitView};
use crate::use_cases::{AppContext, UseCaseResult, children};

/// How many entries of the audit are read at once.
const AT_ONCE: i64 = 1000;

/// All that is kept of one child, at one moment.
pub struct ChildExport {
    /// Which moment.
    pub at: Time,
    /// What is known of the child.
    pub child: Child,
    /// Its companions.
    pub companions: Vec<Companion>,
    /// Its stays.
    pub stays: Vec<VisitExport>,
    /// Its companions' journeys.
    pub ways: Vec<JourneyExport>,
    /// The tags that its companions wear or wore.
    pub tags: Vec<Tag>,
    /// What finders said of them.
    pub finders: Vec<FinderMessage>,
    /// Who saw and who did what in its visits.
    pub audit: Vec<AuditEntry>,
}

/// One stay.
pub struct VisitExport {
    /// The visit.
    pub visit: VisitView,
    /// Where the child was told to be, and when.
    pub moves: Vec<(VisitMove, Place)>,
    /// Who was invited to follow.
    pub links: Vec<FamilyLink>,
    /// Who agreed to photos, where somebody did.
    pub consent: Option<ConsentView>,
    /// The photos that were taken and are there still.
    pub photos: Vec<PhotoView>,
}

/// One journey.
pub struct JourneyExport {
    /// How it stands.
    pub journey: JourneyView,
    /// What happened.
    pub steps: Vec<StepView>,
    /// What was amiss.
    pub alerts: Vec<AlertView>,
}

/// Gathers all that is kept of a child, as it is at one moment.
///
/// # Errors
/// [`crate::domain::error::Refusal::NotFound`].
pub async fn export(app: &AppContext, id: ChildId) -> UseCaseResult<ChildExport> {
    let (at, rules) = (app.clock.now(), app.rules.clone());
    app.store.read(move |tx| everything(tx, id, &rules, at)).await
}

fn everything(
    tx: &mut Tx<'_>,
    id: ChildId,
    rules: &SiteRules,
    at: Time,
) -> UseCaseResult<ChildExport> {
    let child = children::known(tx, id)?;
    let companions = tx.companions_of(id)?;
    let friends: Vec<CompanionId> = companions.iter().map(|companion| companion.id).collect();
    let (mut stays, mut ways, mut audit) = (Vec::new(), Vec::new(), Vec::new());
    for visit in tx.visits_of(id)? {
        for journey in tx.journeys_of_visit(visit.id)? {
            ways.push(way(tx, journey, rules, at)?);
        }
        audit.extend(noted(tx, visit.id)?);
        stays.push(stay(tx, visit)?);
    }
    audit.sort_by_key(|entry: &AuditEntry| entry.seq);
    let mut finders = Vec::new();
    for &friend in &friends {
        finders.extend(tx.finder_words_since(friend, Time::from_millis(0))?);
    }
    let tags = tx.tags_of_all(&friends)?;
    Ok(ChildExport { at, child, companions, stays, ways, tags, finders, audit })
}

fn stay(tx: &mut Tx<'_>, visit: Visit) -> UseCaseResult<VisitExport> {
    let id = visit.id;
    let told = tx.moves_of(id)?;
    let ids: Vec<_> = told.iter().map(|told| told.place_id).collect();
    let places: HashMap<_, _> =
        tx.places_by_ids(&ids)?.into_iter().map(|place| (place.id, place)).collect();
    let at = |told: VisitMove| places.get(&told.place_id).map(|place| (told, place.clone()));
    let photos = tx.photos_of(id)?.into_iter().map(|photo| photos::view(tx, photo));
    let photos = photos.collect::<UseCaseResult<_>>()?;
    Ok(VisitExport {
        moves: told.into_iter().filter_map(at).collect(),
        links: tx.links_of(id, None, i64::MAX)?,
        consent: photos::consent::of(tx, id)?,
        photos,
        visit: visits::view(tx, visit)?,
    })
}

fn way(
    tx: &mut Tx<'_>,
    journey: Journey,
    rules: &SiteRules,
    at: Time,
) -> UseCaseResult<JourneyExport> {
    let (id, visit) = (journey.id, journey.visit_id);
    let voids: HashMap<_, _> = tx.voids_of(id)?.into_iter().collect();
    let steps = tx.steps_of(id)?;
    let steps = journeys::named(tx, steps, &voids)?;
    let raised = tx.alerts_of(id)?;
    let alerts = raised.into_iter().map(|alert| alerts::listed(tx, alert, visit));
    let alerts = alerts.collect::<UseCaseResult<_>>()?;
    let journey = journey_view::view(tx, journey, rules, at)?;
    Ok(JourneyExport { journey, steps, alerts })
}

fn noted(tx: &mut Tx<'_>, visit: VisitId) -> UseCaseResult<Vec<AuditEntry>> {
    let wanted = AuditWanted { visit: Some(visit), ..AuditWanted::default() };
    let mut entries: Vec<AuditEntry> = Vec::new();
    loop {
        let after = entries.last().map(|entry| entry.seq);
        let more = tx.audit_page(&wanted, after, AT_ONCE)?;
        if more.is_empty() {
            return Ok(entries);
        }
        entries.extend(more);
    }
}
