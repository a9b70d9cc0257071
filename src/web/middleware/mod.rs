//! Middleware that wraps every request and response.

pub(crate) mod request_context;
pub(crate) mod security_headers;
pub(crate) mod request_log;
