//! What all pages have in common: the parsed request, the layout, error pages, cookies, texts and assets.

pub mod request;
pub mod assets;
pub mod cookies;
pub mod language_choice;
pub mod layout;
pub mod companion_view;
pub mod error;
pub mod multipart;
pub mod paths;
pub mod text;
