//! Journeys, their steps, scans and alerts.

use uuid::Uuid;

use crate::db::models::{Alert, Journey, Scan};
use crate::db::transaction::tx_methods;
use crate::domain::alert::AlertKind;
use crate::domain::id::{
    AlertId, CompanionId, JourneyId, PlaceId, ScanId, StaffId, StepId, VisitId,
};
use crate::domain::journey::JourneyStatus;
use crate::domain::journey::step::Step;
use crate::domain::place::Stage;
use crate::domain::time::Time;

tx_methods! {
    journeys {
        fn add_journey(journey: &Journey) -> ();
        fn journey(id: JourneyId) -> Option<Journey>;
        /// Whether the columns that the board filters by match the state.
        fn columns_match_state(journey: &Journey) -> bool;
        fn latest_journey_of(companion: CompanionId) -> Option<Journey>;
        /// By id.
        fn journeys_of_visit(visit: VisitId) -> Vec<Journey>;
        fn journeys_of_companion(
            companion: CompanionId,
            after: Option<JourneyId>,
            limit: i64,
        ) -> Vec<Journey>;
        /// Journeys with this status and stage, last confirmed at this place.
        fn board(
            status: Option<JourneyStatus>,
            stage: Option<Stage>,
            place: Option<PlaceId>,
            after: Option<JourneyId>,
            limit: i64,
        ) -> Vec<Journey>;
        /// In no particular order.
        fn journeys_by_ids(ids: &[JourneyId]) -> Vec<Journey>;
        fn save_journey(journey: &Journey) -> bool;
    }
    overdue {
        /// Visits in progress with an open journey whose child has been at its place since `time` or earlier.
        fn open_visits_placed_by(time: Time, after: Option<VisitId>, limit: i64) -> Vec<VisitId>;
        /// Open journeys at a place that requires washing after some hours.
        fn journeys_with_rewash_policy() -> Vec<Journey>;
        /// The journeys of these visits that are in an operating room now.
        fn in_operating_rooms(visits: &[VisitId]) -> Vec<(VisitId, JourneyId)>;
    }
    steps {
        /// Inserts all in one statement.
        fn add_steps(new: &[Step]) -> ();
        fn step(id: StepId) -> Option<Step>;
        /// In the order in which they are applied.
        fn steps_of(journey: JourneyId) -> Vec<Step>;
        /// The same, page by page.
        fn steps_page(journey: JourneyId, after: Option<(Time, StepId)>, limit: i64) -> Vec<Step>;
        /// The voided steps of a journey, each with the step that voided it.
        fn voids_of(journey: JourneyId) -> Vec<(StepId, StepId)>;
    }
    scans {
        fn add_scan(scan: &Scan) -> ();
        fn scan(id: ScanId) -> Option<Scan>;
    }
    alerts {
        /// Raises an alert, or reopens an automatically resolved one of the same journey, kind and cause. Returns its id if
        /// anything changed.
        fn raise_alert(alert: &Alert) -> Option<AlertId>;
        /// Resolves open alerts of this kind, and of this cause if one is given, because they no longer apply. Returns their ids.
        fn auto_resolve_alerts(
            journey: JourneyId,
            kind: AlertKind,
            cause: Option<Uuid>,
            now: Time,
        ) -> Vec<AlertId>;
        /// Resolves an alert on behalf of a member of staff. Returns whether it was open.
        fn resolve_alert(id: AlertId, by: StaffId, note: &str, now: Time) -> bool;
        fn alert(id: AlertId) -> Option<Alert>;
        /// By id.
        fn open_alerts_of(journeys: &[JourneyId]) -> Vec<Alert>;
        /// Open or resolved alerts, or both, each with its visit.
        fn alerts_page(
            open: Option<bool>,
            after: Option<AlertId>,
            limit: i64,
        ) -> Vec<(Alert, VisitId)>;
    }
}
