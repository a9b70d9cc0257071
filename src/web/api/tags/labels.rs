//! What is printed: a tag's label as ZPL, sheets of tags and a place's poster as PDF (R25).

use actix_web::HttpResponse;
use actix_web::http::header::{ContentDisposition, DispositionParam, DispositionType};
use actix_web::web::block;
use serde::Serialize;

use super::label_layouts::{GridResponse, SheetRequest};
use crate::domain::account::person::Role;
use crate::domain::error::DomainError;
use crate::domain::id::PlaceId;
use crate::domain::string_enum::StringEnum as _;
use crate::domain::tag::{place_url, tag_url};
use crate::json::JsonKey;
use crate::printing::{self, Paper, PrintHead, Sticker, Stock};
use crate::use_cases::places;
use crate::use_cases::tags::create_tags;
use crate::web::api::extract::ApiRequest;
use crate::web::api::response;
use crate::web::problem::Problem;

/// How large a label may be that is printed by itself, in millimetres: width and height.
const WIDTHS: std::ops::RangeInclusive<u32> = 10..=110;
const HEIGHTS: std::ops::RangeInclusive<u32> = 10..=300;
/// The label that most thermal printers are sold with: two inches by one.
const USUAL: (u32, u32) = (51, 25);

#[derive(Serialize)]
struct LayoutsResponse {
    items: Vec<LayoutResponse>,
}

#[derive(Serialize)]
struct LayoutResponse {
    key: JsonKey<Stock>,
    name: &'static str,
    grid: GridResponse,
}

/// `GET /label-layouts`
///
/// # Errors
/// See `listLabelLayouts` in openapi.yaml.
pub async fn layouts(ask: ApiRequest) -> Result<HttpResponse, Problem> {
    ask.staff(Role::Staff).await?;
    ask.query(&[])?;
    let out = |&stock: &Stock| LayoutResponse {
        key: JsonKey(stock),
        name: stock.name(),
        grid: stock.grid().into(),
    };
    Ok(response::ok(&LayoutsResponse { items: Stock::ALL.iter().map(out).collect() }))
}

/// `GET /tags/{code}/label.zpl`
///
/// # Errors
/// See `printTag` in openapi.yaml.
pub async fn zpl(ask: ApiRequest) -> Result<HttpResponse, Problem> {
    ask.staff(Role::Staff).await?;
    let code = ask.tag()?;
    let query = ask.query(&["dpi", "width", "height"])?;
    let head = query.text("dpi")?.unwrap_or(PrintHead::Dpi203);
    let width = query.number("width", WIDTHS)?.unwrap_or(USUAL.0);
    let height = query.number("height", HEIGHTS)?.unwrap_or(USUAL.1);
    let code = create_tags::get(ask.app(), code).await?.tag.code;
    let base = ask.app().public_url.as_ref().ok_or(DomainError::PublicUrlMissing)?;
    let qr = super::symbol(ask.app(), |base| tag_url(base, &code))?;
    let size = (f64::from(width), f64::from(height));
    let label = printing::zpl(&code, &qr, &tag_url(base, &code), size, head)?;
    let named = named(DispositionType::Attachment, format!("tag-{code}.zpl"));
    Ok(HttpResponse::Ok()
        .content_type("text/plain; charset=utf-8")
        .insert_header(named)
        .body(label))
}

/// `POST /tags/sheet.pdf`
///
/// # Errors
/// See `printTags` in openapi.yaml.
pub async fn sheet(ask: ApiRequest) -> Result<HttpResponse, Problem> {
    ask.staff(Role::Staff).await?;
    ask.query(&[])?;
    let (codes, sheet) = ask.json::<SheetRequest>()?.told()?;
    let codes = create_tags::printable(ask.app(), codes).await?;
    let sticker = |code| {
        let qr = super::symbol(ask.app(), |base| tag_url(base, &code))?;
        Ok::<_, Problem>(Sticker { code, qr })
    };
    let stickers = codes.into_iter().map(sticker).collect::<Result<Vec<_>, _>>()?;
    let fonts = ask.fonts().clone();
    let pdf =
        render(move || printing::sheet(&stickers, &sheet.layout, sheet.first, &fonts)).await?;
    Ok(told(pdf, format!("tags-{}.pdf", sheet.name)))
}

/// `GET /places/{id}/poster.pdf`
///
/// # Errors
/// See `printPlace` in openapi.yaml.
pub async fn poster(ask: ApiRequest) -> Result<HttpResponse, Problem> {
    ask.staff(Role::Staff).await?;
    let id = ask.id("id", PlaceId::from_uuid)?;
    let paper = ask.query(&["paper"])?.text("paper")?.unwrap_or(Paper::A4);
    let place = places::get(ask.app(), id).await?;
    let qr = super::symbol(ask.app(), |base| place_url(base, &place.code))?;
    let fonts = ask.fonts().clone();
    let name = format!("poster-{}.pdf", place.name);
    let pdf =
        render(move || printing::poster(&place.name, &place.code, &qr, paper, &fonts)).await?;
    Ok(told(pdf, name))
}

/// Draws where it keeps nobody waiting: a thousand labels take a moment.
pub(crate) async fn render(
    draw: impl FnOnce() -> Result<Vec<u8>, DomainError> + Send + 'static,
) -> Result<Vec<u8>, Problem> {
    let drawn = block(draw).await.map_err(|error| {
        tracing::error!(%error, "a page could not be drawn");
        Problem::new("internal", "The fault is ours and has been noted.")
    })?;
    Ok(drawn?)
}

/// A PDF, shown where it was asked for and kept by this name.
pub(crate) fn told(pdf: Vec<u8>, name: String) -> HttpResponse {
    let named = named(DispositionType::Inline, name);
    HttpResponse::Ok().content_type("application/pdf").insert_header(named).body(pdf)
}

/// The name that a file is kept by, wherever it was asked for.
fn named(disposition: DispositionType, name: String) -> ContentDisposition {
    use actix_web::http::header::{Charset, ExtendedValue};
    let is_plain = |c: char| c.is_ascii_alphanumeric() || "._- ".contains(c);
    let plain = name.chars().map(|c| if is_plain(c) { c } else { '_' }).collect();
    let mut parameters = vec![DispositionParam::Filename(plain)];
    if !name.chars().all(is_plain) {
        parameters.push(DispositionParam::FilenameExt(ExtendedValue {
            charset: Charset::Ext("UTF-8".to_owned()),
            language_tag: None,
            value: name.into_bytes(),
        }));
    }
    ContentDisposition { disposition, parameters }
}
