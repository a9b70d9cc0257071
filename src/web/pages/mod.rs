//! HTML pages for staff and families. They run the same use cases as the JSON API.
//!
//! Every page works without JavaScript, except the camera and the offline queue. A form is answered with
//! 303 to the page that shows the result, so going back never submits it twice; an error is a page of its
//! own with the matching status. Templates are in `templates/`, scripts and styles in `static/`.

pub(crate) mod account;
pub(crate) mod admin;
pub(crate) mod alerts;
pub(crate) mod board;
pub(crate) mod cards;
pub(crate) mod check_in;
pub(crate) mod family;
pub(crate) mod family_hold;
pub(crate) mod family_links;
pub(crate) mod finder;
pub(crate) mod offline;
pub(crate) mod photos;
pub(crate) mod place;
pub(crate) mod portraits;
pub(crate) mod print;
pub(crate) mod scan;
pub(crate) mod scanner;
pub mod shared;
pub(crate) mod tag;
pub(crate) mod wall_display;
