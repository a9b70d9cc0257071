//! TLS: the server's certificate and private key, reloaded when their files change.
//!
//! Each new connection uses the current certificate; open connections go on. Only HTTP/1.1 is offered: actix does not
//! announce a shutdown to HTTP/2 clients, so stopping a node would cause visible errors.

mod certificate;
mod key_pair;
mod reload;

pub use certificate::Tls;
pub use reload::{RELOAD_INTERVAL, ReloadResult};
