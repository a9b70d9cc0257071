//! `/label-layouts`, `/tags/sheet.pdf` and `/tags/{code}/label.zpl`: printed labels (R25).

use actix_web::HttpResponse;
use actix_web::http::header::DispositionType;
use serde::Serialize;

use super::grid_response::GridResponse;
use super::pdf;
use super::sheet_request::SheetRequest;
use super::tag_images::qr_code;
use crate::domain::account::person::Role;
use crate::domain::error::DomainError;
use crate::domain::string_enum::StringEnum as _;
use crate::domain::tag::tag_url;
use crate::json::JsonKey;
use crate::printing::{self, PrintHead, Sticker, Stock};
use crate::use_cases::tags::create_tags;
use crate::web::api::extract::ApiRequest;
use crate::web::api::response;
use crate::web::problem::Problem;

/// Of a single label, in millimetres.
const WIDTHS: std::ops::RangeInclusive<u32> = 10..=110;
const HEIGHTS: std::ops::RangeInclusive<u32> = 10..=300;
/// The label that most thermal printers are sold with: two inches by one, in millimetres.
const DEFAULT_SIZE: (u32, u32) = (51, 25);

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
pub(crate) async fn list_layouts(request: ApiRequest) -> Result<HttpResponse, Problem> {
    request.require_role(Role::Staff).await?;
    request.query(&[])?;
    let layout = |&stock: &Stock| LayoutResponse {
        key: JsonKey(stock),
        name: stock.name(),
        grid: stock.grid().into(),
    };
    Ok(response::ok(&LayoutsResponse { items: Stock::ALL.iter().map(layout).collect() }))
}

/// `GET /tags/{code}/label.zpl`
pub(crate) async fn zpl(request: ApiRequest) -> Result<HttpResponse, Problem> {
    request.require_role(Role::Staff).await?;
    let code = request.tag_code()?;
    let query = request.query(&["dpi", "width", "height"])?;
    let head = query.key("dpi")?.unwrap_or(PrintHead::Dpi203);
    let width = query.number("width", WIDTHS)?.unwrap_or(DEFAULT_SIZE.0);
    let height = query.number("height", HEIGHTS)?.unwrap_or(DEFAULT_SIZE.1);
    let code = create_tags::get(request.app(), code).await?.tag.code;
    let base = request.app().public_url.as_ref().ok_or(DomainError::PublicUrlMissing)?;
    let qr = qr_code(request.app(), |base| tag_url(base, &code))?;
    let size = (f64::from(width), f64::from(height));
    let label = printing::zpl(&code, &qr, &tag_url(base, &code), size, head)?;
    let disposition = pdf::disposition(DispositionType::Attachment, format!("tag-{code}.zpl"));
    Ok(HttpResponse::Ok()
        .content_type("text/plain; charset=utf-8")
        .insert_header(disposition)
        .body(label))
}

/// `POST /tags/sheet.pdf`
pub(crate) async fn sheet(request: ApiRequest) -> Result<HttpResponse, Problem> {
    request.require_role(Role::Staff).await?;
    request.query(&[])?;
    let (codes, sheet) = request.json::<SheetRequest>()?.into_sheet()?;
    let codes = create_tags::printable(request.app(), codes).await?;
    let sticker = |code| {
        let qr = qr_code(request.app(), |base| tag_url(base, &code))?;
        Ok::<_, Problem>(Sticker { code, qr })
    };
    let stickers = codes.into_iter().map(sticker).collect::<Result<Vec<_>, _>>()?;
    let fonts = request.fonts().clone();
    let labels =
        pdf::draw(move || printing::sheet(&stickers, &sheet.layout, sheet.first, &fonts)).await?;
    Ok(pdf::inline(labels, format!("tags-{}.pdf", sheet.name)))
}
