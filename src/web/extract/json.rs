//! JSON bodies.

use std::fmt;

use actix_web::http::header::CONTENT_TYPE;
use deserr::Deserr;
use serde::de::{Deserialize, Deserializer, Error as _, MapAccess, SeqAccess, Visitor};
use serde_json::{Map, Value};

use super::input_errors::InputErrors;
use super::request_parts::{FromRequestParts, RequestParts};
use crate::web::problem::Problem;
use crate::web::problem_code::ProblemCode;

/// Of any JSON body except a batch.
pub(crate) const MAX_JSON_BODY: usize = 64 * 1024;

/// A JSON body, with all of its invalid members reported at once.
pub(crate) struct Json<T, const MAX: usize = MAX_JSON_BODY>(pub(crate) T);

impl<T: Deserr<InputErrors>, const MAX: usize> FromRequestParts for Json<T, MAX> {
    const MAX_BODY: usize = MAX;

    async fn extract(parts: &mut RequestParts) -> Result<Self, Problem> {
        Ok(Self(read(json_value(parts).await?)?))
    }
}

/// A JSON body, and the value that it was read from.
pub(crate) struct JsonWithValue<T>(pub(crate) T, pub(crate) Value);

impl<T: Deserr<InputErrors>> FromRequestParts for JsonWithValue<T> {
    const MAX_BODY: usize = MAX_JSON_BODY;

    async fn extract(parts: &mut RequestParts) -> Result<Self, Problem> {
        let value = json_value(parts).await?;
        Ok(Self(read(value.clone())?, value))
    }
}

/// The body of a PATCH: it has at least one member, even if that is null.
pub(crate) struct Patch<T>(pub(crate) T);

impl<T: Deserr<InputErrors>> FromRequestParts for Patch<T> {
    const MAX_BODY: usize = MAX_JSON_BODY;

    async fn extract(parts: &mut RequestParts) -> Result<Self, Problem> {
        let value = json_value(parts).await?;
        let is_empty = value.as_object().is_some_and(Map::is_empty);
        let patch = read(value)?;
        if is_empty { Err(Problem::invalid("", "must change something")) } else { Ok(Self(patch)) }
    }
}

async fn json_value(parts: &mut RequestParts) -> Result<Value, Problem> {
    let kind = parts.header(&CONTENT_TYPE).unwrap_or_default();
    let kind = kind.split(';').next().unwrap_or_default().trim();
    if !kind.eq_ignore_ascii_case("application/json") {
        return Err(Problem::new(ProblemCode::UnsupportedMediaType, "Send application/json."));
    }
    parse(&parts.body().await?)
}

/// Every invalid member of the value, with its pointer.
pub(crate) fn read<T: Deserr<InputErrors>>(value: Value) -> Result<T, Problem> {
    deserr::deserialize(value).map_err(|InputErrors(errors)| Problem::from(errors))
}

fn parse(body: &[u8]) -> Result<Value, Problem> {
    let mut json = serde_json::Deserializer::from_slice(body);
    let malformed = || Problem::malformed("The request body is not valid JSON.");
    let value: UniqueMembers = serde_path_to_error::deserialize(&mut json).map_err(|error| {
        let is_valid_json = serde_json::from_slice::<serde::de::IgnoredAny>(body).is_ok();
        if is_valid_json {
            Problem::invalid(&pointer(error.path()), DUPLICATE)
        } else {
            malformed()
        }
    })?;
    json.end().map_err(|_| malformed())?;
    Ok(value.0)
}

const DUPLICATE: &str = "has a member twice";

/// RFC 6901.
fn pointer(path: &serde_path_to_error::Path) -> String {
    use serde_path_to_error::Segment;
    path.iter().fold(String::new(), |pointer, segment| match segment {
        Segment::Seq { index } => format!("{pointer}/{index}"),
        Segment::Map { key } => format!("{pointer}/{}", key.replace('~', "~0").replace('/', "~1")),
        Segment::Enum { .. } | Segment::Unknown => pointer,
    })
}

/// A JSON value in which no object has a member twice: which of the two was meant cannot be known.
struct UniqueMembers(Value);

impl<'de> Deserialize<'de> for UniqueMembers {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        from.deserialize_any(UniqueMembersVisitor).map(Self)
    }
}

struct UniqueMembersVisitor;

impl<'de> Visitor<'de> for UniqueMembersVisitor {
    type Value = Value;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("a JSON value")
    }

    fn visit_unit<E>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_bool<E>(self, value: bool) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_u64<E>(self, value: u64) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_i64<E>(self, value: i64) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_f64<E>(self, value: f64) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_str<E>(self, value: &str) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_string<E>(self, value: String) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Value, A::Error> {
        let mut array = Vec::new();
        while let Some(UniqueMembers(item)) = items.next_element()? {
            array.push(item);
        }
        Ok(array.into())
    }

    fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<Value, A::Error> {
        let mut object = Map::new();
        while let Some((name, UniqueMembers(value))) = members.next_entry::<String, _>()? {
            if object.insert(name, value).is_some() {
                return Err(A::Error::custom(DUPLICATE));
            }
        }
        Ok(object.into())
    }
}
