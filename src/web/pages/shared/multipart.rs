//! Reads the fields of a `multipart/form-data` form, which a file is uploaded with.

use actix_multipart::{Multipart, MultipartError};
use actix_web::error::PayloadError;
use actix_web::http::header::HeaderMap;
use actix_web::web::Bytes;
use futures_util::{StreamExt as _, TryStreamExt as _, stream};

use crate::web::problem::Problem;

/// Our forms have a handful of fields.
const MAX_FIELDS: usize = 64;

/// The names and contents of all fields; for a file, the file's content. Invalid UTF-8 becomes U+FFFD. The body is in
/// memory already, within its limits of size and time.
pub(super) async fn fields(
    headers: &HeaderMap,
    body: Bytes,
) -> Result<Vec<(String, String)>, Problem> {
    let body = stream::once(std::future::ready(Ok::<_, PayloadError>(body)));
    let mut form = Multipart::new(headers, body);
    let mut fields = Vec::new();
    while let Some(mut field) = form.try_next().await.map_err(unreadable)? {
        if fields.len() == MAX_FIELDS {
            return Err(Problem::malformed("The form has too many fields."));
        }
        let name = field.name().unwrap_or_default().to_owned();
        let mut content = Vec::new();
        while let Some(chunk) = field.next().await {
            content.extend_from_slice(&chunk.map_err(unreadable)?);
        }
        fields.push((name, String::from_utf8_lossy(&content).into_owned()));
    }
    Ok(fields)
}

fn unreadable(_: MultipartError) -> Problem {
    Problem::malformed("The form cannot be read.")
}
