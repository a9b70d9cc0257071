//! Renders the family page for staff: the links, a new link with its QR code, and the hold.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use askama::Template;
use serde_json::Value;

use super::super::family_hold::HoldPanel;
use super::super::shared::error::PageError;
use super::super::shared::language_choice::LanguageChoice;
use super::super::shared::layout::Layout;
use super::super::shared::request::HtmlRequest;
use super::super::shared::text;
use super::new_link::NewLink;
use crate::domain::family::{Language, LinkScope, Relation};
use crate::domain::id::FamilyLinkId;
use crate::domain::string_enum::StringEnum as _;
use crate::domain::time::Time;
use crate::domain::visit::VisitStatus;
use crate::json::Timestamp;
use crate::portrait;
use crate::use_cases::family::family_overview::{self, FamilyOverview, LinkView};
use crate::web::extract::callers::StaffCaller;
use crate::web::pages::shared::response::page;
use crate::web::validation::Id;

#[derive(Template)]
#[template(path = "family_links.html")]
struct FamilyLinksTemplate {
    frame: Layout,
    path: String,
    visit: String,
    /// The position in the event log after which the page subscribes.
    last_event: String,
    /// Idempotency key.
    key: String,
    portrait: String,
    name: String,
    alias: String,
    hold: HoldPanel,
    is_permanent: bool,
    may_invite: bool,
    new_link: Option<NewLink>,
    languages: Vec<LanguageChoice>,
    groups: [(&'static str, Vec<LinkRow>); 2],
    revoked: Vec<LinkRow>,
    /// The id that all links on this page are older than; none on the page of the newest.
    older_than: Option<String>,
    /// The id of the oldest link on this page, if there are older ones.
    oldest: Option<String>,
}

struct LinkRow {
    id: String,
    name: String,
    language: LanguageChoice,
    photos: bool,
    /// The first and the last time.
    opened: Option<(Moment, Moment)>,
}

struct Moment {
    /// RFC 3339.
    timestamp: String,
    ago: String,
}

impl Moment {
    fn new(at: Time, now: Time) -> Self {
        Self { timestamp: Timestamp(at).to_string(), ago: text::ago(at, now) }
    }
}

impl LinkRow {
    fn new(view: &LinkView, now: Time) -> Self {
        let link = &view.link;
        // The last opening is stored with the precision of a minute, the first one exactly.
        let last = |first: Time| view.last_opened.map_or(first, |last| last.max(first));
        let opened = |first: Time| (Moment::new(first, now), Moment::new(last(first), now));
        Self {
            id: link.id.to_string(),
            name: link.name.clone(),
            language: LanguageChoice::new(link.language),
            photos: link.scope == LinkScope::StatusAndPhotos,
            opened: link.opened_at.map(opened),
        }
    }
}

/// `created` is the link that was just created, as JSON.
pub(super) async fn render(
    request: &HtmlRequest,
    staff: &StaffCaller,
    created: Option<&Value>,
) -> Result<HttpResponse, PageError> {
    // The log position is read before the data, so that a change in between is sent twice rather
    // than missed.
    let last_event = request.event_hub().last_event_id().await?.to_string();
    let code = request.path_code()?;
    let older_than: Option<Id> = request.query().optional("before")?;
    let older_than = older_than.map(|id| FamilyLinkId::from_uuid(id.0));
    let family = family_overview::overview(request.app(), code, older_than).await?;
    let has_public_url = request.app().public_url.is_some();
    let (groups, revoked) = link_rows(&family);
    let template = FamilyLinksTemplate {
        frame: Layout::for_staff(request, staff, &format!("Family of {}", family.name)).await?,
        path: code.as_str().to_owned(),
        visit: family.visit.visit.id.to_string(),
        last_event,
        key: request.app().new_scan_id().to_string(),
        portrait: portrait::svg(family.species, &family.outfit, family.coat, ""),
        hold: HoldPanel::new(&family.visit, staff.actor, code, "family", family.now),
        is_permanent: family.is_permanent(),
        may_invite: family.visit.visit.status == VisitStatus::InProgress,
        new_link: created.map(|created| NewLink::from_json(created, &family, has_public_url)),
        languages: Language::ALL.iter().map(|language| LanguageChoice::new(*language)).collect(),
        groups,
        revoked,
        older_than: older_than.map(|id| id.to_string()),
        oldest: family
            .links
            .first()
            .filter(|_| family.has_older_links)
            .map(|view| view.link.id.to_string()),
        name: family.name.clone(),
        alias: family.alias.clone(),
    };
    page(StatusCode::OK, &template)
}

/// The heading and the active links of each relation.
type LinkGroups = [(&'static str, Vec<LinkRow>); 2];

/// The active links by relation, and the revoked ones.
fn link_rows(family: &FamilyOverview) -> (LinkGroups, Vec<LinkRow>) {
    let rows = |is_listed: &dyn Fn(&LinkView) -> bool| -> Vec<LinkRow> {
        let views = family.links.iter().filter(|view| is_listed(view));
        views.map(|view| LinkRow::new(view, family.now)).collect()
    };
    let active = |relation| {
        rows(&|view: &LinkView| view.link.revoked_at.is_none() && view.link.relation == relation)
    };
    let groups =
        [("Guardians", active(Relation::Guardian)), ("Invited", active(Relation::Invited))];
    (groups, rows(&|view| view.link.revoked_at.is_some()))
}
