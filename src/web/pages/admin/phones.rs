//! The phones that staff share, for admins: a code for a new one, and one tap that revokes a lost one.

use std::time::Duration;

use actix_web::HttpResponse;
use askama::Template;

use super::answered;
use super::table::{Below, List, Search};
use crate::domain::account::person::Role;
use crate::domain::id::PhoneId;
use crate::domain::time::Time;
use crate::printing::{self, Qr};
use crate::use_cases::Page;
use crate::use_cases::idempotency::IdempotentRequest;
use crate::use_cases::sign_in::phones::{self, PhoneView};
use crate::web::pages::shared::error::PageError;
use crate::web::pages::shared::layout::Layout;
use crate::web::pages::shared::request::{Form, HtmlRequest, SignedInStaff};
use crate::web::pages::{page, see_other};
use crate::web::validation::{self, ShortText};

struct Row {
    id: PhoneId,
    name: String,
    enrolled_by: String,
    last_used: String,
    revoked: bool,
}

/// A code that was made just now, and the one time it is shown.
struct Offer {
    name: String,
    url: String,
    qr: Option<String>,
}

#[derive(Template)]
#[template(path = "admin/phones.html")]
struct PhonesTemplate {
    frame: Layout,
    list: List<Row>,
    offer: Option<Offer>,
}

/// `GET /admin/phones`
///
/// # Errors
/// To the sign-in page, `forbidden`, and the store's.
pub async fn show(asked: HtmlRequest) -> Result<HttpResponse, PageError> {
    let me = asked.staff(Role::Admin).await?;
    shown(&asked, &me, Below::empty(&asked), None).await
}

/// `POST /admin/phones`: the page with the code, since it is shown this once.
///
/// # Errors
/// As [`show`], `cross-origin`, `invalid`.
pub async fn offer(asked: HtmlRequest) -> Result<HttpResponse, PageError> {
    let me = asked.staff(Role::Admin).await?;
    let form = asked.form()?;
    match offered(&asked, &me, &form).await {
        Ok(offer) => shown(&asked, &me, Below::empty(&asked), Some(offer)).await,
        Err(turned) => shown(&asked, &me, Below::mendable(turned, form)?, None).await,
    }
}

async fn offered(asked: &HtmlRequest, me: &SignedInStaff, form: &Form) -> Result<Offer, PageError> {
    let name = form.need::<ShortText>("name")?.0;
    let door = IdempotentRequest {
        key: None,
        render: Box::new(|offered: &phones::EnrolmentOffer| offered.url.clone().into_bytes()),
    };
    let url = phones::create_offer(asked.app(), me.actor.id, name.clone(), door).await?;
    let url = answered(&url);
    // Without a public address there is nothing that another device could open.
    let whole = asked.app().public_url.is_some().then(|| Qr::of_text(&url));
    let qr = whole.and_then(Result::ok).map(|qr| printing::svg(&qr));
    Ok(Offer { name, url, qr })
}

/// `POST /admin/phones/{id}/revoke`
///
/// # Errors
/// As [`show`], `cross-origin`, `not-found`.
pub async fn revoke(asked: HtmlRequest) -> Result<HttpResponse, PageError> {
    asked.staff(Role::Admin).await?;
    phones::revoke(asked.app(), asked.id(PhoneId::from_uuid, "phone")?).await?;
    Ok(see_other("/admin/phones?said=revoked"))
}

async fn shown(
    asked: &HtmlRequest,
    me: &SignedInStaff,
    below: Below,
    offer: Option<Offer>,
) -> Result<HttpResponse, PageError> {
    let (search, now) = (Search::of(asked)?, asked.app().clock.now());
    let span = search.span(|id| validation::uuid(id).map(PhoneId::from_uuid));
    let Page { items, more } = phones::search(asked.app(), search.typed.clone(), span).await?;
    let rows = items.into_iter().map(|listed| Row::of(listed, now)).collect();
    let list = List::of(below, search, Page { items: rows, more }, |row| row.id.to_string());
    let frame = Layout::of(asked, me, "Phones").await?;
    page(list.said.status, &PhonesTemplate { frame, list, offer })
}

impl Row {
    fn of(PhoneView { record, enrolled_by }: PhoneView, now: Time) -> Self {
        let last_used = ago(now.since(record.last_seen_at));
        let revoked = record.revoked_at.is_some();
        Self { id: record.id, name: record.name, enrolled_by, last_used, revoked }
    }
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
