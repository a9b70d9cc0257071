//! Query strings: only the parameters that a route knows, each at most once and in the right format.

use actix_web::{HttpRequest, web};
use deserr::Deserr;
use serde::de::Error as _;
use serde::{Deserialize, Deserializer};
use serde_json::{Map, Value};

use super::input_errors::InputErrors;
use super::path::IdInPath;
use super::request_parts::{FromRequestParts, RequestParts};
use crate::domain::id::StepId;
use crate::domain::time::Time;
use crate::json_scalars;
use crate::use_cases::Pagination;
use crate::web::cursor;
use crate::web::field_error::FieldError;
use crate::web::problem::Problem;

const DEFAULT_LIMIT: u8 = 50;
const MAX_LIMIT: u32 = 200;

/// The query string, whose parameters are the members of `T`.
pub(crate) struct Query<T>(pub(crate) T);

impl<T: Deserr<InputErrors>> FromRequestParts for Query<T> {
    const READS_QUERY: bool = true;

    async fn extract(parts: &mut RequestParts) -> Result<Self, Problem> {
        Ok(Self(parse(parts.http().query_string())?))
    }
}

/// For a handler that takes no parameter. Only the API refuses what it does not know: the addresses of pages and health
/// checks often carry parameters that others added.
pub(super) fn refuse_all(http: &HttpRequest) -> Result<(), Problem> {
    if !http.path().starts_with("/api/") {
        return Ok(());
    }
    parse::<NoParameters>(http.query_string()).map(|NoParameters {}| ())
}

#[derive(Deserr)]
#[deserr(error = InputErrors, deny_unknown_fields)]
struct NoParameters {}

pub fn parse<T: Deserr<InputErrors>>(text: &str) -> Result<T, Problem> {
    let pairs = web::Query::<Vec<(String, String)>>::from_query(text);
    let pairs = pairs.map_err(|_| Problem::malformed("The query string cannot be parsed."))?;
    let mut parameters = Map::new();
    for (name, value) in pairs.into_inner() {
        if parameters.insert(name.clone(), Value::String(value)).is_some() {
            return Err(Problem::malformed(format!("The parameter {name} is given twice.")));
        }
    }
    deserr::deserialize(Value::Object(parameters)).map_err(|InputErrors(errors)| wrong(&errors))
}

fn wrong(errors: &[FieldError]) -> Problem {
    let sentence = |error: &FieldError| {
        format!("The parameter {} {}.", error.pointer.trim_start_matches('/'), error.detail)
    };
    let sentences: Vec<_> = errors.iter().map(sentence).collect();
    Problem::malformed(sentences.join(" ").replace("?.", "?"))
}

/// A whole number in a query string.
#[derive(Clone, Copy)]
pub(crate) struct WholeNumber<const MIN: u32, const MAX: u32>(pub(crate) u32);

impl<'de, const MIN: u32, const MAX: u32> Deserialize<'de> for WholeNumber<MIN, MAX> {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let text = String::deserialize(from)?;
        let is_digits = text.bytes().all(|b| b.is_ascii_digit());
        let number = text.parse().ok().filter(|n| is_digits && (MIN..=MAX).contains(n));
        let wrong = || D::Error::custom(format_args!("must be a whole number from {MIN} to {MAX}"));
        number.map(Self).ok_or_else(wrong)
    }
}

/// Where a page of a list begins, as an earlier page said.
pub(crate) trait Cursor: Sized {
    fn parse(text: &str) -> Option<Self>;
}

impl<I: IdInPath> Cursor for I {
    fn parse(text: &str) -> Option<Self> {
        cursor::parse_id(text).map(Self::from_uuid)
    }
}

/// For a list that is ordered by a sequence number.
impl Cursor for i64 {
    fn parse(text: &str) -> Option<Self> {
        cursor::parse_number(text)
    }
}

/// For a journey's steps.
impl Cursor for (Time, StepId) {
    fn parse(text: &str) -> Option<Self> {
        cursor::parse_step(text)
    }
}

#[derive(Clone, Copy)]
pub(crate) struct After<C>(C);

impl<'de, C: Cursor> Deserialize<'de> for After<C> {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let text = String::deserialize(from)?;
        let wrong = || D::Error::custom("must be a cursor from this list");
        C::parse(&text).map(Self).ok_or_else(wrong)
    }
}

/// How many items a page of a list has.
pub(crate) type Limit = WholeNumber<1, MAX_LIMIT>;

json_scalars! {
    WholeNumber<MIN, MAX> where [const MIN: u32, const MAX: u32];
    After<C> where [C: Cursor];
}

/// The parameters of a list that has no others.
#[derive(Deserr)]
#[deserr(error = InputErrors, deny_unknown_fields)]
pub(crate) struct PageQuery<A> {
    #[deserr(default)]
    limit: Option<Limit>,
    #[deserr(default)]
    after: Option<A>,
}

impl<C> PageQuery<After<C>> {
    pub(crate) fn pagination(self) -> Pagination<C> {
        pagination(self.limit, self.after)
    }
}

pub(crate) fn pagination<C>(limit: Option<Limit>, after: Option<After<C>>) -> Pagination<C> {
    let limit = limit.and_then(|limit| u8::try_from(limit.0).ok()).unwrap_or(DEFAULT_LIMIT);
    Pagination { after: after.map(|after| after.0), limit }
}
