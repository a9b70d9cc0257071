//! HTTP client for outgoing requests, with protection against server-side request forgery.
//!
//! A browser chooses the URL of its push service, and so can anyone who holds a family link. Such a URL is untrusted:
//! it must be https and resolve to a public address. The name is resolved once, and the client connects to exactly the
//! addresses that were checked. Redirects are not followed, and every step has a timeout.

mod client;
mod connection;
mod error;
mod public_address;

pub use client::{AddressTrust, OutboundHttpClient};
pub use connection::{Connection, DeliveryResponse};
pub use error::DeliveryError;
pub use public_address::is_public;
