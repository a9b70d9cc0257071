//! Idempotency, purges, the event log and reports.

use crate::db::models::{EventPosition, IdempotencyRecord, LoggedEvent};
use crate::db::transaction::tx_methods;
use crate::domain::event::Event;
use crate::domain::id::{ChildId, EventId, JourneyId, VisitId};
use crate::domain::journey::step::Step;
use crate::domain::place::Stage;
use crate::domain::time::Time;

tx_methods! {
    idempotency {
        fn idempotency_record(caller: &str, key_hash: &[u8]) -> Option<IdempotencyRecord>;
        fn add_idempotency_record(answer: &IdempotencyRecord) -> ();
        fn delete_idempotency_records_before(time: Time) -> usize;
        fn count_idempotency_records_before(time: Time) -> i64;
    }
    purge {
        /// Allows the steps of these journeys to be rewritten until [`end_purge`](Self::end_purge).
        fn begin_purge(journeys: &[JourneyId]) -> ();
        fn end_purge() -> ();
        /// Replaces the bodies of these steps.
        fn rewrite_steps(rewritten: &[Step]) -> ();
        /// Deletes the stored responses of a journey's scans, and the notes on its alerts.
        fn redact_scans_and_alerts(journey: JourneyId) -> ();
        /// Deletes a visit's free text, outbox and push subscriptions, and revokes its family links.
        fn redact_visit(visit: VisitId, now: Time) -> ();
        /// Deletes a child's names and reference, its companions' names and descriptions, and the texts of their tags and
        /// finders.
        fn redact_child(child: ChildId, now: Time) -> ();
    }
    events {
        /// When the newest step or event was recorded.
        fn newest_recorded_at() -> Option<Time>;
        /// Adds an event without a notification; see [`add_change_event`](Self::add_change_event).
        fn add_event(event: &Event) -> ();
        fn event_position(id: EventId) -> Option<EventPosition>;
        /// Events after this position, in order. The first unsettled event and all after it must not be sent to subscribers yet.
        fn events_after(mark: EventPosition, limit: i64) -> Vec<LoggedEvent>;
        /// The last settled event.
        fn last_event() -> Option<LoggedEvent>;
        /// Whether the log was restored from a server with other transaction numbers.
        fn events_are_from_other_server() -> bool;
        fn count_events_before(time: Time) -> i64;
        /// Deletes the events recorded before `time`, except `but`.
        fn delete_events_before(time: Time, but: EventId) -> usize;
        fn delete_all_events() -> ();
    }
    reports {
        /// Counts steps by kind.
        fn steps_between(from: Time, to: Time) -> Vec<(String, i64)>;
        fn scans_between(from: Time, to: Time) -> i64;
        /// Counts moves by scan by the stage they led to.
        fn arrivals_between(from: Time, to: Time) -> Vec<(Stage, i64)>;
        /// Counts steps that were entered late.
        fn late_between(from: Time, to: Time) -> i64;
        /// The milliseconds between each step and its recording, in no particular order.
        fn delays_between(from: Time, to: Time) -> Vec<i64>;
        /// Counts journeys that were closed as lost.
        fn lost_between(from: Time, to: Time) -> i64;
        /// Counts open alerts about a companion that is left behind or missing.
        fn open_custody_gaps() -> i64;
    }
}
