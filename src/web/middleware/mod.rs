//! What every request and response has in common.

pub(crate) mod request_context;
pub(crate) mod security_headers;
pub(crate) mod request_log;
