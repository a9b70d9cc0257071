//! Draws PDFs without blocking the server, and sends them as downloads.

use actix_web::HttpResponse;
use actix_web::http::header::{
    Charset, ContentDisposition, DispositionParam, DispositionType, ExtendedValue,
};

use crate::blocking;
use crate::domain::error::DomainError;
use crate::web::problem::Problem;

/// Draws on a blocking thread, as a thousand labels take a moment.
pub(crate) async fn draw(
    draw: impl FnOnce() -> Result<Vec<u8>, DomainError> + Send + 'static,
) -> Result<Vec<u8>, Problem> {
    let drawn = blocking::run(draw).await.map_err(|error| {
        tracing::error!(%error, "PDF rendering failed");
        Problem::internal()
    })?;
    Ok(drawn?)
}

/// A PDF response that the browser shows, and saves by this name.
pub(crate) fn inline(pdf: Vec<u8>, name: String) -> HttpResponse {
    let disposition = disposition(DispositionType::Inline, name);
    HttpResponse::Ok().content_type("application/pdf").insert_header(disposition).body(pdf)
}

/// A Content-Disposition whose file name may have any characters.
pub(crate) fn disposition(kind: DispositionType, name: String) -> ContentDisposition {
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
    ContentDisposition { disposition: kind, parameters }
}
