//! What staff see of a child's family: who was invited and has opened their link, and the hold (R33, R36).

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
use crate::use_cases::{AppContext, Pagination, UseCaseResult, audit, children, found};

/// As many links as are shown at once; whoever invites more looks back on the earlier ones.
const LINKS: u8 = 100;

/// A visit as its family follows it.
#[derive(Clone, Debug)]
pub struct FamilyOverview {
    /// The companion whose tag was read.
    pub name: String,
    /// What kind of friend it is.
    pub species: Species,
    /// The coat it is drawn in.
    pub coat: Coat,
    /// What it wears.
    pub worn: Outfit,
    /// What the family calls the child here.
    pub alias: String,
    /// The visit, with its hold.
    pub visit: VisitView,
    /// Who was invited, the latest last.
    pub links: Vec<LinkView>,
    /// Whether others were invited before them.
    pub earlier: bool,
    /// How many of each relation were invited at all.
    pub numbers: Vec<(Relation, i64)>,
    /// When this was so.
    pub now: Time,
}

/// A link as it is listed.
#[derive(Clone, Debug)]
pub struct LinkView {
    /// The record.
    pub link: FamilyLink,
    /// When it was opened last, to the minute.
    pub last_opened: Option<Time>,
}

/// What is known of the family of whoever wears this tag, with the links that are older than this one, or the newest.
///
/// # Errors
/// [`crate::domain::error::Refusal::NotFound`] where nobody who was checked in wears it.
pub async fn overview(
    app: &AppContext,
    code: TagCode,
    older_than: Option<FamilyLinkId>,
) -> UseCaseResult<FamilyOverview> {
    let now = app.clock.now();
    let span = Pagination::<()> { after: None, limit: LINKS };
    app.store
        .read(move |tx| {
            let journey = wearer(tx, code)?;
            let visit = found(tx.visit(journey.visit_id)?, "visit")?;
            let companion = found(tx.companion(journey.companion_id)?, "companion")?;
            let child = children::known(tx, visit.child_id)?;
            let last: HashMap<_, _> = tx.last_openings_of(visit.id)?.into_iter().collect();
            let mut links = span.page(tx.links_before(visit.id, older_than, span.fetch_limit())?);
            links.items.reverse();
            let number = |&relation: &Relation| Ok((relation, tx.links_for(visit.id, relation)?));
            let numbers = Relation::ALL.iter().map(number).collect::<UseCaseResult<_>>()?;
            let listed =
                |link: FamilyLink| LinkView { last_opened: last.get(&link.id).copied(), link };
            Ok(FamilyOverview {
                species: companion.species,
                coat: companion.drawn_in(),
                name: companion.name,
                worn: journey.state.worn(),
                alias: child.alias,
                links: links.items.into_iter().map(listed).collect(),
                earlier: links.more,
                numbers,
                visit: visits::view(tx, visit)?,
                now,
            })
        })
        .await
        .inspect(|desk| {
            let visit = Some(desk.visit.visit.id);
            audit::set_subject(audit::AuditSubject { visit, ..audit::AuditSubject::default() });
        })
}

/// The journey of whoever wears this tag.
///
/// # Errors
/// As [`look`].
pub async fn journey_of(app: &AppContext, code: TagCode) -> UseCaseResult<JourneyId> {
    let journey = app.store.read(move |tx| wearer(tx, code)).await?;
    audit::set_subject(audit::AuditSubject::journey(journey.id, journey.visit_id));
    Ok(journey.id)
}

/// The visit of whoever wears this tag.
///
/// # Errors
/// As [`look`].
pub async fn visit_of(app: &AppContext, code: TagCode) -> UseCaseResult<VisitId> {
    app.store.read(move |tx| Ok(wearer(tx, code)?.visit_id)).await
}

impl FamilyOverview {
    /// Whether the family is told nothing any more, for ever.
    #[must_use]
    pub fn is_permanent(&self) -> bool {
        visit::is_permanent(self.visit.visit.hold.as_ref())
    }
}

fn wearer(tx: &mut Tx<'_>, code: TagCode) -> UseCaseResult<Journey> {
    let companion = found(tag_lookup::bound_to(tx, &code)?, "companion")?;
    found(tx.latest_journey_of(companion)?, "journey")
}
