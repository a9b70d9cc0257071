//! What staff see of a family: its links, when they were opened, and the hold (R33, R36).

use crate::use_cases::children::load::load_unpurged_child;
use std::collections::HashMap;

use crate::db::Tx;
use crate::db::models::{FamilyLink, Journey};
use crate::domain::companion::{Coat, Species};
use crate::domain::family::Relation;
use crate::domain::id::{FamilyLinkId, JourneyId, VisitId};
use crate::domain::outfit::Outfit;
use crate::domain::string_enum::StringEnum as _;
use crate::domain::tag::TagCode;
use crate::domain::time::Time;
use crate::domain::visit;
use crate::use_cases::tags::tag_lookup;
use crate::use_cases::visits::{self, VisitView};
use crate::use_cases::{AppContext, Pagination, UseCaseResult, audit, or_not_found};

/// Page size; older links are on earlier pages.
const MAX_LINKS: u8 = 100;

#[derive(Clone, Debug)]
pub struct FamilyOverview {
    pub name: String,
    pub species: Species,
    pub coat: Coat,
    pub outfit: Outfit,
    pub alias: String,
    pub visit: VisitView,
    pub links: Vec<LinkView>,
    pub has_older_links: bool,
    pub link_counts: Vec<(Relation, i64)>,
    pub now: Time,
}

#[derive(Clone, Debug)]
pub struct LinkView {
    pub link: FamilyLink,
    /// To the minute.
    pub last_opened: Option<Time>,
}

/// The family of the companion that wears this tag, with the newest links or those before
/// `older_than`.
pub(crate) async fn overview(
    app: &AppContext,
    code: TagCode,
    older_than: Option<FamilyLinkId>,
) -> UseCaseResult<FamilyOverview> {
    let now = app.clock.now();
    let pagination = Pagination::<()> { after: None, limit: MAX_LINKS };
    app.store
        .read(move |tx| {
            let journey = wearer(tx, code)?;
            let visit = or_not_found(tx.visit(journey.visit_id)?, "visit")?;
            let companion = or_not_found(tx.companion(journey.companion_id)?, "companion")?;
            let child = load_unpurged_child(tx, visit.child_id)?;
            let last: HashMap<_, _> = tx.last_openings_of(visit.id)?.into_iter().collect();
            let mut links =
                pagination.page(tx.links_before(visit.id, older_than, pagination.fetch_limit())?);
            links.items.reverse();
            let number =
                |&relation: &Relation| Ok((relation, tx.count_links_for(visit.id, relation)?));
            let numbers = Relation::ALL.iter().map(number).collect::<UseCaseResult<_>>()?;
            let listed =
                |link: FamilyLink| LinkView { last_opened: last.get(&link.id).copied(), link };
            Ok(FamilyOverview {
                species: companion.species,
                coat: companion.drawn_in(),
                name: companion.name,
                outfit: journey.state.worn(),
                alias: child.alias,
                links: links.items.into_iter().map(listed).collect(),
                has_older_links: links.more,
                link_counts: numbers,
                visit: visits::view(tx, visit)?,
                now,
            })
        })
        .await
        .inspect(|overview| {
            let visit = Some(overview.visit.visit.id);
            audit::set_subject(audit::AuditSubject { visit, ..audit::AuditSubject::default() });
        })
}

pub(crate) async fn journey_of(app: &AppContext, code: TagCode) -> UseCaseResult<JourneyId> {
    let journey = app.store.read(move |tx| wearer(tx, code)).await?;
    audit::set_subject(audit::AuditSubject::journey(journey.id, journey.visit_id));
    Ok(journey.id)
}

pub(crate) async fn visit_of(app: &AppContext, code: TagCode) -> UseCaseResult<VisitId> {
    app.store.read(move |tx| Ok(wearer(tx, code)?.visit_id)).await
}

impl FamilyOverview {
    /// Whether family updates are stopped permanently.
    #[must_use]
    pub fn is_permanent(&self) -> bool {
        visit::is_permanent(self.visit.visit.hold.as_ref())
    }
}

fn wearer(tx: &mut Tx<'_>, code: TagCode) -> UseCaseResult<Journey> {
    let companion = or_not_found(tag_lookup::wearer_of(tx, &code)?, "companion")?;
    or_not_found(tx.latest_journey_of(companion)?, "journey")
}
