//! One member of staff: name, role, password, and whether they may sign in.

use actix_web::HttpResponse;
use askama::Template;

use super::{FlashMessage, choices, moment, revision};
use crate::domain::account::person::Role;
use crate::domain::id::StaffId;
use crate::json::JsonKey;
use crate::use_cases::models::Staff;
use crate::use_cases::staff::{self, StaffUpdate};
use crate::web::pages::shared::error::PageError;
use crate::web::pages::shared::layout::Layout;
use crate::web::pages::shared::request::{Form, HtmlRequest, SignedInStaff};
use crate::web::pages::{page, see_other};
use crate::web::validation::{NewPassword, ShortText};

#[derive(Template)]
#[template(path = "admin/staff_member.html")]
struct StaffMemberTemplate {
    frame: Layout,
    said: FlashMessage,
    staff: Staff,
    roles: Vec<(&'static str, String, bool)>,
    is_me: bool,
}

/// `GET /admin/staff/{id}`
///
/// # Errors
/// Not for this role, or nobody by that id.
pub async fn show(asked: HtmlRequest) -> Result<HttpResponse, PageError> {
    let me = asked.staff(Role::Admin).await?;
    let id = asked.id(StaffId::from_uuid, "member of staff")?;
    render(&asked, &me, id, FlashMessage::of(&asked)).await
}

async fn render(
    asked: &HtmlRequest,
    me: &SignedInStaff,
    id: StaffId,
    said: FlashMessage,
) -> Result<HttpResponse, PageError> {
    let staff = staff::get(asked.app(), id).await?;
    let frame = Layout::of(asked, me, &staff.display_name).await?;
    let (status, roles, is_me) = (said.status, choices(Some(staff.role)), me.actor.id == id);
    page(status, &StaffMemberTemplate { frame, said, staff, roles, is_me })
}

/// `POST /admin/staff/{id}`
///
/// # Errors
/// Not for this role; what can be mended, and a record that has changed since, shows the page again.
pub async fn change(asked: HtmlRequest) -> Result<HttpResponse, PageError> {
    let me = asked.staff(Role::Admin).await?;
    let id = asked.id(StaffId::from_uuid, "member of staff")?;
    let form = asked.form()?;
    match changed(&asked, &me, id, &form).await {
        Ok(said) => Ok(see_other(&format!("/admin/staff/{id}?said={said}"))),
        Err(turned) => render(&asked, &me, id, FlashMessage::stale(turned)?).await,
    }
}

async fn changed(
    asked: &HtmlRequest,
    me: &SignedInStaff,
    id: StaffId,
    form: &Form,
) -> Result<&'static str, PageError> {
    let (change, said) = wish(form)?;
    staff::update(asked.app(), me.actor, id, revision(form)?, change).await?;
    Ok(said)
}

/// What the form that was sent wants, by the field that it has, and what is said when it is done.
fn wish(form: &Form) -> Result<(StaffUpdate, &'static str), PageError> {
    if let Some(disabled) = form.get("disabled").map(|text| text == "yes") {
        let said = if disabled { "disabled" } else { "enabled" };
        return Ok((StaffUpdate { disabled: Some(disabled), ..StaffUpdate::default() }, said));
    }
    if form.get("pin").is_some() {
        return Ok((StaffUpdate { remove_pin: true, ..StaffUpdate::default() }, "no-pin"));
    }
    if let Some(password) = form.read_as::<NewPassword>("password")? {
        return Ok((
            StaffUpdate { password: Some(password.0), ..StaffUpdate::default() },
            "password",
        ));
    }
    let name = form.need::<ShortText>("display_name")?.0;
    let role = form.need::<JsonKey<Role>>("role")?.0;
    Ok((
        StaffUpdate { display_name: Some(name), role: Some(role), ..StaffUpdate::default() },
        "changed",
    ))
}
