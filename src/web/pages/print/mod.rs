//! The print page: new tags on a sheet, one tag's label again, a poster for each place.
//!
//! Minting and printing are two steps: the form mints once and leads to the page that prints what was minted, as
//! often as it takes.

mod sheet;

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::http::header::{CONTENT_DISPOSITION, HeaderValue};
use actix_web::web::block;
use askama::Template;

use super::shared::error::PageError;
use super::shared::layout::Layout;
use super::shared::request::{Form, HtmlRequest, SignedInStaff};
use super::{page, see_other, with_page_headers};
use crate::domain::account::person::Role;
use crate::domain::error::DomainError;
use crate::domain::string_enum::StringEnum as _;
use crate::domain::tag::{Material, TagCode, tag_url};
use crate::domain::time::Time;
use crate::printing::{self, Qr, Sticker, Stock};
use crate::use_cases::idempotency::IdempotentRequest;
use crate::use_cases::models::Place;
use crate::use_cases::tags::create_tags;
use crate::use_cases::{Pagination, places};

/// As many tags as are minted at once.
const MOST: u32 = 1000;

#[derive(Template)]
#[template(path = "print.html")]
struct PrintTemplate {
    frame: Layout,
    typed: Form,
    can_print: bool,
    made: Option<usize>,
    tag: Option<TagCode>,
    mistyped: bool,
    sheet: String,
    places: Vec<Place>,
}

impl PrintTemplate {
    fn says<'a>(&'a self, name: &str, usual: &'a str) -> &'a str {
        self.typed.get(name).unwrap_or(usual)
    }

    const fn stocks() -> &'static [Stock] {
        <Stock as crate::domain::string_enum::StringEnum>::ALL
    }

    fn key(stock: Stock) -> &'static str {
        stock.key()
    }
}

/// `GET /print`
///
/// # Errors
/// To the sign-in page.
pub async fn show(asked: HtmlRequest) -> Result<HttpResponse, PageError> {
    let staffer = asked.staff(Role::Staff).await?;
    let typed = asked.query();
    let code = typed.get("tag").map(TagCode::parse);
    let made = match made(&typed) {
        Some(at) => Some(create_tags::batch(asked.app(), staffer.actor.id, at).await?.len()),
        None => None,
    };
    let shown = PrintTemplate {
        frame: Layout::of(&asked, &staffer, "Print").await?,
        can_print: asked.app().public_url.is_some(),
        made,
        mistyped: matches!(code, Some(Err(_))),
        tag: code.and_then(Result::ok),
        sheet: sheet::query(&typed),
        places: all_places(&asked).await?,
        typed,
    };
    page(StatusCode::OK, &shown)
}

/// `POST /print`
///
/// # Errors
/// `public-url-missing`, `invalid` for a count or a layout that is none.
pub async fn create_tags(asked: HtmlRequest) -> Result<HttpResponse, PageError> {
    let staffer = asked.staff(Role::Staff).await?;
    let form = asked.form()?;
    if asked.app().public_url.is_none() {
        return Err(DomainError::PublicUrlMissing.into());
    }
    // Checked before anything is minted: a sheet that cannot be printed leaves no tags behind.
    sheet::read(&form)?;
    let count = form.get("count").and_then(|text| text.parse().ok());
    let count = count.filter(|count| (1..=MOST).contains(count));
    let count = count.ok_or_else(|| PageError::invalid("count", "must be 1 to 1000 tags"))?;
    let material = form.get("material").and_then(Material::from_key);
    let material = material.ok_or_else(|| PageError::invalid("material", "must be chosen"))?;
    let say = |tags: &Vec<crate::use_cases::models::Tag>| {
        let at = tags.first().map(|tag| tag.created_at.millis());
        at.unwrap_or_default().to_string().into_bytes()
    };
    let door = IdempotentRequest { key: None, render: Box::new(say) };
    let said = create_tags::create(asked.app(), staffer.actor.id, count, material, door).await?;
    let made = String::from_utf8_lossy(&said).into_owned();
    Ok(see_other(&format!("/print?made={made}{}", sheet::query(&form))))
}

/// `GET /print/tags.pdf`
///
/// # Errors
/// `public-url-missing`, `label-too-small`, `not-found` where there is nothing to print.
pub async fn sheet(asked: HtmlRequest) -> Result<HttpResponse, PageError> {
    let staffer = asked.staff(Role::Staff).await?;
    let typed = asked.query();
    let wanted = sheet::read(&typed)?;
    let codes = codes(&asked, &staffer, &typed).await?;
    let base = asked.app().public_url.as_ref().ok_or(DomainError::PublicUrlMissing)?;
    let sticker = |code: TagCode| {
        let qr = Qr::of_address(&tag_url(base, &code)).map_err(|error| PageError::fault(&error))?;
        Ok::<_, PageError>(Sticker { code, qr })
    };
    let stickers = codes.into_iter().map(sticker).collect::<Result<Vec<_>, _>>()?;
    let fonts = asked.fonts().clone();
    let name = format!("inline; filename=\"tags-{}.pdf\"", wanted.name);
    let drawn =
        block(move || printing::sheet(&stickers, &wanted.layout, wanted.first, &fonts)).await;
    let pdf = drawn.map_err(|error| PageError::fault(&error))??;
    let mut answer =
        with_page_headers(HttpResponse::Ok().content_type("application/pdf").body(pdf));
    let named = HeaderValue::from_str(&name).map_err(|error| PageError::fault(&error))?;
    answer.headers_mut().insert(CONTENT_DISPOSITION, named);
    Ok(answer)
}

/// What is to be printed: one tag, or all that were minted in one go.
async fn codes(
    asked: &HtmlRequest,
    staffer: &SignedInStaff,
    typed: &Form,
) -> Result<Vec<TagCode>, PageError> {
    if let Some(text) = typed.get("tag") {
        let code =
            TagCode::parse(text).map_err(|why| PageError::invalid("tag", &why.to_string()))?;
        return Ok(create_tags::printable(asked.app(), vec![code]).await?);
    }
    let at = made(typed).ok_or(DomainError::NotFound("tag"))?;
    let codes = create_tags::batch(asked.app(), staffer.actor.id, at).await?;
    if codes.is_empty() { Err(DomainError::NotFound("tag").into()) } else { Ok(codes) }
}

/// When the tags were minted that are to be printed.
fn made(typed: &Form) -> Option<Time> {
    typed.get("made")?.parse().ok().map(Time::from_millis)
}

/// Every place that is in use.
async fn all_places(asked: &HtmlRequest) -> Result<Vec<Place>, PageError> {
    let mut all = Vec::new();
    let mut after = None;
    loop {
        let page = places::list(asked.app(), Pagination { after, limit: 200 }).await?;
        after = page.items.last().map(|place| place.id);
        all.extend(page.items.into_iter().filter(|place| place.active));
        if !page.more {
            all.sort_by(|one, other| one.name.cmp(&other.name));
            return Ok(all);
        }
    }
}
