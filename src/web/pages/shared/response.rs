//! Responses of HTML pages: rendered templates and file downloads.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::http::header::CONTENT_DISPOSITION;
use askama::Template;

use super::error::PageError;
use super::headers::with_page_headers;

/// Renders a template as an HTML page.
pub(crate) fn page(
    status: StatusCode,
    template: &impl Template,
) -> Result<HttpResponse, PageError> {
    let html = template.render().map_err(|error| PageError::internal(&error))?;
    Ok(with_page_headers(
        HttpResponse::build(status).content_type("text/html; charset=utf-8").body(html),
    ))
}

/// A CSV file for download.
#[must_use]
pub(crate) fn attachment(file_name: &str, csv: Vec<u8>) -> HttpResponse {
    let disposition = format!("attachment; filename=\"{file_name}\"");
    let mut response = HttpResponse::Ok();
    response
        .content_type("text/csv; charset=utf-8; header=present")
        .insert_header((CONTENT_DISPOSITION, disposition));
    with_page_headers(response.body(csv))
}
