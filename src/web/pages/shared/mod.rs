//! What all pages share: requests, responses, the layout, error pages, cookies, texts and assets.

pub mod assets;
pub mod companion_view;
pub mod cookies;
pub mod error;
pub mod headers;
pub mod layout;
pub mod multipart;
pub mod redirect;
pub mod request;
pub mod response;
pub mod text;
