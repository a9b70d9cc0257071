//! The places: a list to search, a new one, and the list as a file.

use actix_web::HttpResponse;
use askama::Template;

use super::table::{Below, List, Search};
use super::{answered, choices, door, spoken};
use crate::domain::account::person::Role;
use crate::domain::place::{EntryPolicy, MOST_REWASH_HOURS, PlaceKind, PlacePolicy};
use crate::domain::string_enum::StringEnum as _;
use crate::json::JsonKey;
use crate::use_cases::models::Place;
use crate::use_cases::places::{self, PolicyChange};
use crate::web::csv_table;
use crate::web::pages::shared::error::PageError;
use crate::web::pages::shared::layout::Layout;
use crate::web::pages::shared::request::{Form, HtmlRequest, SignedInStaff};
use crate::web::pages::{attachment, page, see_other};
use crate::web::validation::{Count, ShortText};

/// The columns of the list as a file.
pub const COLUMNS: [&str; 6] = ["name", "kind", "entry", "rewash_hours", "isolation", "active"];

#[derive(Template)]
#[template(path = "admin/places.html")]
struct PlacesTemplate {
    frame: Layout,
    list: List<Place>,
    kinds: Vec<(&'static str, String, bool)>,
}

/// `GET /admin/places`
///
/// # Errors
/// Not for this role.
pub async fn list(asked: HtmlRequest) -> Result<HttpResponse, PageError> {
    let me = asked.staff(Role::Admin).await?;
    show(&asked, &me, Below::empty(&asked)).await
}

async fn show(
    asked: &HtmlRequest,
    me: &SignedInStaff,
    below: Below,
) -> Result<HttpResponse, PageError> {
    let search = Search::of(asked)?;
    let span = search.span(|name| Some(name.to_owned()));
    let found = places::search(asked.app(), search.typed.clone(), span).await?;
    let list = List::of(below, search, found, |place| place.name.clone());
    let kinds = choices(list.typed.get("kind").and_then(PlaceKind::from_key));
    let frame = Layout::of(asked, me, "Places").await?;
    page(list.said.status, &PlacesTemplate { frame, list, kinds })
}

/// `POST /admin/places`
///
/// # Errors
/// Not for this role; what can be mended shows the page again.
pub async fn create(asked: HtmlRequest) -> Result<HttpResponse, PageError> {
    let me = asked.staff(Role::Admin).await?;
    let form = asked.form()?;
    match open(&asked, &me, &form).await {
        Ok(id) => Ok(see_other(&format!("/admin/places/{id}?said=added"))),
        Err(turned) => show(&asked, &me, Below::mendable(turned, form)?).await,
    }
}

async fn open(asked: &HtmlRequest, me: &SignedInStaff, form: &Form) -> Result<String, PageError> {
    let name = form.need::<ShortText>("name")?.0;
    let kind = form.need::<JsonKey<PlaceKind>>("kind")?.0;
    let door = door(asked, me, form, |place: &Place| place.id.to_string());
    let policy = PlacePolicy::usual(kind);
    Ok(answered(&places::create(asked.app(), name, kind, policy, door).await?))
}

/// The policy that a form has in its fields.
pub(crate) fn policy(form: &Form) -> Result<PolicyChange, PageError> {
    let hours = form.number::<Count<MOST_REWASH_HOURS>>("rewash_hours")?;
    Ok(PolicyChange {
        entry: Some(form.need::<JsonKey<EntryPolicy>>("entry")?.0),
        rewash_hours: hours.map(|hours| hours.0),
        isolation: Some(form.get("isolation").is_some()),
    })
}

/// `GET /admin/places.csv`
///
/// # Errors
/// Not for this role.
pub async fn export(asked: HtmlRequest) -> Result<HttpResponse, PageError> {
    asked.staff(Role::Admin).await?;
    let all = places::all(asked.app()).await?;
    let yes = |truth: bool| if truth { "yes" } else { "no" }.to_owned();
    let lines = all.into_iter().map(|place| {
        let PlacePolicy { entry, rewash_hours, isolation } = place.policy;
        vec![
            place.name,
            place.kind.key().to_owned(),
            entry.key().to_owned(),
            rewash_hours.map(|hours| hours.to_string()).unwrap_or_default(),
            yes(isolation),
            yes(place.active),
        ]
    });
    Ok(attachment("stuffy-places.csv", csv_table::write(&COLUMNS, lines)))
}
