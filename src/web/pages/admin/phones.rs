//! Shared phones: the list with its search, an enrolment code for a new phone, and revoking a lost one.

use actix_web::HttpResponse;
use askama::Template;

use super::idempotent_form::response_text;
use super::list::{AddForm, AdminList, Search};
use crate::domain::id::PhoneId;
use crate::domain::time::Time;
use crate::printing::{self, Qr};
use crate::use_cases::Page;
use crate::use_cases::idempotency::IdempotentRequest;
use crate::use_cases::sign_in::phones::{self, PhoneView};
use crate::web::extract::callers::{AdminCaller, StaffCaller};
use crate::web::pages::shared::error::PageError;
use crate::web::pages::shared::form::Form;
use crate::web::pages::shared::layout::Layout;
use crate::web::pages::shared::redirect::see_other;
use crate::web::pages::shared::request::HtmlRequest;
use crate::web::pages::shared::response::page;
use crate::web::pages::shared::text::ago;
use crate::web::validation::{self, ShortText};

struct PhoneRow {
    id: PhoneId,
    name: String,
    enrolled_by: String,
    last_used: String,
    revoked: bool,
}

/// A new enrolment code, shown once.
struct Enrolment {
    name: String,
    url: String,
    /// None without a public URL, because another device could not open it.
    qr: Option<String>,
}

#[derive(Template)]
#[template(path = "admin/phones.html")]
struct PhonesTemplate {
    frame: Layout,
    list: AdminList<PhoneRow>,
    enrolment: Option<Enrolment>,
}

/// `GET /admin/phones`
pub(crate) async fn show(
    admin: AdminCaller,
    request: HtmlRequest,
) -> Result<HttpResponse, PageError> {
    render(&request, &admin, AddForm::empty(&request), None).await
}

/// `POST /admin/phones`: responds with the page instead of a redirect, because the code is shown only once.
pub(crate) async fn create_enrolment(
    admin: AdminCaller,
    request: HtmlRequest,
    form: Form,
) -> Result<HttpResponse, PageError> {
    match new_enrolment(&request, &admin, &form).await {
        Ok(enrolment) => render(&request, &admin, AddForm::empty(&request), Some(enrolment)).await,
        Err(error) => render(&request, &admin, AddForm::rejected(error, form)?, None).await,
    }
}

async fn new_enrolment(
    request: &HtmlRequest,
    admin: &StaffCaller,
    form: &Form,
) -> Result<Enrolment, PageError> {
    let name = form.required::<ShortText>("name")?.0;
    let idempotent = IdempotentRequest {
        key: None,
        render: Box::new(|offer: &phones::EnrolmentOffer| offer.url.clone().into_bytes()),
    };
    let url = phones::create_offer(request.app(), admin.actor.id, name.clone(), idempotent).await?;
    let url = response_text(&url);
    let qr = request.app().public_url.is_some().then(|| Qr::from_text(&url));
    let qr = qr.and_then(Result::ok).map(|qr| printing::svg(&qr));
    Ok(Enrolment { name, url, qr })
}

/// `POST /admin/phones/{id}/revoke`
pub(crate) async fn revoke(
    _: AdminCaller,
    request: HtmlRequest,
) -> Result<HttpResponse, PageError> {
    phones::revoke(request.app(), request.path_id(PhoneId::from_uuid, "phone")?).await?;
    Ok(see_other("/admin/phones?said=revoked"))
}

async fn render(
    request: &HtmlRequest,
    admin: &StaffCaller,
    form: AddForm,
    enrolment: Option<Enrolment>,
) -> Result<HttpResponse, PageError> {
    let (search, now) = (Search::from_query(request)?, request.app().clock.now());
    let pagination = search.pagination(|id| validation::parse_uuid(id).map(PhoneId::from_uuid));
    let Page { items, more } =
        phones::search(request.app(), search.text.clone(), pagination).await?;
    let rows = items.into_iter().map(|view| PhoneRow::new(view, now)).collect();
    let list = AdminList::new(form, search, Page { items: rows, more }, |row| row.id.to_string());
    let frame = Layout::for_staff(request, admin, "Phones").await?;
    page(list.flash.status, &PhonesTemplate { frame, list, enrolment })
}

impl PhoneRow {
    fn new(PhoneView { record, enrolled_by }: PhoneView, now: Time) -> Self {
        let last_used = ago(record.last_seen_at, now);
        let revoked = record.revoked_at.is_some();
        Self { id: record.id, name: record.name, enrolled_by, last_used, revoked }
    }
}
