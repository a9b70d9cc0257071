//! Where events stand in their log.

use crate::domain::event::Event;

/// Where an event stands among all: in this order they become visible, and never before one that is older.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct EventPosition {
    /// The transaction that told it; 0 on SQLite, where one writes at a time.
    pub txid: i64,
    /// Its number.
    pub seq: i64,
}

impl EventPosition {
    /// Before every event.
    pub const START: Self = Self { txid: 0, seq: 0 };
}

/// An event in its place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LoggedEvent {
    /// Its place.
    pub mark: EventPosition,
    /// The event.
    pub event: Event,
    /// Whether nothing can come to stand before it any more.
    pub settled: bool,
}
