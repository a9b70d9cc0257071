//! HTML pages for staff and families. They run the same use cases as the JSON API.
//!
//! Every page works without JavaScript, except the camera and the offline queue. A form is answered with
//! 303 to the page that shows the result, so going back never submits it twice; an error is a page of its
//! own with the matching status. Templates are in `templates/`, scripts and styles in `static/`.

pub mod account;
pub mod admin;
pub mod alerts;
pub mod board;
pub mod cards;
pub mod check_in;
pub mod family;
pub mod family_hold;
pub mod family_links;
pub mod finder;
pub mod offline;
pub mod photos;
pub mod place;
pub mod portraits;
pub mod print;
pub mod scan;
pub mod scanner;
pub mod shared;
pub mod tag;
pub mod wall_display;
