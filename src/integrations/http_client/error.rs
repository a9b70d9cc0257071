//! Errors of outgoing requests. They contain no URL, because push URLs are secrets.

#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum DeliveryError {
    /// The URL is not allowed or not valid; a retry cannot help.
    #[error("{0}")]
    Refused(&'static str),
    /// No connection, or no response.
    #[error("{0}")]
    Unavailable(&'static str),
}
