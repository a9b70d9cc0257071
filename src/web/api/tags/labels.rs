//! `/label-layouts`, `/tags/sheet.pdf` and `/tags/{code}/label.zpl`: printed labels (R25).

use crate::printing::Fonts;
use actix_web::HttpResponse;
use actix_web::http::header::DispositionType;
use actix_web::web;
use serde::Serialize;

use super::grid_response::GridResponse;
use super::pdf;
use super::sheet_request::SheetRequest;
use super::tag_images::qr_code;
use crate::domain::error::DomainError;
use crate::domain::string_enum::StringEnum as _;
use crate::domain::tag::tag_url;
use crate::json::JsonKey;
use crate::printing::{self, PrintHead, Sticker, Stock};
use crate::use_cases::tags::create_tags;
use crate::web::api::response;
use crate::web::extract::callers::StaffCaller;
use crate::web::extract::input_errors::InputErrors;
use crate::web::extract::json::Json;
use crate::web::extract::path::PathCode;
use crate::web::extract::query::{Query, WholeNumber};
use crate::web::extract::state::App;
use crate::web::problem::Problem;
use deserr::Deserr;

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
pub(crate) async fn list_layouts(_: StaffCaller) -> Result<HttpResponse, Problem> {
    let layout = |&stock: &Stock| LayoutResponse {
        key: JsonKey(stock),
        name: stock.name(),
        grid: stock.grid().into(),
    };
    Ok(response::ok(&LayoutsResponse { items: Stock::ALL.iter().map(layout).collect() }))
}

#[derive(Deserr)]
#[deserr(error = InputErrors, deny_unknown_fields)]
pub(crate) struct LabelQuery {
    #[deserr(default)]
    dpi: Option<JsonKey<PrintHead>>,
    #[deserr(default)]
    width: Option<WholeNumber<10, 110>>,
    #[deserr(default)]
    height: Option<WholeNumber<10, 300>>,
}

/// `GET /tags/{code}/label.zpl`; measures are in millimetres.
pub(crate) async fn zpl(
    _: StaffCaller,
    app: App,
    PathCode(code): PathCode,
    Query(query): Query<LabelQuery>,
) -> Result<HttpResponse, Problem> {
    let head = query.dpi.map_or(PrintHead::Dpi203, |dpi| dpi.0);
    let width = query.width.map_or(DEFAULT_SIZE.0, |width| width.0);
    let height = query.height.map_or(DEFAULT_SIZE.1, |height| height.0);
    let code = create_tags::get(&app, code).await?.tag.code;
    let base = app.public_url.as_ref().ok_or(DomainError::PublicUrlMissing)?;
    let qr = qr_code(&app, |base| tag_url(base, &code))?;
    let size = (f64::from(width), f64::from(height));
    let label = printing::zpl(&code, &qr, &tag_url(base, &code), size, head)?;
    let disposition = pdf::disposition(DispositionType::Attachment, format!("tag-{code}.zpl"));
    Ok(HttpResponse::Ok()
        .content_type("text/plain; charset=utf-8")
        .insert_header(disposition)
        .body(label))
}

/// `POST /tags/sheet.pdf`
pub(crate) async fn sheet(
    _: StaffCaller,
    app: App,
    fonts: web::Data<Fonts>,
    Json(body): Json<SheetRequest>,
) -> Result<HttpResponse, Problem> {
    let (codes, sheet) = body.into_sheet()?;
    let codes = create_tags::printable(&app, codes).await?;
    let sticker = |code| {
        let qr = qr_code(&app, |base| tag_url(base, &code))?;
        Ok::<_, Problem>(Sticker { code, qr })
    };
    let stickers = codes.into_iter().map(sticker).collect::<Result<Vec<_>, _>>()?;
    let fonts = fonts.clone();
    let labels =
        pdf::draw(move || printing::sheet(&stickers, &sheet.layout, sheet.first, &fonts)).await?;
    Ok(pdf::inline(labels, format!("tags-{}.pdf", sheet.name)))
}
