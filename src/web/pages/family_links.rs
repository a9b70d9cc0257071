//! The family of a companion's child, for staff: who was invited, and inviting somebody without typing (R33).
//!
//! A link's address is shown once, as a QR code for the other person's phone. Its first opening is the test
//! message: the page says so at once, or when it is looked at again.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use askama::Template;
use serde_json::{Value, json};

use super::family_hold::HoldPanel;
use super::shared::error::PageError;
use super::shared::layout::Layout;
use super::shared::request::{Form, HtmlRequest, SignedInStaff};
use super::shared::text;
use super::{page, see_other};
use crate::domain::account::person::Role;
use crate::domain::error::DomainError;
use crate::domain::family::{Language, LinkScope, Relation};
use crate::domain::id::FamilyLinkId;
use crate::domain::string_enum::StringEnum as _;
use crate::domain::time::Time;
use crate::domain::visit::VisitStatus;
use crate::i18n::{self, NotificationText};
use crate::json::Timestamp;
use crate::portrait;
use crate::printing::{self, Qr};
use crate::use_cases::family::family_links::{self, IssuedLink, NewFamilyLink};
use crate::use_cases::family::family_overview::{self, FamilyOverview, LinkView};
use crate::use_cases::idempotency::{IdempotencyKey, IdempotentRequest};
use crate::use_cases::token;
use crate::web::validation::{Id, ShortText};

/// Somebody who was invited.
struct Row {
    id: String,
    name: String,
    language: LanguageChoice,
    photos: bool,
    /// When they opened it first, and last.
    opened: Option<(Moment, Moment)>,
}

/// A moment in words.
struct Moment {
    stamp: String,
    ago: String,
}

/// A language as its readers call it.
pub(crate) struct LanguageChoice {
    pub key: &'static str,
    pub name: String,
}

/// A link that was made just now, and the one time its address is shown.
struct Offer {
    id: String,
    name: String,
    url: String,
    qr: Option<String>,
    opened: bool,
    /// Taken back meanwhile.
    gone: bool,
}

#[derive(Template)]
#[template(path = "family_links.html")]
struct FamilyLinksTemplate {
    frame: Layout,
    path: String,
    visit: String,
    /// The event after which this page goes on.
    after: String,
    key: String,
    portrait: String,
    name: String,
    alias: String,
    hold: HoldPanel,
    is_for_ever: bool,
    may_invite: bool,
    offer: Option<Offer>,
    tongues: Vec<LanguageChoice>,
    groups: [(&'static str, Vec<Row>); 2],
    gone: Vec<Row>,
    /// The page after whose links these come, by the oldest that is shown there; none on the newest.
    older_than: Option<String>,
    /// The oldest that is shown here, where there are others before it.
    oldest: Option<String>,
}

/// `GET /T/{code}/family`; with `again` the page asks by itself, which is no use of the session.
///
/// # Errors
/// To the sign-in page, `not-found`, `forbidden` to a wall.
pub async fn show(asked: HtmlRequest) -> Result<HttpResponse, PageError> {
    let staffer = if asked.query().get("again").is_some() {
        let watcher = asked.watcher().await.map_err(PageError::asked_by_script)?;
        watcher.ok_or(DomainError::Forbidden)?
    } else {
        asked.staff(Role::Staff).await?
    };
    shown(&asked, &staffer, None).await
}

/// `POST /T/{code}/family`: the page with the code, since it is shown this once.
///
/// # Errors
/// `unauthenticated`, `cross-origin`, `not-found`, `invalid`, `visit-closed`.
pub async fn invite(asked: HtmlRequest) -> Result<HttpResponse, PageError> {
    let staffer = asked.staff(Role::Staff).await?;
    let (code, form) = (asked.code()?, asked.form()?);
    let desk = family_overview::overview(asked.app(), code, None).await?;
    let guest = guest(&form, &desk)?;
    let door = IdempotentRequest {
        key: repeat(&asked, &staffer, &form),
        render: Box::new(|made: &IssuedLink| {
            let (id, name) = (made.link.id.to_string(), &made.link.name);
            json!({ "id": id, "name": name, "url": made.url }).to_string().into_bytes()
        }),
    };
    let (visit, by) = (desk.visit.visit.id, staffer.actor.id);
    let made = family_links::create(asked.app(), by, visit, guest, door).await?;
    let made: Value = serde_json::from_slice(&made).map_err(|error| PageError::fault(&error))?;
    shown(&asked, &staffer, Some(&made)).await
}

/// `POST /T/{code}/family/{id}/revoke`
///
/// # Errors
/// `unauthenticated`, `cross-origin`, `not-found`.
pub async fn revoke(asked: HtmlRequest) -> Result<HttpResponse, PageError> {
    asked.staff(Role::Staff).await?;
    let (code, id) = (asked.code()?, asked.id(FamilyLinkId::from_uuid, "family link")?);
    family_links::revoke(asked.app(), id).await?;
    Ok(see_other(&format!("/T/{}/family", code.as_str())))
}

/// Whom the form invites. Without a name they are numbered, and without a word of a guardian's there are no photos.
fn guest(form: &Form, desk: &FamilyOverview) -> Result<NewFamilyLink, PageError> {
    let language = form.choice_or("language", Language::English, Language::from_key)?;
    let relation = form.choice_or("relation", Relation::Guardian, Relation::from_key)?;
    let before =
        desk.link_counts.iter().find(|(of, _)| *of == relation).map_or(0, |(_, number)| *number);
    let numbered = || format!("{} {}", text::capital(relation.key()), before + 1);
    let name = form.read_as::<ShortText>("name")?.map_or_else(numbered, |name| name.0);
    let photos = form.get("photos").is_some();
    let scope = if photos { LinkScope::StatusAndPhotos } else { LinkScope::Status };
    Ok(NewFamilyLink { name, language, scope, relation })
}

/// A form that is sent again shows the same code again, and invites nobody else.
fn repeat(asked: &HtmlRequest, staffer: &SignedInStaff, form: &Form) -> Option<IdempotencyKey> {
    let key = form.get("key")?.to_owned();
    let path = asked.request().path().as_bytes();
    let fingerprint = token::fingerprint(&[path, &asked.body()[..]]);
    Some(IdempotencyKey { caller: format!("page:{}", staffer.actor.id), key, fingerprint })
}

async fn shown(
    asked: &HtmlRequest,
    staffer: &SignedInStaff,
    made: Option<&Value>,
) -> Result<HttpResponse, PageError> {
    // First the place in the log, then the look: what happens in between is told once more, and not missed.
    let after = asked.live().last().await?.to_string();
    let code = asked.code()?;
    let older_than: Option<Id> = asked.query().read_as("before")?;
    let older_than = older_than.map(|id| FamilyLinkId::from_uuid(id.0));
    let desk = family_overview::overview(asked.app(), code, older_than).await?;
    let frame = Layout::of(asked, staffer, &format!("Family of {}", desk.name)).await?;
    let hold = HoldPanel::of(&desk.visit, staffer.actor, code, "family", desk.now);
    let rows = |wanted: &dyn Fn(&LinkView) -> bool| -> Vec<Row> {
        desk.links.iter().filter(|one| wanted(one)).map(|one| row(one, desk.now)).collect()
    };
    let of = |relation| {
        rows(&move |one: &LinkView| one.link.revoked_at.is_none() && one.link.relation == relation)
    };
    let whole = asked.app().public_url.is_some();
    let shown = FamilyLinksTemplate {
        frame,
        path: code.as_str().to_owned(),
        visit: desk.visit.visit.id.to_string(),
        after,
        key: asked.app().new_scan_id().to_string(),
        portrait: portrait::svg(desk.species, &desk.outfit, desk.coat, ""),
        hold,
        is_for_ever: desk.is_permanent(),
        may_invite: desk.visit.visit.status == VisitStatus::InProgress,
        offer: made.map(|made| offer(made, &desk, whole)),
        tongues: Language::ALL.iter().map(|language| language_choice(*language)).collect(),
        groups: [("Guardians", of(Relation::Guardian)), ("Invited", of(Relation::Invited))],
        gone: rows(&|one| one.link.revoked_at.is_some()),
        older_than: older_than.map(|id| id.to_string()),
        oldest: desk
            .links
            .first()
            .filter(|_| desk.has_older_links)
            .map(|one| one.link.id.to_string()),
        name: desk.name.clone(),
        alias: desk.alias.clone(),
    };
    page(StatusCode::OK, &shown)
}

fn offer(made: &Value, desk: &FamilyOverview, whole: bool) -> Offer {
    let text = |name: &str| made[name].as_str().unwrap_or_default().to_owned();
    let (id, url) = (text("id"), text("url"));
    let opened = |one: &LinkView| one.link.id.to_string() == id && one.link.opened_at.is_some();
    // Without a public address there is nothing that another phone could open.
    let taken_back =
        |one: &LinkView| one.link.id.to_string() == id && one.link.revoked_at.is_some();
    let gone = desk.links.iter().any(taken_back);
    let qr = (whole && !gone)
        .then(|| Qr::of_text(&url))
        .and_then(Result::ok)
        .map(|qr| printing::svg(&qr));
    let opened = desk.links.iter().any(opened) && !gone;
    Offer { opened, gone, name: text("name"), id, url, qr }
}

fn row(listed: &LinkView, now: Time) -> Row {
    let link = &listed.link;
    let moment = |at: Time| Moment { stamp: Timestamp(at).to_string(), ago: text::ago(at, now) };
    // What is kept of an opening is its minute, and the first is known better.
    let last = |first: Time| listed.last_opened.map_or(first, |last| last.max(first));
    Row {
        id: link.id.to_string(),
        name: link.name.clone(),
        language: language_choice(link.language),
        photos: link.scope == LinkScope::StatusAndPhotos,
        opened: link.opened_at.map(|first| (moment(first), moment(last(first)))),
    }
}

/// A language by its own name, in its own script: whoever is invited points at it.
pub(crate) fn language_choice(language: Language) -> LanguageChoice {
    LanguageChoice {
        key: language.key(),
        name: i18n::say(language, NotificationText::OwnName, &[]),
    }
}
