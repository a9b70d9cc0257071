//! Staff accounts: the list with its search, adding an account, and the CSV export.

use actix_web::HttpResponse;
use askama::Template;

use super::format::{SelectOption, label, select_options};
use super::idempotent_form::{idempotent_request, response_text};
use super::list::{AddForm, AdminList, Search};
use crate::domain::account::password::{MAX_LENGTH, MIN_LENGTH};
use crate::domain::account::person::Role;
use crate::domain::string_enum::StringEnum as _;
use crate::json::JsonKey;
use crate::use_cases::models::Staff;
use crate::use_cases::staff::{self, NewStaff};
use crate::web::csv_table;
use crate::web::extract::callers::{AdminCaller, StaffCaller};
use crate::web::pages::shared::error::PageError;
use crate::web::pages::shared::form::Form;
use crate::web::pages::shared::layout::Layout;
use crate::web::pages::shared::redirect::see_other;
use crate::web::pages::shared::request::HtmlRequest;
use crate::web::pages::shared::response::{attachment, page};
use crate::web::validation::{NewPassword, ShortText, Username};

pub(crate) const COLUMNS: [&str; 4] = ["username", "display_name", "role", "disabled"];

#[derive(Template)]
#[template(path = "admin/staff.html")]
struct StaffTemplate {
    frame: Layout,
    list: AdminList<Staff>,
    roles: Vec<SelectOption>,
}

/// `GET /admin/staff`
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
    let pagination = search.pagination(|username| Some(username.to_owned()));
    let found = staff::search(request.app(), search.text.clone(), pagination).await?;
    let list = AdminList::new(form, search, found, |staff| staff.username.clone());
    let role = list.values.get("role").and_then(Role::from_key).unwrap_or(Role::Staff);
    let frame = Layout::for_staff(request, admin, "Staff").await?;
    page(
        list.flash.status,
        &StaffTemplate { frame, list, roles: select_options(Some(role), label) },
    )
}

/// `POST /admin/staff`
pub(crate) async fn create(
    admin: AdminCaller,
    request: HtmlRequest,
    form: Form,
) -> Result<HttpResponse, PageError> {
    match create_account(&request, &admin, &form).await {
        Ok(id) => Ok(see_other(&format!("/admin/staff/{id}?said=added"))),
        Err(error) => show(&request, &admin, AddForm::rejected(error, form)?).await,
    }
}

async fn create_account(
    request: &HtmlRequest,
    admin: &StaffCaller,
    form: &Form,
) -> Result<String, PageError> {
    let account = NewStaff {
        username: form.required::<Username>("username")?.0,
        display_name: form.required::<ShortText>("display_name")?.0,
        role: form.required::<JsonKey<Role>>("role")?.0,
        password: form.required::<NewPassword>("password")?.0,
    };
    let idempotent = idempotent_request(request, admin, form, |staff: &Staff| staff.id.to_string());
    Ok(response_text(&staff::create(request.app(), account, idempotent).await?))
}

/// `GET /admin/staff.csv`
pub(crate) async fn export(
    _: AdminCaller,
    request: HtmlRequest,
) -> Result<HttpResponse, PageError> {
    let all = staff::all(request.app()).await?;
    let rows = all.into_iter().map(|staff| {
        let disabled = if staff.disabled_at.is_some() { "yes" } else { "no" };
        vec![staff.username, staff.display_name, staff.role.key().to_owned(), disabled.to_owned()]
    });
    Ok(attachment("stuffy-staff.csv", csv_table::write(&COLUMNS, rows)))
}
