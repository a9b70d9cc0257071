//! The print page: new tags on a sheet, another label for a tag, posters for places.
//!
//! Creating and printing are separate: the form creates tags once and redirects to the page that
//! prints them, which can be repeated.

mod places;
mod sheet;

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::http::header::{CONTENT_DISPOSITION, HeaderValue};
use askama::Template;

use self::places::active_places;
use super::shared::error::PageError;
use super::shared::form::Form;
use super::shared::layout::Layout;
use super::shared::request::HtmlRequest;
use crate::blocking;
use crate::domain::error::DomainError;
use crate::domain::string_enum::StringEnum;
use crate::domain::tag::{Material, TagCode, tag_url};
use crate::domain::time::Time;
use crate::printing::{self, Qr, Sticker, Stock};
use crate::use_cases::idempotency::IdempotentRequest;
use crate::use_cases::models::{Place, Tag};
use crate::use_cases::tags::create_tags::{self, MAX_TAGS};
use crate::web::extract::callers::StaffCaller;
use crate::web::pages::shared::headers::with_page_headers;
use crate::web::pages::shared::redirect::see_other;
use crate::web::pages::shared::response::page;

#[derive(Template)]
#[template(path = "print.html")]
struct PrintTemplate {
    frame: Layout,
    query: Form,
    has_public_url: bool,
    /// How many tags were just created.
    created: Option<usize>,
    tag: Option<TagCode>,
    tag_is_invalid: bool,
    /// The sheet's settings as the tail of a query string.
    sheet: String,
    places: Vec<Place>,
}

impl PrintTemplate {
    fn value<'a>(&'a self, name: &str, default: &'a str) -> &'a str {
        self.query.get(name).unwrap_or(default)
    }

    const fn stocks() -> &'static [Stock] {
        <Stock as StringEnum>::ALL
    }

    fn key(stock: Stock) -> &'static str {
        stock.key()
    }
}

/// `GET /print`
pub async fn show(staff: StaffCaller, request: HtmlRequest) -> Result<HttpResponse, PageError> {
    let query = request.query();
    let code = query.get("tag").map(TagCode::parse);
    let created = match created_at(&query) {
        Some(at) => Some(create_tags::batch(request.app(), staff.actor.id, at).await?.len()),
        None => None,
    };
    let template = PrintTemplate {
        frame: Layout::for_staff(&request, &staff, "Print").await?,
        has_public_url: request.app().public_url.is_some(),
        created,
        tag_is_invalid: matches!(code, Some(Err(_))),
        tag: code.and_then(Result::ok),
        sheet: sheet::to_query(&query),
        places: active_places(&request).await?,
        query,
    };
    page(StatusCode::OK, &template)
}

/// `POST /print`
pub async fn create_tags(
    staff: StaffCaller,
    request: HtmlRequest,
    form: Form,
) -> Result<HttpResponse, PageError> {
    if request.app().public_url.is_none() {
        return Err(DomainError::PublicUrlMissing.into());
    }
    // Checked before tags are created: a sheet that cannot be printed leaves no tags behind.
    sheet::read(&form)?;
    let count = form.get("count").and_then(|text| text.parse().ok());
    let count = count.filter(|count| (1..=MAX_TAGS).contains(count));
    let count = count
        .ok_or_else(|| PageError::invalid("count", &format!("must be 1 to {MAX_TAGS} tags")))?;
    let material = form.get("material").and_then(Material::from_key);
    let material = material.ok_or_else(|| PageError::invalid("material", "must be chosen"))?;
    let first_created_at = |tags: &Vec<Tag>| {
        let at = tags.first().map(|tag| tag.created_at.millis());
        at.unwrap_or_default().to_string().into_bytes()
    };
    let idempotent = IdempotentRequest { key: None, render: Box::new(first_created_at) };
    let created_at =
        create_tags::create(request.app(), staff.actor.id, count, material, idempotent).await?;
    let created_at = String::from_utf8_lossy(&created_at).into_owned();
    Ok(see_other(&format!("/print?made={created_at}{}", sheet::to_query(&form))))
}

/// `GET /print/tags.pdf`
pub async fn sheet(staff: StaffCaller, request: HtmlRequest) -> Result<HttpResponse, PageError> {
    let query = request.query();
    let sheet = sheet::read(&query)?;
    let codes = codes(&request, &staff, &query).await?;
    let base = request.app().public_url.as_ref().ok_or(DomainError::PublicUrlMissing)?;
    let sticker = |code: TagCode| {
        let qr =
            Qr::from_address(&tag_url(base, &code)).map_err(|error| PageError::internal(&error))?;
        Ok::<_, PageError>(Sticker { code, qr })
    };
    let stickers = codes.into_iter().map(sticker).collect::<Result<Vec<_>, _>>()?;
    let fonts = request.fonts().clone();
    let disposition = format!("inline; filename=\"tags-{}.pdf\"", sheet.name);
    let render = move || printing::sheet(&stickers, &sheet.layout, sheet.first, &fonts);
    let pdf = blocking::run(render).await.map_err(|error| PageError::internal(&error))??;
    let mut response =
        with_page_headers(HttpResponse::Ok().content_type("application/pdf").body(pdf));
    let disposition =
        HeaderValue::from_str(&disposition).map_err(|error| PageError::internal(&error))?;
    response.headers_mut().insert(CONTENT_DISPOSITION, disposition);
    Ok(response)
}

/// The tags to print: a single one, or all that were created together.
async fn codes(
    request: &HtmlRequest,
    staff: &StaffCaller,
    query: &Form,
) -> Result<Vec<TagCode>, PageError> {
    if let Some(text) = query.get("tag") {
        let code =
            TagCode::parse(text).map_err(|error| PageError::invalid("tag", &error.to_string()))?;
        return Ok(create_tags::printable(request.app(), vec![code]).await?);
    }
    let at = created_at(query).ok_or(DomainError::NotFound("tag"))?;
    let codes = create_tags::batch(request.app(), staff.actor.id, at).await?;
    if codes.is_empty() { Err(DomainError::NotFound("tag").into()) } else { Ok(codes) }
}

/// Identifies the tags that one request created.
fn created_at(query: &Form) -> Option<Time> {
    query.get("made")?.parse().ok().map(Time::from_millis)
}
