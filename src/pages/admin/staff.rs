//! The staff: a list to search, somebody new, and the list as a file.

use actix_web::HttpResponse;
use askama::Template;

use super::{A_PAGE, Said, Search, answered, choices, door, once, spoken};
use crate::actions::Span;
use crate::actions::records::Staff;
use crate::actions::staff::{self, Hire};
use crate::domain::person::Role;
use crate::domain::words::Keyed as _;
use crate::door::text::{Name, NewPassword, Username};
use crate::pages::asked::{Asked, Form, Staffer};
use crate::pages::frame::Frame;
use crate::pages::turned::Turned;
use crate::pages::{attachment, page, see_other, sheet};
use crate::wire::Key;

/// The columns of the list as a file.
pub const COLUMNS: [&str; 4] = ["username", "display_name", "role", "disabled"];

#[derive(Template)]
#[template(path = "admin/staff.html")]
struct List {
    frame: Frame,
    said: Said,
    search: Search,
    items: Vec<Staff>,
    next: Option<String>,
    typed: Form,
    roles: Vec<(&'static str, String, bool)>,
    once: String,
}

/// `GET /admin/staff`
///
/// # Errors
/// Not for this role.
pub async fn list(asked: Asked) -> Result<HttpResponse, Turned> {
    let me = asked.staff(Role::Admin).await?;
    show(&asked, &me, Said::of(&asked), Form::default()).await
}

async fn show(
    asked: &Asked,
    me: &Staffer,
    said: Said,
    typed: Form,
) -> Result<HttpResponse, Turned> {
    let search = Search::of(asked)?;
    let span = Span { after: search.after.clone(), limit: A_PAGE };
    let found = staff::find(asked.world(), search.typed.clone(), span).await?;
    let last = found.items.last().filter(|_| found.more);
    let next = last.map(|staff| search.next("/admin/staff", "", &staff.username));
    let chosen = typed.get("role").and_then(Role::from_key).unwrap_or(Role::Staff);
    let frame = Frame::of(asked, me, "Staff").await?;
    let (status, roles, once) = (said.status, choices(Some(chosen)), once());
    page(status, &List { frame, said, search, items: found.items, next, typed, roles, once })
}

/// `POST /admin/staff`
///
/// # Errors
/// Not for this role; what can be mended shows the page again.
pub async fn add(asked: Asked) -> Result<HttpResponse, Turned> {
    let me = asked.staff(Role::Admin).await?;
    let form = asked.form()?;
    match hire(&asked, &me, &form).await {
        Ok(id) => Ok(see_other(&format!("/admin/staff/{id}?said=added"))),
        Err(turned) => show(&asked, &me, Said::mendable(turned)?, form).await,
    }
}

async fn hire(asked: &Asked, me: &Staffer, form: &Form) -> Result<String, Turned> {
    let hire = Hire {
        username: form.need::<Username>("username")?.0,
        display_name: form.need::<Name>("display_name")?.0,
        role: form.need::<Key<Role>>("role")?.0,
        password: form.need::<NewPassword>("password")?.0,
    };
    let door = door(asked, me, form, |staff: &Staff| staff.id.to_string());
    Ok(answered(&staff::hire(asked.world(), hire, door).await?))
}

/// `GET /admin/staff.csv`
///
/// # Errors
/// Not for this role.
pub async fn export(asked: Asked) -> Result<HttpResponse, Turned> {
    asked.staff(Role::Admin).await?;
    let all = staff::all(asked.world()).await?;
    let lines = all.into_iter().map(|staff| {
        let disabled = if staff.disabled_at.is_some() { "yes" } else { "no" };
        vec![staff.username, staff.display_name, staff.role.key().to_owned(), disabled.to_owned()]
    });
    Ok(attachment("stuffy-staff.csv", sheet::write(&COLUMNS, lines)))
}
