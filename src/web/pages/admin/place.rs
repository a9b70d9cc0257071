//! One place: its name, its kind, what it asks of a companion, and whether it is in use.

use actix_web::HttpResponse;
use askama::Template;

use super::{FlashMessage, choices, moment, places, revision};
use crate::domain::account::person::Role;
use crate::domain::id::PlaceId;
use crate::domain::place::PlaceKind;
use crate::json::JsonKey;
use crate::use_cases::models::Place;
use crate::use_cases::places::{PlaceUpdate, get, update as change_place};
use crate::web::pages::shared::error::PageError;
use crate::web::pages::shared::layout::Layout;
use crate::web::pages::shared::request::{Form, HtmlRequest, SignedInStaff};
use crate::web::pages::{page, see_other};
use crate::web::validation::ShortText;

#[derive(Template)]
#[template(path = "admin/place.html")]
struct PlaceTemplate {
    frame: Layout,
    said: FlashMessage,
    place: Place,
    kinds: Vec<(&'static str, String, bool)>,
    entries: Vec<(&'static str, String, bool)>,
    prints: bool,
}

/// `GET /admin/places/{id}`
///
/// # Errors
/// Not for this role, or no such place.
pub async fn show(asked: HtmlRequest) -> Result<HttpResponse, PageError> {
    let me = asked.staff(Role::Admin).await?;
    let id = asked.id(PlaceId::from_uuid, "place")?;
    render(&asked, &me, id, FlashMessage::of(&asked)).await
}

async fn render(
    asked: &HtmlRequest,
    me: &SignedInStaff,
    id: PlaceId,
    said: FlashMessage,
) -> Result<HttpResponse, PageError> {
    let place = get(asked.app(), id).await?;
    let frame = Layout::of(asked, me, &place.name).await?;
    let (kinds, entries) = (choices(Some(place.kind)), choices(Some(place.policy.entry)));
    let (status, prints) = (said.status, asked.app().public_url.is_some());
    page(status, &PlaceTemplate { frame, said, place, kinds, entries, prints })
}

/// `POST /admin/places/{id}`
///
/// # Errors
/// Not for this role; what can be mended, and a place that has changed since, shows the page again.
pub async fn change(asked: HtmlRequest) -> Result<HttpResponse, PageError> {
    let me = asked.staff(Role::Admin).await?;
    let id = asked.id(PlaceId::from_uuid, "place")?;
    let form = asked.form()?;
    match changed(&asked, id, &form).await {
        Ok(said) => Ok(see_other(&format!("/admin/places/{id}?said={said}"))),
        Err(turned) => render(&asked, &me, id, FlashMessage::stale(turned)?).await,
    }
}

async fn changed(asked: &HtmlRequest, id: PlaceId, form: &Form) -> Result<&'static str, PageError> {
    let (change, said) = wish(form)?;
    change_place(asked.app(), id, revision(form)?, change).await?;
    Ok(said)
}

/// What the form that was sent wants, by the field that it has, and what is said when it is done.
fn wish(form: &Form) -> Result<(PlaceUpdate, &'static str), PageError> {
    if let Some(active) = form.get("active").map(|text| text == "yes") {
        let said = if active { "reopened" } else { "retired" };
        return Ok((PlaceUpdate { active: Some(active), ..PlaceUpdate::default() }, said));
    }
    let name = Some(form.need::<ShortText>("name")?.0);
    let kind = Some(form.need::<JsonKey<PlaceKind>>("kind")?.0);
    let policy = Some(places::policy(form)?);
    Ok((PlaceUpdate { name, kind, policy, active: None }, "changed"))
}
