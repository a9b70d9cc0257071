//! One staff account: name, role, password, and whether it is enabled.

use crate::domain::account::person::Role;
use actix_web::HttpResponse;
use askama::Template;

use super::flash::FlashMessage;
use super::format::{SelectOption, date_time, label, select_options};
use super::idempotent_form::revision;
use crate::domain::account::password::{MAX_LENGTH, MIN_LENGTH};
use crate::domain::id::StaffId;
use crate::json::JsonKey;
use crate::use_cases::models::Staff;
use crate::use_cases::staff::{self, StaffUpdate};
use crate::web::extract::callers::{AdminCaller, StaffCaller};
use crate::web::pages::shared::error::PageError;
use crate::web::pages::shared::form::Form;
use crate::web::pages::shared::layout::Layout;
use crate::web::pages::shared::redirect::see_other;
use crate::web::pages::shared::request::HtmlRequest;
use crate::web::pages::shared::response::page;
use crate::web::validation::{NewPassword, ShortText};

#[derive(Template)]
#[template(path = "admin/staff_member.html")]
struct StaffMemberTemplate {
    frame: Layout,
    flash: FlashMessage,
    staff: Staff,
    roles: Vec<SelectOption>,
    is_self: bool,
}

/// `GET /admin/staff/{id}`
pub(crate) async fn show(
    admin: AdminCaller,
    request: HtmlRequest,
) -> Result<HttpResponse, PageError> {
    let id = request.path_id(StaffId::from_uuid, "member of staff")?;
    render(&request, &admin, id, FlashMessage::from_query(&request)).await
}

async fn render(
    request: &HtmlRequest,
    admin: &StaffCaller,
    id: StaffId,
    flash: FlashMessage,
) -> Result<HttpResponse, PageError> {
    let staff = staff::get(request.app(), id).await?;
    let frame = Layout::for_staff(request, admin, &staff.display_name).await?;
    let (status, roles) = (flash.status, select_options(Some(staff.role), label));
    let is_self = admin.actor.id == id;
    page(status, &StaffMemberTemplate { frame, flash, staff, roles, is_self })
}

/// `POST /admin/staff/{id}`
pub(crate) async fn update(
    admin: AdminCaller,
    request: HtmlRequest,
    form: Form,
) -> Result<HttpResponse, PageError> {
    let id = request.path_id(StaffId::from_uuid, "member of staff")?;
    match apply_update(&request, &admin, id, &form).await {
        Ok(message) => Ok(see_other(&format!("/admin/staff/{id}?said={message}"))),
        Err(error) => render(&request, &admin, id, FlashMessage::from_update_error(error)?).await,
    }
}

async fn apply_update(
    request: &HtmlRequest,
    admin: &StaffCaller,
    id: StaffId,
    form: &Form,
) -> Result<&'static str, PageError> {
    let (update, message) = parse_update(form)?;
    staff::update(request.app(), admin.actor, id, revision(form)?, update).await?;
    Ok(message)
}

/// The page has several forms, told apart by their fields. Also returns the key of the success message.
fn parse_update(form: &Form) -> Result<(StaffUpdate, &'static str), PageError> {
    if let Some(disabled) = form.get("disabled").map(|text| text == "yes") {
        let message = if disabled { "disabled" } else { "enabled" };
        return Ok((StaffUpdate { disabled: Some(disabled), ..StaffUpdate::default() }, message));
    }
    if form.get("pin").is_some() {
        return Ok((StaffUpdate { remove_pin: true, ..StaffUpdate::default() }, "no-pin"));
    }
    if let Some(password) = form.optional::<NewPassword>("password")? {
        return Ok((
            StaffUpdate { password: Some(password.0), ..StaffUpdate::default() },
            "password",
        ));
    }
    let name = form.required::<ShortText>("display_name")?.0;
    let role = form.required::<JsonKey<Role>>("role")?.0;
    Ok((
        StaffUpdate { display_name: Some(name), role: Some(role), ..StaffUpdate::default() },
        "changed",
    ))
}
