//! `/tags/{code}/qr.svg` and `qr.png`: a tag's QR code.

use actix_web::HttpResponse;

use crate::domain::error::DomainError;
use crate::domain::tag::{PublicUrl, tag_url};
use crate::printing::{self, ModulePixels, Qr};
use crate::use_cases::AppContext;
use crate::use_cases::tags::create_tags;
use crate::web::extract::callers::StaffCaller;
use crate::web::extract::input_errors::InputErrors;
use crate::web::extract::path::PathCode;
use crate::web::extract::query::{Query, WholeNumber};
use crate::web::extract::state::App;
use crate::web::problem::Problem;
use deserr::Deserr;

/// `GET /tags/{code}/qr.svg`
pub(crate) async fn qr_svg(
    _: StaffCaller,
    app: App,
    PathCode(code): PathCode,
) -> Result<HttpResponse, Problem> {
    let tag = create_tags::get(&app, code).await?.tag;
    let qr = qr_code(&app, |base| tag_url(base, &tag.code))?;
    Ok(HttpResponse::Ok().content_type("image/svg+xml").body(printing::svg(&qr)))
}

#[derive(Deserr)]
#[deserr(error = InputErrors, deny_unknown_fields)]
pub(crate) struct PngQuery {
    /// The width of a module in pixels.
    #[deserr(default)]
    module: Option<WholeNumber<1, 40>>,
}

/// `GET /tags/{code}/qr.png`
pub(crate) async fn qr_png(
    _: StaffCaller,
    app: App,
    PathCode(code): PathCode,
    Query(query): Query<PngQuery>,
) -> Result<HttpResponse, Problem> {
    let module = query
        .module
        .and_then(|pixels| ModulePixels::new(pixels.0))
        .unwrap_or(ModulePixels::DEFAULT);
    let tag = create_tags::get(&app, code).await?.tag;
    let qr = qr_code(&app, |base| tag_url(base, &tag.code))?;
    Ok(HttpResponse::Ok().content_type("image/png").body(printing::png(&qr, module)))
}

/// The QR code of one of our URLs; fails where the site has no public URL.
pub(crate) fn qr_code(
    app: &AppContext,
    url: impl FnOnce(&PublicUrl) -> String,
) -> Result<Qr, Problem> {
    let base = app.public_url.as_ref().ok_or(DomainError::PublicUrlMissing)?;
    Qr::from_address(&url(base)).map_err(|error| {
        tracing::error!(%error, "URL is too long for a QR code");
        Problem::internal()
    })
}
