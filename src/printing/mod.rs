//! Labels: what is printed for a companion's tag or a place's wall. Pure: a text goes in, a picture comes out.
//!
//! The plain pictures hold the symbol, a quiet zone of four modules around it, and nothing else. A label adds the
//! letters of the code; nothing on it names anybody (R23).

mod card;
mod pdf_svg;
mod label_layout;
mod fonts;
mod stock;
mod text_wrap;
mod pdf;
mod png;
mod poster;
mod qr;
mod qr_decode;
mod sheet;
mod svg;
mod terminal;
mod zpl;

pub use card::{Card, cards};
pub use fonts::Fonts;
pub use png::{ModulePixels, png};
pub use poster::{Paper, poster};
pub use qr::{Qr, QrError};
pub use qr_decode::{FrameError, read};
pub use sheet::{Sticker, sheet};
pub use stock::{Grid, Layout, LayoutError, MAX_LABEL, MAX_OFFSET, Stock};
pub use svg::svg;
pub use terminal::terminal;
pub use zpl::{PrintHead, zpl};

/// The white border that a reader needs, in modules on each side.
pub const QUIET_ZONE: usize = 4;
