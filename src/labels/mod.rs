//! Labels: what is printed for a companion's tag or a place's wall. Pure: a text goes in, a picture comes out.
//!
//! A picture holds the symbol, a quiet zone of four modules around it, and nothing else.

mod png;
mod qr;
mod svg;
mod terminal;

pub use png::{ModulePixels, png};
pub use qr::{Qr, QrError};
pub use svg::svg;
pub use terminal::terminal;

/// The white border that a reader needs, in modules on each side.
pub const QUIET_ZONE: usize = 4;
