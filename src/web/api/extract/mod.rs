//! The request as API handlers use it, in the order of the contract: who, path, query, headers, body.

pub(crate) mod request;
pub(crate) mod json_body;
mod identity;
mod parts;

pub(crate) use request::ApiRequest;
