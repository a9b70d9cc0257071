//! Query strings: only the parameters that a path knows, each at most once and in the right format.

use uuid::Uuid;

use super::cursor;
use crate::domain::id::StepId;
use crate::domain::string_enum::StringEnum;
use crate::domain::time::Time;
use crate::json::Timestamp;
use crate::use_cases::Pagination;
use crate::web::problem::Problem;
use crate::web::validation;

const DEFAULT_LIMIT: u8 = 50;
const MAX_LIMIT: u8 = 200;

pub struct Query(Vec<(String, String)>);

impl Query {
    pub fn parse(text: &str, known: &[&str]) -> Result<Self, Problem> {
        let pairs = actix_web::web::Query::<Vec<(String, String)>>::from_query(text)
            .map_err(|_| Problem::malformed("The query string cannot be parsed."))?
            .into_inner();
        for (nth, (name, _)) in pairs.iter().enumerate() {
            if !known.contains(&name.as_str()) {
                return Err(Problem::malformed("The query has an unknown parameter."));
            }
            if pairs[..nth].iter().any(|(earlier, _)| earlier == name) {
                return Err(Problem::malformed(format!("The parameter {name} is given twice.")));
            }
        }
        Ok(Self(pairs))
    }

    #[must_use]
    pub fn get(&self, name: &str) -> Option<&str> {
        self.0.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }

    /// `expected` completes the sentence "The parameter … must be …".
    fn parse_with<T>(
        &self,
        name: &str,
        expected: &str,
        parse: impl Fn(&str) -> Option<T>,
    ) -> Result<Option<T>, Problem> {
        let Some(value) = self.get(name) else { return Ok(None) };
        let wrong = || Problem::malformed(format!("The parameter {name} must be {expected}."));
        parse(value).map(Some).ok_or_else(wrong)
    }

    pub fn key<T: StringEnum>(&self, name: &str) -> Result<Option<T>, Problem> {
        let keys: Vec<_> = T::ALL.iter().map(|value| value.key()).collect();
        self.parse_with(name, &format!("one of: {}", keys.join(", ")), T::from_key)
    }

    pub fn one_of(
        &self,
        name: &str,
        keys: &[&'static str],
    ) -> Result<Option<&'static str>, Problem> {
        let find = |value: &str| keys.iter().copied().find(|key| *key == value);
        self.parse_with(name, &format!("one of: {}", keys.join(", ")), find)
    }

    pub fn uuid(&self, name: &str) -> Result<Option<Uuid>, Problem> {
        self.parse_with(name, "a hyphenated UUID", validation::parse_uuid)
    }

    pub fn time(&self, name: &str) -> Result<Option<Time>, Problem> {
        let parse = |value: &str| value.parse().ok().map(|Timestamp(at)| at);
        self.parse_with(name, "a time such as 2026-11-22T09:14:03.120Z", parse)
    }

    pub fn number(
        &self,
        name: &str,
        range: std::ops::RangeInclusive<u32>,
    ) -> Result<Option<u32>, Problem> {
        let expected = format!("a whole number from {} to {}", range.start(), range.end());
        let is_digits = |value: &str| value.bytes().all(|b| b.is_ascii_digit());
        self.parse_with(name, &expected, |value| {
            value.parse().ok().filter(|n| is_digits(value) && range.contains(n))
        })
    }

    /// For a list that is ordered by a sequence number.
    pub fn pagination_by_number(&self) -> Result<Pagination<i64>, Problem> {
        self.pagination_with(cursor::parse_number)
    }

    /// For a list that is ordered by id.
    pub fn pagination<I>(&self, id: fn(Uuid) -> I) -> Result<Pagination<I>, Problem> {
        self.pagination_with(|text| cursor::parse_id(text).map(id))
    }

    /// For a journey's steps.
    pub fn pagination_by_step(&self) -> Result<Pagination<(Time, StepId)>, Problem> {
        self.pagination_with(cursor::parse_step)
    }

    fn pagination_with<K>(
        &self,
        parse: impl Fn(&str) -> Option<K>,
    ) -> Result<Pagination<K>, Problem> {
        let after = self.parse_with("after", "a cursor from this list", parse)?;
        let limit = self.number("limit", 1..=u32::from(MAX_LIMIT))?;
        let limit = limit.map_or(DEFAULT_LIMIT, |n| u8::try_from(n).unwrap_or(MAX_LIMIT));
        Ok(Pagination { after, limit })
    }
}
