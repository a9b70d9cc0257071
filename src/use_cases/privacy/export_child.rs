//! Export of all data saved about a child, for people with a right to it.

use crate::use_cases::children::load::load_unpurged_child;
use std::collections::HashMap;

use crate::db::Tx;
use crate::db::models::{
    AuditFilter, Child, Companion, FamilyLink, FinderMessage, Journey, Place, Tag, Visit, VisitMove,
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
use crate::use_cases::{AppContext, UseCaseResult};

/// Audit entries for each query.
const BATCH_SIZE: i64 = 1000;

/// All data of a child at one moment.
pub struct ChildExport {
    pub exported_at: Time,
    pub child: Child,
    pub companions: Vec<Companion>,
    pub visits: Vec<VisitExport>,
    pub journeys: Vec<JourneyExport>,
    pub tags: Vec<Tag>,
    pub finder_messages: Vec<FinderMessage>,
    pub audit: Vec<AuditEntry>,
}

pub struct VisitExport {
    pub visit: VisitView,
    pub moves: Vec<(VisitMove, Place)>,
    pub links: Vec<FamilyLink>,
    pub consent: Option<ConsentView>,
    pub photos: Vec<PhotoView>,
}

pub struct JourneyExport {
    pub journey: JourneyView,
    pub steps: Vec<StepView>,
    pub alerts: Vec<AlertView>,
}

pub async fn export(app: &AppContext, id: ChildId) -> UseCaseResult<ChildExport> {
    let (at, rules) = (app.clock.now(), app.rules.clone());
    app.store.read(move |tx| gather(tx, id, &rules, at)).await
}

fn gather(tx: &mut Tx<'_>, id: ChildId, rules: &SiteRules, at: Time) -> UseCaseResult<ChildExport> {
    let child = load_unpurged_child(tx, id)?;
    let companions = tx.companions_of(id)?;
    let companion_ids: Vec<CompanionId> = companions.iter().map(|companion| companion.id).collect();
    let (mut visits, mut journeys, mut audit) = (Vec::new(), Vec::new(), Vec::new());
    for visit in tx.visits_of(id)? {
        for journey in tx.journeys_of_visit(visit.id)? {
            journeys.push(journey_export(tx, journey, rules, at)?);
        }
        audit.extend(audit_entries(tx, visit.id)?);
        visits.push(visit_export(tx, visit)?);
    }
    audit.sort_by_key(|entry: &AuditEntry| entry.seq);
    let mut finder_messages = Vec::new();
    for &companion in &companion_ids {
        finder_messages.extend(tx.finder_messages_since(companion, Time::from_millis(0))?);
    }
    let tags = tx.tags_of_all(&companion_ids)?;
    Ok(ChildExport {
        exported_at: at,
        child,
        companions,
        visits,
        journeys,
        tags,
        finder_messages,
        audit,
    })
}

fn visit_export(tx: &mut Tx<'_>, visit: Visit) -> UseCaseResult<VisitExport> {
    let id = visit.id;
    let moves = tx.moves_of(id)?;
    let ids: Vec<_> = moves.iter().map(|moves| moves.place_id).collect();
    let places: HashMap<_, _> =
        tx.places_by_ids(&ids)?.into_iter().map(|place| (place.id, place)).collect();
    let at = |moves: VisitMove| places.get(&moves.place_id).map(|place| (moves, place.clone()));
    let photos = tx.photos_of(id)?.into_iter().map(|photo| photos::to_view(tx, photo));
    let photos = photos.collect::<UseCaseResult<_>>()?;
    Ok(VisitExport {
        moves: moves.into_iter().filter_map(at).collect(),
        links: tx.links_of(id, None, i64::MAX)?,
        consent: photos::consent::current(tx, id)?,
        photos,
        visit: visits::view(tx, visit)?,
    })
}

fn journey_export(
    tx: &mut Tx<'_>,
    journey: Journey,
    rules: &SiteRules,
    at: Time,
) -> UseCaseResult<JourneyExport> {
    let (id, visit) = (journey.id, journey.visit_id);
    let voids: HashMap<_, _> = tx.voids_of(id)?.into_iter().collect();
    let steps = tx.steps_of(id)?;
    let steps = journeys::step_views(tx, steps, &voids)?;
    let raised = tx.alerts_of(id)?;
    let alerts = raised.into_iter().map(|alert| alerts::to_view(tx, alert, visit));
    let alerts = alerts.collect::<UseCaseResult<_>>()?;
    let journey = journey_view::view(tx, journey, rules, at)?;
    Ok(JourneyExport { journey, steps, alerts })
}

fn audit_entries(tx: &mut Tx<'_>, visit: VisitId) -> UseCaseResult<Vec<AuditEntry>> {
    let filter = AuditFilter { visit: Some(visit), ..AuditFilter::default() };
    let mut entries: Vec<AuditEntry> = Vec::new();
    loop {
        let after = entries.last().map(|entry| entry.seq);
        let more = tx.audit_page(&filter, after, BATCH_SIZE)?;
        if more.is_empty() {
            return Ok(entries);
        }
        entries.extend(more);
    }
}
