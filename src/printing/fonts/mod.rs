//! Sets text for PDFs: which font has a glyph, in which order glyphs are drawn, how wide a line is.
//!
//! `DejaVu` Sans is built in with two weights, for the Latin, Greek, Cyrillic, Armenian, Georgian, Hebrew and Arabic
//! scripts; Droid Sans Fallback with one weight, for Chinese, Japanese and Korean. A site can add its own fonts for
//! other scripts. Text with a character that no font has is an error: it is never printed as a box.

mod collection;
mod font_file;
mod line;
mod style;

pub use collection::Fonts;
pub(crate) use line::Line;
pub(crate) use style::{Style, Weight};
