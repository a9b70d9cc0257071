//! Places: the list with its search, adding a place, and the CSV export.

use actix_web::HttpResponse;
use askama::Template;

use super::format::{SelectOption, kind_label, select_options};
use super::idempotent_form::{idempotent_request, response_text};
use super::list::{AddForm, AdminList, Search};
use crate::domain::place::{EntryPolicy, MAX_REWASH_HOURS, PlaceKind, PlacePolicy};
use crate::domain::string_enum::StringEnum as _;
use crate::json::JsonKey;
use crate::use_cases::models::Place;
use crate::use_cases::places::{self, PolicyChange};
use crate::web::csv_table;
use crate::web::extract::callers::{AdminCaller, StaffCaller};
use crate::web::pages::shared::error::PageError;
use crate::web::pages::shared::form::Form;
use crate::web::pages::shared::layout::Layout;
use crate::web::pages::shared::redirect::see_other;
use crate::web::pages::shared::request::HtmlRequest;
use crate::web::pages::shared::response::{attachment, page};
use crate::web::validation::{Count, ShortText};

pub(crate) const COLUMNS: [&str; 6] =
    ["name", "kind", "entry", "rewash_hours", "isolation", "active"];

#[derive(Template)]
#[template(path = "admin/places.html")]
struct PlacesTemplate {
    frame: Layout,
    list: AdminList<Place>,
    kinds: Vec<SelectOption>,
}

/// `GET /admin/places`
pub(crate) async fn list(
    admin: AdminCaller,
    request: HtmlRequest,
) -> Result<HttpResponse, PageError> {
    show(&request, &admin, AddForm::empty(&request)).await
}

async fn show(
    request: &HtmlRequest,
    admin: &StaffCaller,
    form: AddForm,
) -> Result<HttpResponse, PageError> {
    let search = Search::from_query(request)?;
    let pagination = search.pagination(|name| Some(name.to_owned()));
    let found = places::search(request.app(), search.text.clone(), pagination).await?;
    let list = AdminList::new(form, search, found, |place| place.name.clone());
    let kinds = select_options(list.values.get("kind").and_then(PlaceKind::from_key), kind_label);
    let frame = Layout::for_staff(request, admin, "Places").await?;
    page(list.flash.status, &PlacesTemplate { frame, list, kinds })
}

/// `POST /admin/places`
pub(crate) async fn create(
    admin: AdminCaller,
    request: HtmlRequest,
    form: Form,
) -> Result<HttpResponse, PageError> {
    match create_place(&request, &admin, &form).await {
        Ok(id) => Ok(see_other(&format!("/admin/places/{id}?said=added"))),
        Err(error) => show(&request, &admin, AddForm::rejected(error, form)?).await,
    }
}

async fn create_place(
    request: &HtmlRequest,
    admin: &StaffCaller,
    form: &Form,
) -> Result<String, PageError> {
    let name = form.required::<ShortText>("name")?.0;
    let kind = form.required::<JsonKey<PlaceKind>>("kind")?.0;
    let idempotent = idempotent_request(request, admin, form, |place: &Place| place.id.to_string());
    let policy = PlacePolicy::default_for(kind);
    Ok(response_text(&places::create(request.app(), name, kind, policy, idempotent).await?))
}

pub(super) fn parse_policy(form: &Form) -> Result<PolicyChange, PageError> {
    let hours = form.optional_number::<Count<MAX_REWASH_HOURS>>("rewash_hours")?;
    Ok(PolicyChange {
        entry: Some(form.required::<JsonKey<EntryPolicy>>("entry")?.0),
        rewash_hours: hours.map(|hours| hours.0),
        isolation: Some(form.get("isolation").is_some()),
    })
}

/// `GET /admin/places.csv`
pub(crate) async fn export(
    _: AdminCaller,
    request: HtmlRequest,
) -> Result<HttpResponse, PageError> {
    let all = places::all(request.app()).await?;
    let yes_no = |value: bool| if value { "yes" } else { "no" }.to_owned();
    let rows = all.into_iter().map(|place| {
        let PlacePolicy { entry, rewash_hours, isolation } = place.policy;
        vec![
            place.name,
            place.kind.key().to_owned(),
            entry.key().to_owned(),
            rewash_hours.map(|hours| hours.to_string()).unwrap_or_default(),
            yes_no(isolation),
            yes_no(place.active),
        ]
    });
    Ok(attachment("stuffy-places.csv", csv_table::write(&COLUMNS, rows)))
}
