//! What handlers take from a request, one extractor per part.
//!
//! actix polls the extractors of a handler at the same time, so a body would be read before anybody knows who sends it.
//! The handlers here are called by [`handler`], which extracts one part after the other: first the caller, last the
//! body.

pub mod body;
pub(crate) mod body_budget;
pub(crate) mod callers;
pub(crate) mod handler;
pub(crate) mod headers;
pub(crate) mod json;
pub(crate) mod input_errors;
pub(crate) mod path;
pub mod permission;
pub(crate) mod query;
pub(crate) mod request_parts;
pub(crate) mod state;
