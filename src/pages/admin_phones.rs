//! The phones that staff share, for admins: a code for a new one, and one tap that revokes a lost one.

use std::time::Duration;

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use askama::Template;

use super::asked::Asked;
use super::frame::Frame;
use super::turned::Turned;
use super::{page, see_other};
use crate::actions::once::Door;
use crate::actions::phones::{self, Listed};
use crate::actions::{Page as ListPage, Span};
use crate::domain::id::PhoneId;
use crate::domain::person::Role;
use crate::domain::refusal::Refusal;
use crate::domain::time::Time;
use crate::door::text::{self, Name};
use crate::labels::{self, Qr};

/// As many phones as one page shows.
const AT_ONCE: u8 = 200;

struct Row {
    id: String,
    name: String,
    enrolled_by: String,
    last_used: String,
}

/// A code that was made just now, and the one time it is shown.
struct Offer {
    name: String,
    url: String,
    qr: Option<String>,
}

#[derive(Template)]
#[template(path = "admin_phones.html")]
struct Page {
    frame: Frame,
    offer: Option<Offer>,
    enrolled: Vec<Row>,
    revoked: Vec<Row>,
}

/// `GET /admin/phones`
///
/// # Errors
/// To the sign-in page, `forbidden`, and the store's.
pub async fn show(asked: Asked) -> Result<HttpResponse, Turned> {
    shown(&asked, None).await
}

/// `POST /admin/phones`: the page with the code, since it is shown this once.
///
/// # Errors
/// As [`show`], `cross-origin`, `invalid`.
pub async fn offer(asked: Asked) -> Result<HttpResponse, Turned> {
    let staffer = asked.staff(Role::Admin).await?;
    let name: Name = asked.form()?.need("name")?;
    let door = Door {
        repeat: None,
        say: Box::new(|offered: &phones::Offered| offered.url.clone().into_bytes()),
    };
    let url = phones::offer(asked.world(), staffer.actor.id, name.0.clone(), door).await?;
    let url = String::from_utf8(url).map_err(|error| Turned::fault(&error))?;
    // Without a public address there is nothing that another device could open.
    let whole = asked.world().public_url.is_some().then(|| Qr::of_text(&url));
    let qr = whole.and_then(Result::ok).map(|qr| labels::svg(&qr));
    shown(&asked, Some(Offer { name: name.0, url, qr })).await
}

/// `POST /admin/phones/{id}/revoke`
///
/// # Errors
/// As [`show`], `cross-origin`, `not-found`.
pub async fn revoke(asked: Asked) -> Result<HttpResponse, Turned> {
    asked.staff(Role::Admin).await?;
    let id = text::uuid(asked.part("id")).ok_or(Refusal::NotFound("phone"))?;
    phones::revoke(asked.world(), PhoneId::from_uuid(id)).await?;
    Ok(see_other("/admin/phones"))
}

async fn shown(asked: &Asked, offer: Option<Offer>) -> Result<HttpResponse, Turned> {
    let staffer = asked.staff(Role::Admin).await?;
    let span = Span { after: None, limit: AT_ONCE };
    let ListPage { items, .. } = phones::list(asked.world(), span).await?;
    let now = asked.world().clock.now();
    let (alive, gone): (Vec<_>, Vec<_>) =
        items.into_iter().partition(|listed| listed.record.revoked_at.is_none());
    let rows = |all: Vec<Listed>| all.into_iter().rev().map(|one| row(one, now)).collect();
    let frame = Frame::of(asked, &staffer, "Phones").await?;
    page(StatusCode::OK, &Page { frame, offer, enrolled: rows(alive), revoked: rows(gone) })
}

fn row(Listed { record, enrolled_by }: Listed, now: Time) -> Row {
    let last_used = ago(now.since(record.last_seen_at));
    Row { id: record.id.to_string(), name: record.name, enrolled_by, last_used }
}

/// How long ago, as one would say it.
fn ago(span: Duration) -> String {
    let minutes = span.as_secs() / 60;
    match minutes {
        0 => "just now".to_owned(),
        1..=119 => format!("{minutes} min ago"),
        120..=2879 => format!("{} hours ago", minutes / 60),
        _ => format!("{} days ago", minutes / 1440),
    }
}
