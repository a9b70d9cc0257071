//! `GET /events`: every subscriber gets every change exactly once.

mod coverage;
mod many_readers;
mod resume;
