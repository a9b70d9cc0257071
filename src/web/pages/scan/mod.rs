//! The scan page: a companion in front of somebody, and what they most likely do with it next.
//!
//! `desk.rs` is what buttons are made with; `ways.rs` says which there are and in what order,
//! `moves.rs` and `choices.rs` each of them; `deed.rs` is what one does, `way.rs` how it stands on
//! the page. Whatever takes a choice opens on the page itself, so that it works without a signal.

mod action_menus;
mod button_action;
mod context;
mod facts;
mod history;
mod move_buttons;
mod form;
mod button;
mod buttons;
pub mod coat;
pub mod replace_tag;
pub mod screening;

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use askama::Template;

use self::button::{BlockerLabel, Button, Form};
use self::buttons::Buttons;
use self::context::ButtonContext;
use self::facts::Fact;
use self::history::{Line, Saved};
use super::family_hold::HoldPanel;
use super::shared::error::PageError;
use super::shared::layout::Layout;
use super::shared::request::{HtmlRequest, SignedInStaff};
use super::shared::text;
use super::{check_in, page, photos, see_other};
use crate::domain::account::person::Role;
use crate::domain::error::DomainError;
use crate::domain::id::ScanId;
use crate::domain::place::PlaceKind;
use crate::domain::string_enum::StringEnum as _;
use crate::domain::tag::{TagCode, TagState};
use crate::use_cases::UseCaseError;
use crate::use_cases::scans::{record, void_step};
use crate::use_cases::tags::tag_lookup::{self, BoundCompanion, TagLookup};
use crate::web::problem_code::ProblemCode;
use crate::web::rate_limit::RateLimitKind;
use crate::web::validation::Id;

/// As many finders are heard on the page, the latest first.
const FINDERS: usize = 3;

#[derive(Template)]
#[template(path = "scan/scan.html")]
struct ScanTemplate {
    frame: Layout,
    coat: coat::CoatPanel,
    name: String,
    child: Option<String>,
    code: String,
    path: String,
    notice: Banner,
    notices: Vec<String>,
    over: Option<&'static str>,
    reminders: Vec<&'static str>,
    facts: Vec<Fact>,
    main: Option<Button>,
    others: Vec<Button>,
    history: Vec<Line>,
    hold: HoldPanel,
    photos: Option<photos::PhotoPanel>,
    /// Whether there may be a card.
    at_its_end: bool,
}

/// What came of the last tap.
enum Banner {
    None,
    Saved(Saved),
    Undone,
    Refused(RejectedScan),
}

/// A tap in vain.
struct RejectedScan {
    title: &'static str,
    text: String,
    stops: Vec<BlockerLabel>,
    hint: String,
    ways: Vec<Button>,
}

#[derive(Template)]
#[template(path = "scan/no_journey.html")]
struct NoJourneyTemplate {
    frame: Layout,
    code: String,
    look: TagLookup,
}

/// The scan page of a tag.
///
/// # Errors
/// `not-found`, `too-many-requests`, and the store's.
pub async fn show(asked: &HtmlRequest, staffer: &SignedInStaff) -> Result<HttpResponse, PageError> {
    asked.count(RateLimitKind::Tags, &staffer.actor.id.to_string())?;
    let code = asked.code()?;
    let look = tag_lookup::lookup(asked.app(), code).await?.ok_or(DomainError::NotFound("tag"))?;
    match look {
        TagLookup::Worn(wearer) => {
            let query = asked.query();
            let notice = |desk: &ButtonContext<'_>| match (query.get("saved"), query.get("undone"))
            {
                (Some(saved), _) => told(saved)
                    .and_then(|scan| desk.saved(scan))
                    .map_or(Banner::None, Banner::Saved),
                (None, Some(_)) => Banner::Undone,
                (None, None) => Banner::None,
            };
            let kind = query.get("to").and_then(PlaceKind::from_key);
            render(asked, staffer, &wearer, StatusCode::OK, kind, notice).await
        }
        TagLookup::Blank => check_in::show(asked, staffer, code).await,
        look => {
            let frame = Layout::of(asked, staffer, "Tag").await?;
            page(StatusCode::OK, &NoJourneyTemplate { frame, code: code.to_string(), look })
        }
    }
}

async fn render(
    asked: &HtmlRequest,
    staffer: &SignedInStaff,
    wearer: &BoundCompanion,
    status: StatusCode,
    kind: Option<PlaceKind>,
    notice: impl Fn(&ButtonContext<'_>) -> Banner,
) -> Result<HttpResponse, PageError> {
    let name = wearer.journey.companion.name.clone();
    let frame = Layout::of(asked, staffer, &name).await?;
    let here = frame.place.clone();
    let desk = ButtonContext {
        app: asked.app(),
        wearer,
        actor: staffer.actor,
        here: here.as_ref(),
        sweep: asked.sweep(),
    };
    let all_of = |kind| Buttons { main: Some(desk.all_of(kind)), others: Vec::new() };
    let ways = kind.map_or_else(|| desk.buttons(), all_of);
    let photos = photos::part(asked, staffer, wearer).await?;
    let shown = ScanTemplate {
        photos,
        coat: coat::CoatPanel::of(&wearer.journey.companion, &desk.state().worn(), wearer.tag.code),
        name,
        child: wearer.journey.child_alias.clone(),
        code: wearer.tag.code.to_string(),
        path: wearer.tag.code.as_str().to_owned(),
        notice: notice(&desk),
        notices: notices(wearer),
        over: desk.state().outcome.map(text::outcome),
        reminders: desk.reminders(),
        facts: desk.facts(),
        history: desk.history(),
        at_its_end: desk.state().is_at_its_end(),
        hold: HoldPanel::of(&wearer.visit, staffer.actor, wearer.tag.code, "scan", wearer.now),
        main: ways.main,
        others: ways.others,
        frame,
    };
    page(status, &shown)
}

/// What wants looking into.
fn notices(wearer: &BoundCompanion) -> Vec<String> {
    let alert = |alert: &crate::use_cases::models::Alert| {
        let since = text::ago(alert.raised_at, wearer.now);
        format!("{} ({}, {since})", text::alert(alert.kind), text::plain(&alert.detail))
    };
    let mut notices: Vec<_> = wearer.journey.alerts.iter().map(alert).collect();
    notices.extend(
        wearer.finder_messages.iter().rev().take(FINDERS).map(|word| {
            format!("A finder says: {} ({})", word.word, text::ago(word.at, wearer.now))
        }),
    );
    if wearer.tag.state == TagState::Lost {
        notices.push("This tag was reported lost. It turned up: tell a lead.".to_owned());
    }
    notices
}

fn told(scan: &str) -> Option<ScanId> {
    crate::web::validation::uuid(scan).map(ScanId::from_uuid)
}

/// `POST /T/{code}/acts`
///
/// # Errors
/// To the sign-in page, `cross-origin`, `invalid`, and the store's; a refusal shows the companion's
/// page with what stands in the way.
pub async fn act(asked: HtmlRequest) -> Result<HttpResponse, PageError> {
    let staffer = asked.staff(Role::Staff).await?;
    let (code, form) = (asked.code()?, asked.form()?);
    let report = form::read(asked.app(), code, &form)?;
    let id = report.id;
    match record::record(asked.app(), staffer.actor, report, form::say).await {
        Ok(_) => Ok(see_other(&format!("/T/{}?saved={id}", code.as_str()))),
        Err(UseCaseError::Domain(refusal) | UseCaseError::DomainAt(_, refusal)) => {
            refuse(&asked, &staffer, code, &form, refusal).await
        }
        Err(error) => Err(error.into()),
    }
}

/// The companion's page with what stands in the way, and the way on for those who may.
async fn refuse(
    asked: &HtmlRequest,
    staffer: &SignedInStaff,
    code: TagCode,
    form: &super::shared::request::Form,
    refusal: DomainError,
) -> Result<HttpResponse, PageError> {
    let Some(TagLookup::Worn(wearer)) = tag_lookup::lookup(asked.app(), code).await? else {
        return Err(refusal.into());
    };
    let kind = ProblemCode::of(refusal.code());
    let status = StatusCode::from_u16(kind.status).unwrap_or(StatusCode::CONFLICT);
    let again = Form {
        path: format!("/T/{}/acts", code.as_str()),
        id: String::new(),
        place: form.get("place").unwrap_or_default().to_owned(),
        actions: form.get("actions").unwrap_or("[]").to_owned(),
        says: wearer.journey.companion.name.clone(),
        aside: None,
    };
    let notice = |desk: &ButtonContext<'_>| {
        let text = "Nothing was changed.".to_owned();
        Banner::Refused(match &refusal {
            DomainError::NotCleared(blockers) => RejectedScan {
                title: kind.title,
                text,
                stops: blockers.iter().map(BlockerLabel::from).collect(),
                hint: desk.who_may(blockers).to_owned(),
                ways: desk.asides(&again, blockers),
            },
            _ => RejectedScan {
                title: kind.title,
                text: format!("{text} {}", kind.advice),
                stops: Vec::new(),
                hint: String::new(),
                ways: Vec::new(),
            },
        })
    };
    render(asked, staffer, &wearer, status, None, notice).await
}

/// `POST /T/{code}/undo`
///
/// # Errors
/// To the sign-in page, `cross-origin`, `invalid`, and every refusal of taking back.
pub async fn undo(asked: HtmlRequest) -> Result<HttpResponse, PageError> {
    let staffer = asked.staff(Role::Staff).await?;
    let (code, form) = (asked.code()?, asked.form()?);
    let scan: Id = form.need("scan")?;
    let scan = ScanId::from_uuid(scan.0);
    let reason = "pressed by mistake".to_owned();
    void_step::void_scan(asked.app(), staffer.actor, scan, reason).await?;
    Ok(see_other(&format!("/T/{}?undone={scan}", code.as_str())))
}
