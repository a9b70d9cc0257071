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

use super::shared::error::Turned;
use super::shared::layout::Frame;
use super::shared::request::{Asked, Form, Staffer};
use super::{dress, page, see_other};
use crate::domain::account::person::Role;
use crate::domain::error::Refusal;
use crate::domain::string_enum::Keyed as _;
use crate::domain::tag::{Code, Material, tag_url};
use crate::domain::time::Time;
use crate::printing::{self, Qr, Sticker, Stock};
use crate::use_cases::idempotency::Door;
use crate::use_cases::records::Place;
use crate::use_cases::tags::create_tags;
use crate::use_cases::{Span, places};

/// As many tags as are minted at once.
const MOST: u32 = 1000;

#[derive(Template)]
#[template(path = "print.html")]
struct Page {
    frame: Frame,
    typed: Form,
    can_print: bool,
    made: Option<usize>,
    tag: Option<Code>,
    mistyped: bool,
    sheet: String,
    places: Vec<Place>,
}

impl Page {
    fn says<'a>(&'a self, name: &str, usual: &'a str) -> &'a str {
        self.typed.get(name).unwrap_or(usual)
    }

    const fn stocks() -> &'static [Stock] {
        <Stock as crate::domain::string_enum::Keyed>::ALL
    }

    fn key(stock: Stock) -> &'static str {
        stock.key()
    }
}

/// `GET /print`
///
/// # Errors
/// To the sign-in page.
pub async fn show(asked: Asked) -> Result<HttpResponse, Turned> {
    let staffer = asked.staff(Role::Staff).await?;
    let typed = asked.query();
    let code = typed.get("tag").map(Code::parse);
    let made = match made(&typed) {
        Some(at) => Some(create_tags::batch(asked.world(), staffer.actor.id, at).await?.len()),
        None => None,
    };
    let shown = Page {
        frame: Frame::of(&asked, &staffer, "Print").await?,
        can_print: asked.world().public_url.is_some(),
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
pub async fn mint(asked: Asked) -> Result<HttpResponse, Turned> {
    let staffer = asked.staff(Role::Staff).await?;
    let form = asked.form()?;
    if asked.world().public_url.is_none() {
        return Err(Refusal::PublicUrlMissing.into());
    }
    // Checked before anything is minted: a sheet that cannot be printed leaves no tags behind.
    sheet::read(&form)?;
    let count = form.get("count").and_then(|text| text.parse().ok());
    let count = count.filter(|count| (1..=MOST).contains(count));
    let count = count.ok_or_else(|| Turned::invalid("count", "must be 1 to 1000 tags"))?;
    let material = form.get("material").and_then(Material::from_key);
    let material = material.ok_or_else(|| Turned::invalid("material", "must be chosen"))?;
    let say = |tags: &Vec<crate::use_cases::records::Tag>| {
        let at = tags.first().map(|tag| tag.created_at.millis());
        at.unwrap_or_default().to_string().into_bytes()
    };
    let door = Door { repeat: None, say: Box::new(say) };
    let said = create_tags::mint(asked.world(), staffer.actor.id, count, material, door).await?;
    let made = String::from_utf8_lossy(&said).into_owned();
    Ok(see_other(&format!("/print?made={made}{}", sheet::query(&form))))
}

/// `GET /print/tags.pdf`
///
/// # Errors
/// `public-url-missing`, `label-too-small`, `not-found` where there is nothing to print.
pub async fn sheet(asked: Asked) -> Result<HttpResponse, Turned> {
    let staffer = asked.staff(Role::Staff).await?;
    let typed = asked.query();
    let wanted = sheet::read(&typed)?;
    let codes = codes(&asked, &staffer, &typed).await?;
    let base = asked.world().public_url.as_ref().ok_or(Refusal::PublicUrlMissing)?;
    let sticker = |code: Code| {
        let qr = Qr::of_address(&tag_url(base, &code)).map_err(|error| Turned::fault(&error))?;
        Ok::<_, Turned>(Sticker { code, qr })
    };
    let stickers = codes.into_iter().map(sticker).collect::<Result<Vec<_>, _>>()?;
    let fonts = asked.fonts().clone();
    let name = format!("inline; filename=\"tags-{}.pdf\"", wanted.name);
    let drawn =
        block(move || printing::sheet(&stickers, &wanted.layout, wanted.first, &fonts)).await;
    let pdf = drawn.map_err(|error| Turned::fault(&error))??;
    let mut answer = dress(HttpResponse::Ok().content_type("application/pdf").body(pdf));
    let named = HeaderValue::from_str(&name).map_err(|error| Turned::fault(&error))?;
    answer.headers_mut().insert(CONTENT_DISPOSITION, named);
    Ok(answer)
}

/// What is to be printed: one tag, or all that were minted in one go.
async fn codes(asked: &Asked, staffer: &Staffer, typed: &Form) -> Result<Vec<Code>, Turned> {
    if let Some(text) = typed.get("tag") {
        let code = Code::parse(text).map_err(|why| Turned::invalid("tag", &why.to_string()))?;
        return Ok(create_tags::printable(asked.world(), vec![code]).await?);
    }
    let at = made(typed).ok_or(Refusal::NotFound("tag"))?;
    let codes = create_tags::batch(asked.world(), staffer.actor.id, at).await?;
    if codes.is_empty() { Err(Refusal::NotFound("tag").into()) } else { Ok(codes) }
}

/// When the tags were minted that are to be printed.
fn made(typed: &Form) -> Option<Time> {
    typed.get("made")?.parse().ok().map(Time::from_millis)
}

/// Every place that is in use.
async fn all_places(asked: &Asked) -> Result<Vec<Place>, Turned> {
    let mut all = Vec::new();
    let mut after = None;
    loop {
        let page = places::list(asked.world(), Span { after, limit: 200 }).await?;
        after = page.items.last().map(|place| place.id);
        all.extend(page.items.into_iter().filter(|place| place.active));
        if !page.more {
            all.sort_by(|one, other| one.name.cmp(&other.name));
            return Ok(all);
        }
    }
}
