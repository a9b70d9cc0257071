//! One place: name, kind, policy, and whether it is active.

use actix_web::HttpResponse;
use askama::Template;

use super::flash::FlashMessage;
use super::format::{SelectOption, date_time, kind_label, label, select_options};
use super::idempotent_form::revision;
use super::places;
use crate::domain::id::PlaceId;
use crate::domain::place::PlaceKind;
use crate::json::JsonKey;
use crate::use_cases::models::Place;
use crate::use_cases::places::{PlaceUpdate, get, update as change_place};
use crate::web::extract::callers::{AdminCaller, StaffCaller};
use crate::web::pages::shared::error::PageError;
use crate::web::pages::shared::form::Form;
use crate::web::pages::shared::layout::Layout;
use crate::web::pages::shared::redirect::see_other;
use crate::web::pages::shared::request::HtmlRequest;
use crate::web::pages::shared::response::page;
use crate::web::validation::ShortText;

#[derive(Template)]
#[template(path = "admin/place.html")]
struct PlaceTemplate {
    frame: Layout,
    flash: FlashMessage,
    place: Place,
    kinds: Vec<SelectOption>,
    entries: Vec<SelectOption>,
    can_print: bool,
}

/// `GET /admin/places/{id}`
pub(crate) async fn show(
    admin: AdminCaller,
    request: HtmlRequest,
) -> Result<HttpResponse, PageError> {
    let id = request.path_id(PlaceId::from_uuid, "place")?;
    render(&request, &admin, id, FlashMessage::from_query(&request)).await
}

async fn render(
    request: &HtmlRequest,
    admin: &StaffCaller,
    id: PlaceId,
    flash: FlashMessage,
) -> Result<HttpResponse, PageError> {
    let place = get(request.app(), id).await?;
    let frame = Layout::for_staff(request, admin, &place.name).await?;
    let (kinds, entries) = (
        select_options(Some(place.kind), kind_label),
        select_options(Some(place.policy.entry), label),
    );
    let (status, can_print) = (flash.status, request.app().public_url.is_some());
    page(status, &PlaceTemplate { frame, flash, place, kinds, entries, can_print })
}

/// `POST /admin/places/{id}`
pub(crate) async fn update(
    admin: AdminCaller,
    request: HtmlRequest,
    form: Form,
) -> Result<HttpResponse, PageError> {
    let id = request.path_id(PlaceId::from_uuid, "place")?;
    match apply_update(&request, id, &form).await {
        Ok(message) => Ok(see_other(&format!("/admin/places/{id}?said={message}"))),
        Err(error) => render(&request, &admin, id, FlashMessage::from_update_error(error)?).await,
    }
}

async fn apply_update(
    request: &HtmlRequest,
    id: PlaceId,
    form: &Form,
) -> Result<&'static str, PageError> {
    let (update, message) = parse_update(form)?;
    change_place(request.app(), id, revision(form)?, update).await?;
    Ok(message)
}

/// The page has two forms, told apart by their fields. Also returns the key of the success message.
fn parse_update(form: &Form) -> Result<(PlaceUpdate, &'static str), PageError> {
    if let Some(active) = form.get("active").map(|text| text == "yes") {
        let message = if active { "reopened" } else { "retired" };
        return Ok((PlaceUpdate { active: Some(active), ..PlaceUpdate::default() }, message));
    }
    let name = Some(form.required::<ShortText>("name")?.0);
    let kind = Some(form.required::<JsonKey<PlaceKind>>("kind")?.0);
    let policy = Some(places::parse_policy(form)?);
    Ok((PlaceUpdate { name, kind, policy, active: None }, "changed"))
}
