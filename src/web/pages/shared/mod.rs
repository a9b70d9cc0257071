//! What all pages share: requests, responses, the layout, error pages, cookies, texts and assets.

pub mod assets;
pub(crate) mod companion_view;
pub(crate) mod cookies;
pub(crate) mod error;
pub(crate) mod form;
pub(crate) mod headers;
pub(crate) mod language_choice;
pub(crate) mod layout;
pub mod multipart;
pub(crate) mod paths;
pub(crate) mod redirect;
pub(crate) mod request;
pub(crate) mod response;
pub(crate) mod staff_layout;
pub(crate) mod static_file;
pub(crate) mod text;
pub(crate) mod viewers;
