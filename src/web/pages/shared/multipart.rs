//! Reads the fields of a `multipart/form-data` form, which a file is uploaded with.

use actix_multipart::{Multipart, MultipartError};
use actix_web::error::PayloadError;
use actix_web::http::header::{CONTENT_TYPE, HeaderMap, HeaderValue};
use actix_web::web::Bytes;
use futures_util::{StreamExt as _, TryStreamExt as _, stream};

/// Our forms have a handful of fields.
const MAX_FIELDS: usize = 64;

#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum MultipartFormError {
    #[error("the form cannot be read")]
    Malformed,
    #[error("the form has too many fields")]
    TooManyFields,
}

impl From<MultipartError> for MultipartFormError {
    fn from(_: MultipartError) -> Self {
        Self::Malformed
    }
}

/// The names and contents of all fields; for a file, the file's content. Invalid UTF-8 becomes U+FFFD. The body is in
/// memory already, within its limits of size and time.
pub async fn fields(
    content_type: &str,
    body: Bytes,
) -> Result<Vec<(String, String)>, MultipartFormError> {
    let kind = HeaderValue::from_str(content_type).map_err(|_| MultipartFormError::Malformed)?;
    let headers = HeaderMap::from_iter([(CONTENT_TYPE, kind)]);
    let body = stream::once(std::future::ready(Ok::<_, PayloadError>(body)));
    let mut form = Multipart::new(&headers, body);
    let mut fields = Vec::new();
    while let Some(mut field) = form.try_next().await? {
        if fields.len() == MAX_FIELDS {
            return Err(MultipartFormError::TooManyFields);
        }
        let name = field.name().unwrap_or_default().to_owned();
        let mut content = Vec::new();
        while let Some(chunk) = field.next().await {
            content.extend_from_slice(&chunk?);
        }
        fields.push((name, String::from_utf8_lossy(&content).into_owned()));
    }
    Ok(fields)
}
