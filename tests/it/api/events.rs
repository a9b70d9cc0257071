//! `GET /events`: every change, once, to whoever watches.

mod coverage;
mod crowd;
mod lost;
