//! One member of staff: name, role, password, and whether they may sign in.

use actix_web::HttpResponse;
use askama::Template;

use super::{Said, choices, moment, revision};
use crate::domain::account::person::Role;
use crate::domain::id::StaffId;
use crate::json::Key;
use crate::use_cases::records::Staff;
use crate::use_cases::staff::{self, Change};
use crate::web::pages::shared::error::Turned;
use crate::web::pages::shared::layout::Frame;
use crate::web::pages::shared::request::{Asked, Form, Staffer};
use crate::web::pages::{page, see_other};
use crate::web::validation::{Name, NewPassword};

#[derive(Template)]
#[template(path = "admin/staff_member.html")]
struct Member {
    frame: Frame,
    said: Said,
    staff: Staff,
    roles: Vec<(&'static str, String, bool)>,
    is_me: bool,
}

/// `GET /admin/staff/{id}`
///
/// # Errors
/// Not for this role, or nobody by that id.
pub async fn show(asked: Asked) -> Result<HttpResponse, Turned> {
    let me = asked.staff(Role::Admin).await?;
    let id = asked.id(StaffId::from_uuid, "member of staff")?;
    render(&asked, &me, id, Said::of(&asked)).await
}

async fn render(
    asked: &Asked,
    me: &Staffer,
    id: StaffId,
    said: Said,
) -> Result<HttpResponse, Turned> {
    let staff = staff::get(asked.world(), id).await?;
    let frame = Frame::of(asked, me, &staff.display_name).await?;
    let (status, roles, is_me) = (said.status, choices(Some(staff.role)), me.actor.id == id);
    page(status, &Member { frame, said, staff, roles, is_me })
}

/// `POST /admin/staff/{id}`
///
/// # Errors
/// Not for this role; what can be mended, and a record that has changed since, shows the page again.
pub async fn change(asked: Asked) -> Result<HttpResponse, Turned> {
    let me = asked.staff(Role::Admin).await?;
    let id = asked.id(StaffId::from_uuid, "member of staff")?;
    let form = asked.form()?;
    match changed(&asked, &me, id, &form).await {
        Ok(said) => Ok(see_other(&format!("/admin/staff/{id}?said={said}"))),
        Err(turned) => render(&asked, &me, id, Said::stale(turned)?).await,
    }
}

async fn changed(
    asked: &Asked,
    me: &Staffer,
    id: StaffId,
    form: &Form,
) -> Result<&'static str, Turned> {
    let (change, said) = wish(form)?;
    staff::change(asked.world(), me.actor, id, revision(form)?, change).await?;
    Ok(said)
}

/// What the form that was sent wants, by the field that it has, and what is said when it is done.
fn wish(form: &Form) -> Result<(Change, &'static str), Turned> {
    if let Some(disabled) = form.get("disabled").map(|text| text == "yes") {
        let said = if disabled { "disabled" } else { "enabled" };
        return Ok((Change { disabled: Some(disabled), ..Change::default() }, said));
    }
    if form.get("pin").is_some() {
        return Ok((Change { no_pin: true, ..Change::default() }, "no-pin"));
    }
    if let Some(password) = form.read_as::<NewPassword>("password")? {
        return Ok((Change { password: Some(password.0), ..Change::default() }, "password"));
    }
    let name = form.need::<Name>("display_name")?.0;
    let role = form.need::<Key<Role>>("role")?.0;
    Ok((Change { display_name: Some(name), role: Some(role), ..Change::default() }, "changed"))
}
