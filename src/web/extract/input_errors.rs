//! Collects every invalid member of a JSON body, each with its JSON pointer.

use std::ops::ControlFlow;

use deserr::{
    DeserializeError, ErrorKind, IntoValue, Map as _, MergeWithError, Value, ValueKind,
    ValuePointerRef,
};
use serde::de::DeserializeOwned;

use crate::web::field_error::FieldError;
use crate::web::suggestion;

#[derive(Debug, Default)]
pub(crate) struct InputErrors(pub(crate) Vec<FieldError>);

impl InputErrors {
    pub(crate) fn at(location: ValuePointerRef<'_>, detail: impl Into<String>) -> Self {
        Self(vec![FieldError::new(pointer(location), detail)])
    }

    fn and(earlier: Option<Self>, mut later: Vec<FieldError>) -> ControlFlow<Self, Self> {
        let mut all = earlier.unwrap_or_default().0;
        all.append(&mut later);
        ControlFlow::Continue(Self(all))
    }
}

impl MergeWithError<Self> for InputErrors {
    fn merge(
        earlier: Option<Self>,
        later: Self,
        _: ValuePointerRef<'_>,
    ) -> ControlFlow<Self, Self> {
        Self::and(earlier, later.0)
    }
}

impl DeserializeError for InputErrors {
    fn error<V: IntoValue>(
        earlier: Option<Self>,
        error: ErrorKind<'_, V>,
        location: ValuePointerRef<'_>,
    ) -> ControlFlow<Self, Self> {
        let at = |location, detail: String| Self::and(earlier, Self::at(location, detail).0);
        match error {
            ErrorKind::IncorrectValueKind { accepted, .. } => at(location, expected(accepted)),
            ErrorKind::MissingField { field } => {
                at(location.push_key(field), "is required".to_owned())
            }
            ErrorKind::UnknownKey { key, accepted } => {
                at(location.push_key(key), suggestion::unknown(key, accepted))
            }
            ErrorKind::UnknownValue { accepted, .. } => {
                at(location, format!("must be one of: {}", accepted.join(", ")))
            }
            ErrorKind::BadSequenceLen { expected, .. } => {
                at(location, format!("must have {expected} items"))
            }
            ErrorKind::Unexpected { msg } => at(location, msg),
        }
    }
}

fn expected(accepted: &[ValueKind]) -> String {
    let kind = match accepted.first() {
        Some(ValueKind::Boolean) => "true or false",
        Some(ValueKind::Integer | ValueKind::NegativeInteger | ValueKind::Float) => "a number",
        Some(ValueKind::Sequence) => "an array",
        Some(ValueKind::Map) => "an object",
        Some(ValueKind::Null) => "null",
        Some(ValueKind::String) | None => "a string",
    };
    format!("must be {kind}")
}

/// RFC 6901.
fn pointer(location: ValuePointerRef<'_>) -> String {
    match location {
        ValuePointerRef::Origin => String::new(),
        ValuePointerRef::Key { key, prev } => {
            format!("{}/{}", pointer(*prev), key.replace('~', "~0").replace('/', "~1"))
        }
        ValuePointerRef::Index { index, prev } => format!("{}/{index}", pointer(*prev)),
    }
}

/// A value that is checked as a whole by its serde implementation, such as a name or a time.
pub(crate) fn scalar<T: DeserializeOwned, V: IntoValue>(
    value: Value<V>,
    location: ValuePointerRef<'_>,
) -> Result<T, InputErrors> {
    let json = match value {
        Value::Null => serde_json::Value::Null,
        Value::Boolean(value) => value.into(),
        Value::Integer(value) => value.into(),
        Value::NegativeInteger(value) => value.into(),
        Value::Float(value) => value.into(),
        Value::String(value) => value.into(),
        // Only the kind matters: no scalar accepts either.
        Value::Sequence(_) => serde_json::Value::Array(Vec::new()),
        Value::Map(_) => serde_json::Value::Object(serde_json::Map::new()),
    };
    serde_json::from_value(json).map_err(|error| InputErrors::at(location, error.to_string()))
}

/// Implements [`deserr::Deserr`] for types that implement [`serde::Deserialize`] as a scalar.
#[macro_export]
macro_rules! json_scalars {
    ($($name:ty $(where [$($generics:tt)+])?;)+) => {$(
        impl$(<$($generics)+>)? deserr::Deserr<$crate::web::extract::input_errors::InputErrors> for $name {
            fn deserialize_from_value<V: deserr::IntoValue>(
                value: deserr::Value<V>,
                location: deserr::ValuePointerRef<'_>,
            ) -> Result<Self, $crate::web::extract::input_errors::InputErrors> {
                $crate::web::extract::input_errors::scalar(value, location)
            }
        }
    )+};
}

/// An object that is read by its member `kind`: the kind, and the object without it.
pub(crate) fn kind_and_members<V: IntoValue>(
    value: Value<V>,
    location: ValuePointerRef<'_>,
) -> Result<(String, Value<V>), InputErrors> {
    let mut members = members(value, location)?;
    let at = location.push_key("kind");
    match members.remove("kind").map(IntoValue::into_value) {
        Some(Value::String(kind)) => Ok((kind, Value::Map(members))),
        Some(_) => Err(InputErrors::at(at, expected(&[ValueKind::String]))),
        None => Err(InputErrors::at(at, "is required")),
    }
}

pub(crate) fn members<V: IntoValue>(
    value: Value<V>,
    location: ValuePointerRef<'_>,
) -> Result<V::Map, InputErrors> {
    match value {
        Value::Map(members) => Ok(members),
        _ => Err(InputErrors::at(location, expected(&[ValueKind::Map]))),
    }
}
