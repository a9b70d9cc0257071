//! The staff: a list to search, somebody new, and the list as a file.

use actix_web::HttpResponse;
use askama::Template;

use super::table::{Below, List, Search};
use super::{answered, choices, door, spoken};
use crate::domain::account::person::Role;
use crate::domain::string_enum::StringEnum as _;
use crate::json::JsonKey;
use crate::use_cases::models::Staff;
use crate::use_cases::staff::{self, NewStaff};
use crate::web::csv_table;
use crate::web::pages::shared::error::PageError;
use crate::web::pages::shared::layout::Layout;
use crate::web::pages::shared::request::{Form, HtmlRequest, SignedInStaff};
use crate::web::pages::{attachment, page, see_other};
use crate::web::validation::{NewPassword, ShortText, Username};

/// The columns of the list as a file.
pub const COLUMNS: [&str; 4] = ["username", "display_name", "role", "disabled"];

#[derive(Template)]
#[template(path = "admin/staff.html")]
struct StaffTemplate {
    frame: Layout,
    list: List<Staff>,
    roles: Vec<(&'static str, String, bool)>,
}

/// `GET /admin/staff`
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
    let span = search.span(|username| Some(username.to_owned()));
    let found = staff::search(asked.app(), search.typed.clone(), span).await?;
    let list = List::of(below, search, found, |staff| staff.username.clone());
    let chosen = list.typed.get("role").and_then(Role::from_key).unwrap_or(Role::Staff);
    let frame = Layout::of(asked, me, "Staff").await?;
    page(list.said.status, &StaffTemplate { frame, list, roles: choices(Some(chosen)) })
}

/// `POST /admin/staff`
///
/// # Errors
/// Not for this role; what can be mended shows the page again.
pub async fn create(asked: HtmlRequest) -> Result<HttpResponse, PageError> {
    let me = asked.staff(Role::Admin).await?;
    let form = asked.form()?;
    match hire(&asked, &me, &form).await {
        Ok(id) => Ok(see_other(&format!("/admin/staff/{id}?said=added"))),
        Err(turned) => show(&asked, &me, Below::mendable(turned, form)?).await,
    }
}

async fn hire(asked: &HtmlRequest, me: &SignedInStaff, form: &Form) -> Result<String, PageError> {
    let hire = NewStaff {
        username: form.need::<Username>("username")?.0,
        display_name: form.need::<ShortText>("display_name")?.0,
        role: form.need::<JsonKey<Role>>("role")?.0,
        password: form.need::<NewPassword>("password")?.0,
    };
    let door = door(asked, me, form, |staff: &Staff| staff.id.to_string());
    Ok(answered(&staff::create(asked.app(), hire, door).await?))
}

/// `GET /admin/staff.csv`
///
/// # Errors
/// Not for this role.
pub async fn export(asked: HtmlRequest) -> Result<HttpResponse, PageError> {
    asked.staff(Role::Admin).await?;
    let all = staff::all(asked.app()).await?;
    let lines = all.into_iter().map(|staff| {
        let disabled = if staff.disabled_at.is_some() { "yes" } else { "no" };
        vec![staff.username, staff.display_name, staff.role.key().to_owned(), disabled.to_owned()]
    });
    Ok(attachment("stuffy-staff.csv", csv_table::write(&COLUMNS, lines)))
}
