//! `GET /events`: every change, once, to whoever watches.

mod coverage;
mod many_readers;
mod resume;
