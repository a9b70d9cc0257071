//! Positions in the event log.

use crate::domain::event::Event;

/// The position of an event in the log. Events become visible in this order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct EventPosition {
    /// The transaction number; 0 on SQLite, which has one writer.
    pub txid: i64,
    pub seq: i64,
}

impl EventPosition {
    /// Before every event.
    pub const START: Self = Self { txid: 0, seq: 0 };
}

/// An event with its position.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LoggedEvent {
    pub mark: EventPosition,
    pub event: Event,
    /// Whether no event can be inserted before it any more.
    pub settled: bool,
}
