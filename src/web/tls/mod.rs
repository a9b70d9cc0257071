//! TLS: the server's certificate and private key, reloaded when their files change.
//!
//! Each new connection uses the current certificate; open connections go on. What is spoken on them is up to
//! `connections`.

mod certificate;
mod key_pair;
mod reload;

pub use certificate::Tls;
pub use reload::{RELOAD_INTERVAL, ReloadResult};
