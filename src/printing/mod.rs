//! Everything that is printed: QR codes, tag labels, place posters and the team's cards, as SVG, PNG, PDF or ZPL. Pure.
//!
//! A plain QR picture holds the symbol and its quiet zone. A tag label adds the code in letters. Neither names anybody
//! (R23).

mod card;
mod fonts;
mod grid;
mod label_layout;
mod layout;
mod pdf;
mod pdf_shapes;
mod pdf_svg;
mod png;
mod poster;
mod qr;
mod qr_decode;
mod sheet;
mod stock;
mod svg;
mod terminal;
mod text_block;
mod text_wrap;
mod zpl;

pub use card::{Card, cards};
pub use fonts::Fonts;
pub use grid::Grid;
pub use layout::{Layout, LayoutError};
pub(crate) use layout::{MAX_MEASURE, MAX_OFFSET};
pub use png::{ModulePixels, png};
pub use poster::{Paper, poster};
pub use qr::{QUIET_ZONE, Qr, QrError};
pub use qr_decode::{FrameError, decode};
pub use sheet::{Sticker, sheet};
pub use stock::Stock;
pub use svg::svg;
pub use terminal::terminal;
pub use zpl::{PrintHead, zpl};
