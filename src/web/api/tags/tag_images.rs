//! `/tags/{code}/qr.svg` and `qr.png`: a tag's QR code.

use actix_web::HttpResponse;

use crate::domain::account::person::Role;
use crate::domain::error::DomainError;
use crate::domain::tag::{PublicUrl, tag_url};
use crate::printing::{self, ModulePixels, Qr};
use crate::use_cases::AppContext;
use crate::use_cases::tags::create_tags;
use crate::web::api::extract::ApiRequest;
use crate::web::problem::Problem;

/// `GET /tags/{code}/qr.svg`
pub(crate) async fn qr_svg(request: ApiRequest) -> Result<HttpResponse, Problem> {
    request.require_role(Role::Staff).await?;
    let code = request.tag_code()?;
    request.query(&[])?;
    let tag = create_tags::get(request.app(), code).await?.tag;
    let qr = qr_code(request.app(), |base| tag_url(base, &tag.code))?;
    Ok(HttpResponse::Ok().content_type("image/svg+xml").body(printing::svg(&qr)))
}

/// `GET /tags/{code}/qr.png`
pub(crate) async fn qr_png(request: ApiRequest) -> Result<HttpResponse, Problem> {
    request.require_role(Role::Staff).await?;
    let code = request.tag_code()?;
    let module = request.query(&["module"])?.number("module", 1..=40)?;
    let module = module.and_then(ModulePixels::new).unwrap_or(ModulePixels::DEFAULT);
    let tag = create_tags::get(request.app(), code).await?.tag;
    let qr = qr_code(request.app(), |base| tag_url(base, &tag.code))?;
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
