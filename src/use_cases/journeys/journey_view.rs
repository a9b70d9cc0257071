//! A journey with the names of everything it refers to and what is derived for the current time.

use std::collections::{HashMap, HashSet};

use crate::db::Tx;
use crate::db::models::{Alert, Child, Companion, Journey, Place, Tag};
use crate::domain::id::{ChildId, CompanionId, JourneyId, PlaceId, StaffId, VisitId};
use crate::domain::journey::action::{CleaningAttester, CleaningMethod, HolderKind};
use crate::domain::journey::cleanliness::CleanStatus;
use crate::domain::journey::clearance::Blocker;
use crate::domain::journey::suggestions::Suggestion;
use crate::domain::outfit::{Gowning, Item};
use crate::domain::place::{EntryPolicy, PlaceKind, PlacePolicy, Stage};
use crate::domain::site_rules::SiteRules;
use crate::domain::string_enum::string_enum;
use crate::domain::tag::TagState;
use crate::domain::time::Time;
use crate::use_cases::UseCaseResult;

string_enum! {
    /// Something to observe at the companion's current place.
    pub enum Reminder {
        /// A child under 12 months: not in the crib during sleep (R10).
        NotInCribDuringSleep = "not_in_crib_during_sleep",
        /// Entering the operating room: wipe the phone (R32).
        WipeThePhone = "wipe_the_phone",
        /// It was washed with a tag that is not washable: check that it still scans, or replace it (R26).
        TagMayBeWorn = "tag_may_be_worn",
    }
}

#[derive(Clone, Debug)]
pub struct JourneyView {
    pub journey: Journey,
    pub companion: Companion,
    /// `None` after a purge.
    pub child_alias: Option<String>,
    pub place: Option<Place>,
    pub holder_name: Option<String>,
    pub gowning: Gowning,
    pub missing_items: Vec<Item>,
    pub cleanliness: CleanStatus,
    pub or_blockers: Vec<Blocker>,
    pub imaging_blockers: Vec<Blocker>,
    pub alerts: Vec<Alert>,
    pub suggestions: Vec<Suggestion>,
    pub reminders: Vec<Reminder>,
}

/// Loads everything that these journeys refer to, with a few queries for all of them.
pub fn views(
    tx: &mut Tx<'_>,
    journeys: Vec<Journey>,
    rules: &SiteRules,
    now: Time,
) -> UseCaseResult<Vec<JourneyView>> {
    let context = Context::load(tx, &journeys)?;
    Ok(journeys.into_iter().filter_map(|journey| context.view(journey, rules, now)).collect())
}

pub fn view(
    tx: &mut Tx<'_>,
    journey: Journey,
    rules: &SiteRules,
    now: Time,
) -> UseCaseResult<JourneyView> {
    let mut views = views(tx, vec![journey], rules, now)?;
    crate::use_cases::or_not_found(views.pop(), "journey")
}

struct Context {
    companions: HashMap<CompanionId, Companion>,
    children: HashMap<ChildId, Child>,
    places: HashMap<PlaceId, Place>,
    staff: HashMap<StaffId, String>,
    alerts: HashMap<JourneyId, Vec<Alert>>,
    in_or: Vec<(VisitId, JourneyId)>,
    worn_tags: HashSet<CompanionId>,
}

impl Context {
    fn load(tx: &mut Tx<'_>, journeys: &[Journey]) -> UseCaseResult<Self> {
        let ids: Vec<_> = journeys.iter().map(|journey| journey.id).collect();
        let companions = distinct(journeys.iter().map(|journey| journey.companion_id));
        let children = distinct(journeys.iter().map(|journey| journey.child_id));
        let visits = distinct(journeys.iter().map(|journey| journey.visit_id));
        let states = || journeys.iter().map(|journey| &journey.state);
        let places =
            distinct(states().filter_map(|s| s.whereabouts.as_ref().map(|at| at.place.id)));
        let holders = distinct(states().filter_map(|state| state.holder.staff));
        let mut alerts: HashMap<_, Vec<Alert>> = HashMap::new();
        for alert in tx.open_alerts_of(&ids)? {
            alerts.entry(alert.journey_id).or_default().push(alert);
        }
        Ok(Self {
            worn_tags: worn_tags(tx, journeys)?,
            companions: by_id(tx.companions_by_ids(&companions)?, |companion| companion.id),
            children: by_id(tx.children_by_ids(&children)?, |child| child.id),
            places: by_id(tx.places_by_ids(&places)?, |place| place.id),
            staff: tx.staff_names(&holders)?.into_iter().collect(),
            alerts,
            in_or: tx.in_operating_rooms(&visits)?,
        })
    }

    fn view(&self, journey: Journey, rules: &SiteRules, now: Time) -> Option<JourneyView> {
        let companion = self.companions.get(&journey.companion_id)?.clone();
        let child = self.children.get(&journey.child_id)?;
        let state = &journey.state;
        let clean = state.clean_at(now, rules);
        let others = self.others_in_or(&journey);
        let gate = |kind| {
            let policy =
                PlacePolicy { entry: EntryPolicy::IfCleared, ..PlacePolicy::default_for(kind) };
            state.blockers(kind, policy, now, rules, others)
        };
        let place = state.whereabouts.as_ref().and_then(|at| self.places.get(&at.place.id));
        let staff = state.holder.staff.and_then(|id| self.staff.get(&id));
        Some(JourneyView {
            child_alias: child.purged_at.is_none().then(|| child.alias.clone()),
            place: place.cloned(),
            holder_name: state.holder.name.clone().or_else(|| staff.cloned()),
            gowning: state.gowning(&rules.required_outfit),
            missing_items: rules.required_outfit.difference(&state.worn()).copied().collect(),
            cleanliness: clean,
            or_blockers: gate(PlaceKind::OperatingRoom),
            imaging_blockers: gate(PlaceKind::Imaging),
            alerts: self.alerts.get(&journey.id).cloned().unwrap_or_default(),
            suggestions: state.suggestions(clean, &rules.required_outfit),
            reminders: reminders(&journey, child, self.worn_tags.contains(&journey.companion_id)),
            companion,
            journey,
        })
    }

    fn others_in_or(&self, journey: &Journey) -> u32 {
        let others = self
            .in_or
            .iter()
            .filter(|&&(visit, other)| visit == journey.visit_id && other != journey.id);
        u32::try_from(others.count()).unwrap_or(u32::MAX)
    }
}

/// When staff last washed the companion, if nobody scanned it since. A family's wash does not
/// count: it happened before the tag was put on.
fn unseen_since_wash(journey: &Journey) -> Option<Time> {
    let state = &journey.state;
    let cleaning = state.cleanliness.cleaned?;
    let here =
        cleaning.attested_by == CleaningAttester::Staff && cleaning.method != CleaningMethod::Wipe;
    (here && state.last_seen_at <= Some(cleaning.at)).then_some(cleaning.at)
}

/// Companions whose tag was washed although it is not washable.
fn worn_tags(tx: &mut Tx<'_>, journeys: &[Journey]) -> UseCaseResult<HashSet<CompanionId>> {
    let washed: HashMap<_, _> = journeys
        .iter()
        .filter_map(|journey| Some((journey.companion_id, unseen_since_wash(journey)?)))
        .collect();
    if washed.is_empty() {
        return Ok(HashSet::new());
    }
    let wearers: Vec<_> = washed.keys().copied().collect();
    let worn = |tag: Tag| {
        let wearer = tag.companion_id.filter(|_| tag.state == TagState::Live)?;
        let at = *washed.get(&wearer)?;
        (!tag.material.washable() && tag.bound_at <= Some(at)).then_some(wearer)
    };
    Ok(tx.tags_of_all(&wearers)?.into_iter().filter_map(worn).collect())
}

fn reminders(journey: &Journey, child: &Child, tag_is_worn: bool) -> Vec<Reminder> {
    let in_bed = matches!(journey.state.stage, Stage::Ward | Stage::IntensiveCare);
    let with_child = journey.state.holder.kind != HolderKind::NobodyKnown;
    let crib = child.infant && in_bed && with_child;
    let wipe = journey.state.is_in(PlaceKind::OperatingRoom);
    [
        (crib, Reminder::NotInCribDuringSleep),
        (wipe, Reminder::WipeThePhone),
        (tag_is_worn, Reminder::TagMayBeWorn),
    ]
    .into_iter()
    .filter_map(|(due, reminder)| due.then_some(reminder))
    .collect()
}

fn distinct<T: Ord>(all: impl Iterator<Item = T>) -> Vec<T> {
    all.collect::<std::collections::BTreeSet<_>>().into_iter().collect()
}

fn by_id<K: Eq + std::hash::Hash, T>(all: Vec<T>, id: fn(&T) -> K) -> HashMap<K, T> {
    all.into_iter().map(|thing| (id(&thing), thing)).collect()
}

/// How many other companions of the child are in an operating room (R9).
pub(crate) fn others_in_or(tx: &mut Tx<'_>, journey: &Journey) -> UseCaseResult<u32> {
    let inside = tx.in_operating_rooms(&[journey.visit_id])?;
    let others = inside.iter().filter(|(_, other)| *other != journey.id).count();
    Ok(u32::try_from(others).unwrap_or(u32::MAX))
}
