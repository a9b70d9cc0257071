//! Reads JSON bodies and reports the invalid member by JSON pointer.

use actix_web::http::header::CONTENT_TYPE;
use serde::de::{DeserializeOwned, IgnoredAny};

use super::request::{ApiRequest, MAX_BODY};
use crate::web::problem::Problem;
use crate::web::problem_code::ProblemCode;

impl ApiRequest {
    pub(crate) fn json<T: DeserializeOwned>(&self) -> Result<T, Problem> {
        self.json_up_to(MAX_BODY)
    }

    /// The body of a PATCH: it has at least one member, even if that is null.
    pub(crate) fn patch<T: DeserializeOwned>(&self) -> Result<T, Problem> {
        let patch = self.json()?;
        let members: serde_json::Map<String, serde_json::Value> = self.json()?;
        if members.is_empty() {
            return Err(Problem::invalid("", "must change something"));
        }
        Ok(patch)
    }

    pub(crate) fn json_up_to<T: DeserializeOwned>(&self, max_bytes: usize) -> Result<T, Problem> {
        let kind = self.header(&CONTENT_TYPE).unwrap_or_default();
        let kind = kind.split(';').next().unwrap_or_default().trim();
        if !kind.eq_ignore_ascii_case("application/json") {
            return Err(Problem::new(ProblemCode::UnsupportedMediaType, "Send application/json."));
        }
        if self.is_larger_than(max_bytes) {
            let detail = format!("The request body is larger than {max_bytes} bytes.");
            return Err(Problem::new(ProblemCode::TooLarge, detail));
        }
        parse_json(self.body())
    }
}

pub(crate) fn parse_json<T: DeserializeOwned>(body: &[u8]) -> Result<T, Problem> {
    let mut json = serde_json::Deserializer::from_slice(body);
    let value = serde_path_to_error::deserialize(&mut json).map_err(|error| {
        let pointer = json_pointer(error.path());
        // Reading stops at the first invalid member, so what follows may not even be JSON.
        let syntax = serde_json::from_slice::<IgnoredAny>(body);
        problem(syntax.as_ref().err().unwrap_or(error.inner()), &pointer)
    })?;
    json.end().map_err(|error| problem(&error, ""))?;
    Ok(value)
}

fn problem(error: &serde_json::Error, pointer: &str) -> Problem {
    if !error.is_data() {
        return Problem::malformed("The request body is not valid JSON.");
    }
    // Serde appends the position in the text; the pointer is more useful.
    let detail = error.to_string();
    Problem::invalid(pointer, detail.split(" at line ").next().unwrap_or_default())
}

/// RFC 6901.
fn json_pointer(path: &serde_path_to_error::Path) -> String {
    use serde_path_to_error::Segment;
    path.iter().fold(String::new(), |pointer, segment| match segment {
        Segment::Seq { index } => format!("{pointer}/{index}"),
        Segment::Map { key } => format!("{pointer}/{}", key.replace('~', "~0").replace('/', "~1")),
        Segment::Enum { .. } | Segment::Unknown => pointer,
    })
}
