//! Fields of a submitted form or a query string, validated with the same rules as the API's JSON.

use actix_web::http::header::CONTENT_TYPE;
use actix_web::web;
use serde::de::DeserializeOwned;

use super::error::PageError;
use super::multipart;
use crate::use_cases::token;
use crate::web::csv_table;
use crate::web::extract::request_parts::{FromRequestParts, RequestParts};
use crate::web::problem::Problem;
use crate::web::problem_code::ProblemCode;

/// In bytes, of every form but a CSV import.
const MAX_FORM_BODY: usize = 64 * 1024;

/// The fields in the order in which they were sent; a name may occur more than once.
#[derive(Clone, Debug, Default)]
pub(crate) struct Form(Vec<(String, String)>);

impl FromRequestParts for Form {
    const MAX_BODY: usize = MAX_FORM_BODY;

    async fn extract(parts: &mut RequestParts) -> Result<Self, Problem> {
        read(parts).await
    }
}

/// The form of a CSV import, the only large one.
pub(crate) struct ImportForm(pub(crate) Form);

impl FromRequestParts for ImportForm {
    const MAX_BODY: usize = csv_table::MAX_BYTES + MAX_FORM_BODY;

    async fn extract(parts: &mut RequestParts) -> Result<Self, Problem> {
        read(parts).await.map(Self)
    }
}

async fn read(parts: &mut RequestParts) -> Result<Form, Problem> {
    let kind = parts.header(&CONTENT_TYPE).unwrap_or_default().to_owned();
    let is =
        |name: &str| kind.get(..name.len()).is_some_and(|kind| kind.eq_ignore_ascii_case(name));
    if is("multipart/form-data") {
        let fields = multipart::fields(&kind, parts.body().await?).await;
        return fields.map(Form).map_err(|error| Problem::malformed(format!("{error}.")));
    }
    if !is("application/x-www-form-urlencoded") {
        return Err(Problem::new(ProblemCode::UnsupportedMediaType, "Send the form of the page."));
    }
    let body = parts.body().await?;
    let form = std::str::from_utf8(&body).ok().and_then(Form::parse);
    form.ok_or_else(|| Problem::malformed("The form cannot be read."))
}

impl Form {
    /// Parses `application/x-www-form-urlencoded` text.
    pub(crate) fn parse(text: &str) -> Option<Self> {
        let pairs = web::Query::<Vec<(String, String)>>::from_query(text).ok()?;
        Some(Self(pairs.into_inner()))
    }

    /// The first value of a field that is not empty, trimmed.
    pub(crate) fn get(&self, name: &str) -> Option<&str> {
        let mut named = self.0.iter().filter(|(known, _)| known == name);
        named.find_map(|(_, value)| Some(value.trim()).filter(|value| !value.is_empty()))
    }

    /// A hash of all fields, by which a repeat is recognised.
    pub(crate) fn fingerprint(&self, path: &str) -> Vec<u8> {
        let fields = self.0.iter().flat_map(|(name, value)| [name.as_bytes(), value.as_bytes()]);
        token::fingerprint(&std::iter::once(path.as_bytes()).chain(fields).collect::<Vec<_>>())
    }

    /// All fields, untrimmed.
    pub(crate) fn pairs(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0.iter().map(|(name, value)| (name.as_str(), value.as_str()))
    }

    /// The first value of a field, untrimmed.
    pub(crate) fn raw(&self, name: &str) -> &str {
        let named = self.0.iter().find(|(known, _)| known == name);
        named.map_or("", |(_, value)| value)
    }

    /// All values of a field that are not empty, trimmed.
    pub(crate) fn all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a str> {
        let named = self.0.iter().filter(move |(known, _)| known == name);
        named.map(|(_, value)| value.trim()).filter(|value| !value.is_empty())
    }

    /// A field whose value must be one of the choices that `parse` accepts.
    pub(crate) fn choice<T>(
        &self,
        name: &'static str,
        parse: impl Fn(&str) -> Option<T>,
    ) -> Result<T, PageError> {
        let invalid = || PageError::invalid(name, "is not one of the choices");
        self.get(name).and_then(parse).ok_or_else(invalid)
    }

    /// Like [`Self::choice`], with a default for an empty field.
    pub(crate) fn choice_or<T>(
        &self,
        name: &'static str,
        default: T,
        parse: impl Fn(&str) -> Option<T>,
    ) -> Result<T, PageError> {
        if self.get(name).is_some() { self.choice(name, parse) } else { Ok(default) }
    }

    /// A text field that may be empty.
    pub(crate) fn optional<T: DeserializeOwned>(
        &self,
        name: &'static str,
    ) -> Result<Option<T>, PageError> {
        let Some(text) = self.get(name) else { return Ok(None) };
        let value = serde_json::from_value(serde_json::Value::String(text.to_owned()));
        value.map(Some).map_err(|error| PageError::invalid(name, &error.to_string()))
    }

    /// A number field that may be empty.
    pub(crate) fn optional_number<T: DeserializeOwned>(
        &self,
        name: &'static str,
    ) -> Result<Option<T>, PageError> {
        let Some(text) = self.get(name) else { return Ok(None) };
        let number = serde_json::from_str(text);
        number.map(Some).map_err(|error| PageError::invalid(name, &error.to_string()))
    }

    /// A text field that must not be empty.
    pub(crate) fn required<T: DeserializeOwned>(&self, name: &'static str) -> Result<T, PageError> {
        self.optional(name)?.ok_or_else(|| PageError::invalid(name, "must not be empty"))
    }
}
