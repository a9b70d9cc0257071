//! Renders the scan page: the companion's status and what staff most likely do with it next.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use askama::Template;

use super::button::{BlockerLabel, Button};
use super::buttons::Buttons;
use super::coat::CoatPanel;
use super::context::ButtonContext;
use super::facts::Fact;
use super::history::{HistoryRow, SavedScan};
use crate::domain::error::DomainError;
use crate::domain::id::ScanId;
use crate::domain::place::PlaceKind;
use crate::domain::string_enum::StringEnum as _;
use crate::domain::tag::TagState;
use crate::use_cases::models::Alert;
use crate::use_cases::tags::tag_lookup::{self, BoundCompanion, TagLookup};
use crate::web::pages::check_in;
use crate::web::pages::family_hold::HoldPanel;
use crate::web::pages::photos::panel::PhotoPanel;
use crate::web::pages::shared::error::PageError;
use crate::web::pages::shared::form::Form;
use crate::web::pages::shared::layout::Layout;
use crate::web::pages::shared::request::{HtmlRequest, SignedInStaff};
use crate::web::pages::shared::response::page;
use crate::web::pages::shared::text;
use crate::web::rate_limit::RateLimitKey;
use crate::web::validation;

/// The latest messages from finders that are shown.
const MAX_FINDER_MESSAGES: usize = 3;

#[derive(Template)]
#[template(path = "scan/scan.html")]
struct ScanTemplate {
    frame: Layout,
    coat: CoatPanel,
    name: String,
    child: Option<String>,
    code: String,
    path: String,
    banner: Banner,
    warnings: Vec<String>,
    outcome: Option<&'static str>,
    reminders: Vec<&'static str>,
    facts: Vec<Fact>,
    buttons: Buttons,
    history: Vec<HistoryRow>,
    hold: HoldPanel,
    photos: Option<PhotoPanel>,
    may_have_card: bool,
}

/// The result of the last tap.
pub(super) enum Banner {
    None,
    Saved(SavedScan),
    Undone,
    Refused(RejectedScan),
}

pub(super) struct RejectedScan {
    pub title: &'static str,
    pub text: String,
    pub blockers: Vec<BlockerLabel>,
    pub hint: String,
    pub override_buttons: Vec<Button>,
}

#[derive(Template)]
#[template(path = "scan/no_journey.html")]
struct NoJourneyTemplate {
    frame: Layout,
    code: String,
    tag: TagLookup,
}

/// The page of a tag, for staff.
pub async fn show(request: &HtmlRequest, staff: &SignedInStaff) -> Result<HttpResponse, PageError> {
    request.check_rate_limit(RateLimitKey::Tags(staff.actor.id))?;
    let code = request.path_code()?;
    let tag = tag_lookup::lookup(request.app(), code).await?.ok_or(DomainError::NotFound("tag"))?;
    match tag {
        TagLookup::Worn(companion) => {
            let query = request.query();
            let banner = |context: &ButtonContext<'_>| banner(&query, context);
            let kind = query.get("to").and_then(PlaceKind::from_key);
            render(request, staff, &companion, StatusCode::OK, kind, banner).await
        }
        TagLookup::Blank => check_in::show(request, staff, code).await,
        tag => {
            let frame = Layout::for_staff(request, staff, "Tag").await?;
            page(StatusCode::OK, &NoJourneyTemplate { frame, code: code.to_string(), tag })
        }
    }
}

/// What the query says about the last tap.
fn banner(query: &Form, context: &ButtonContext<'_>) -> Banner {
    match (query.get("saved"), query.get("undone")) {
        (Some(saved), _) => validation::parse_uuid(saved)
            .and_then(|id| context.saved_scan(ScanId::from_uuid(id)))
            .map_or(Banner::None, Banner::Saved),
        (None, Some(_)) => Banner::Undone,
        (None, None) => Banner::None,
    }
}

/// `kind` shows all places of that kind instead of the usual buttons.
pub(super) async fn render(
    request: &HtmlRequest,
    staff: &SignedInStaff,
    companion: &BoundCompanion,
    status: StatusCode,
    kind: Option<PlaceKind>,
    banner: impl Fn(&ButtonContext<'_>) -> Banner,
) -> Result<HttpResponse, PageError> {
    let name = companion.journey.companion.name.clone();
    let frame = Layout::for_staff(request, staff, &name).await?;
    let place = frame.place.clone();
    let context = ButtonContext {
        app: request.app(),
        companion,
        actor: staff.actor,
        place: place.as_ref(),
        sweep_started: request.sweep_started_at(),
    };
    let buttons = match kind {
        Some(kind) => Buttons { primary: Some(context.places_group(kind)), ..Buttons::default() },
        None => context.buttons(),
    };
    let (state, code) = (context.state(), companion.tag.code);
    let template = ScanTemplate {
        photos: PhotoPanel::load(request, staff, companion).await?,
        coat: CoatPanel::new(&companion.journey.companion, &state.worn(), code),
        name,
        child: companion.journey.child_alias.clone(),
        code: code.to_string(),
        path: code.as_str().to_owned(),
        banner: banner(&context),
        warnings: warnings(companion),
        outcome: state.outcome.map(text::outcome),
        reminders: context.reminders(),
        facts: context.facts(),
        history: context.history(),
        may_have_card: state.has_ended_well(),
        hold: HoldPanel::new(&companion.visit, staff.actor, code, "scan", companion.now),
        buttons,
        frame,
    };
    page(status, &template)
}

/// Open alerts, messages from finders, and a tag that was reported lost.
fn warnings(companion: &BoundCompanion) -> Vec<String> {
    let ago = |at| text::ago(at, companion.now);
    let alert = |alert: &Alert| {
        let (kind, detail) = (text::alert(alert.kind), text::humanize(&alert.detail));
        format!("{kind} ({detail}, {})", ago(alert.raised_at))
    };
    let mut warnings: Vec<_> = companion.journey.alerts.iter().map(alert).collect();
    let messages = companion.finder_messages.iter().rev().take(MAX_FINDER_MESSAGES);
    warnings.extend(messages.map(|message| {
        format!("Message from a finder: {} ({})", message.message, ago(message.created_at))
    }));
    if companion.tag.state == TagState::Lost {
        warnings.push("This tag was reported lost and has been found: tell a lead.".to_owned());
    }
    warnings
}
