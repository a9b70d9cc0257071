//! The team's card: what the companion did in the hospital, to be signed by hand and kept.
//!
//! The card names no place, no code and nobody but the companion.

mod columns;
mod content;
mod document;
mod front_page;
mod geometry;
mod header;
mod signatures;
mod timeline;
mod timeline_layout;

pub use content::Card;
pub use document::cards;
