//! A query string: only the parameters a path knows, each once, each of its form.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use uuid::Uuid;

use crate::domain::id::StepId;
use crate::domain::string_enum::StringEnum;
use crate::domain::time::Time;
use crate::json::Timestamp;
use crate::use_cases::Pagination;
use crate::web::problem::Problem;
use crate::web::validation;

/// As many items as a page has when nobody says.
const USUAL: u8 = 50;
/// As many as it may have.
const MOST: u8 = 200;

/// The parameters of a request.
pub struct Query(Vec<(String, String)>);

impl Query {
    /// Reads a query string that may hold these parameters and no others.
    ///
    /// # Errors
    /// `malformed` for an unknown parameter and for one given twice.
    pub fn parse(text: &str, known: &[&str]) -> Result<Self, Problem> {
        let pairs = actix_web::web::Query::<Vec<(String, String)>>::from_query(text)
            .map_err(|_| Problem::malformed("The query string cannot be read."))?
            .into_inner();
        for (nth, (name, _)) in pairs.iter().enumerate() {
            if !known.contains(&name.as_str()) {
                return Err(Problem::malformed(
                    "The query has a parameter that this path does not know.",
                ));
            }
            if pairs[..nth].iter().any(|(before, _)| before == name) {
                return Err(Problem::malformed(format!("The parameter {name} is given twice.")));
            }
        }
        Ok(Self(pairs))
    }

    /// A text of any form, where it is given.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&str> {
        self.0.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }

    fn read<T>(
        &self,
        name: &str,
        advice: &str,
        parse: impl Fn(&str) -> Option<T>,
    ) -> Result<Option<T>, Problem> {
        let Some(value) = self.get(name) else { return Ok(None) };
        let wrong = || Problem::malformed(format!("The parameter {name} must be {advice}."));
        parse(value).map(Some).ok_or_else(wrong)
    }

    /// A word of a fixed list.
    ///
    /// # Errors
    /// `malformed`.
    pub fn text<T: StringEnum>(&self, name: &str) -> Result<Option<T>, Problem> {
        let known: Vec<_> = T::ALL.iter().map(|word| word.key()).collect();
        self.read(name, &format!("one of: {}", known.join(", ")), T::from_key)
    }

    /// One of these keys.
    ///
    /// # Errors
    /// `malformed`.
    pub fn one_of(
        &self,
        name: &str,
        keys: &[&'static str],
    ) -> Result<Option<&'static str>, Problem> {
        let find = |value: &str| keys.iter().copied().find(|key| *key == value);
        self.read(name, &format!("one of: {}", keys.join(", ")), find)
    }

    /// A UUID.
    ///
    /// # Errors
    /// `malformed`.
    pub fn uuid(&self, name: &str) -> Result<Option<Uuid>, Problem> {
        self.read(name, "a UUID, hyphenated", validation::uuid)
    }

    /// A time.
    ///
    /// # Errors
    /// `malformed`.
    pub fn time(&self, name: &str) -> Result<Option<Time>, Problem> {
        let parse = |value: &str| value.parse().ok().map(|Timestamp(at)| at);
        self.read(name, "a time such as 2026-11-22T09:14:03.120Z", parse)
    }

    /// A whole number of this range.
    ///
    /// # Errors
    /// `malformed`.
    pub fn number(
        &self,
        name: &str,
        range: std::ops::RangeInclusive<u32>,
    ) -> Result<Option<u32>, Problem> {
        let advice = format!("a whole number from {} to {}", range.start(), range.end());
        let digits = |value: &str| value.bytes().all(|b| b.is_ascii_digit());
        self.read(name, &advice, |value| {
            value.parse().ok().filter(|n| digits(value) && range.contains(n))
        })
    }

    /// Which page of a list that goes by number.
    ///
    /// # Errors
    /// `malformed`.
    pub fn pagination_by_number(&self) -> Result<Pagination<i64>, Problem> {
        let number = |text: &str| Some(i64::from_be_bytes(decode::<8>(text)?)).filter(|n| *n >= 0);
        Ok(Pagination { after: self.read("after", CURSOR, number)?, limit: self.limit()? })
    }

    fn limit(&self) -> Result<u8, Problem> {
        let limit = self.number("limit", 1..=u32::from(MOST))?;
        Ok(limit.map_or(USUAL, |n| u8::try_from(n).unwrap_or(MOST)))
    }

    /// Which page of a list that goes by id.
    ///
    /// # Errors
    /// `malformed`.
    pub fn pagination<I>(&self, id: fn(Uuid) -> I) -> Result<Pagination<I>, Problem> {
        let after = self.read("after", CURSOR, |text| Some(id(uuid_of(&decode::<16>(text)?))))?;
        Ok(Pagination { after, limit: self.limit()? })
    }

    /// Which page of a journey's steps.
    ///
    /// # Errors
    /// `malformed`.
    pub fn pagination_by_step(&self) -> Result<Pagination<(Time, StepId)>, Problem> {
        let after = self.read("after", CURSOR, |text| {
            let bytes = decode::<24>(text)?;
            let (at, id) = bytes.split_at(8);
            let at = Time::from_millis(i64::from_be_bytes(at.try_into().ok()?));
            // What no row can hold is no cursor of ours.
            let known = at >= Time::from_millis(0) && at < Time::from_millis(253_402_300_800_000);
            known.then(|| (at, StepId::from_uuid(uuid_of(id))))
        })?;
        Ok(Pagination { after, limit: self.limit()? })
    }
}

const CURSOR: &str = "a cursor that this list gave";

/// The cursor of a list that goes by id.
#[must_use]
pub fn cursor(id: Uuid) -> String {
    URL_SAFE_NO_PAD.encode(id.as_bytes())
}

/// The cursor of a list that goes by number.
#[must_use]
pub fn cursor_of_number(number: i64) -> String {
    URL_SAFE_NO_PAD.encode(number.to_be_bytes())
}

/// The cursor of a journey's steps.
#[must_use]
pub fn cursor_of_step((at, id): (Time, StepId)) -> String {
    let mut bytes = at.millis().to_be_bytes().to_vec();
    bytes.extend(id.uuid().as_bytes());
    URL_SAFE_NO_PAD.encode(bytes)
}

fn decode<const N: usize>(text: &str) -> Option<[u8; N]> {
    URL_SAFE_NO_PAD.decode(text).ok()?.try_into().ok()
}

fn uuid_of(bytes: &[u8]) -> Uuid {
    Uuid::from_slice(bytes).unwrap_or_default()
}
