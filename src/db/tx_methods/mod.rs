//! The table of contents: every query there is, and so every method of a [`Tx`](super::Tx); more of it in `contents/`.
//!
//! `add_*` keeps a new record; `save_*` writes a whole record over the one of the same revision, raises
//! its revision by one, and tells whether it found it; a list begins after an item and goes by id.

mod hospital_accounts;
mod audit;
mod cards;
mod login_attempts;
mod outbox;
mod link_openings;
mod photos;
mod privacy;
mod time;

use uuid::Uuid;

use super::models::{
    Alert, Child, Companion, EventPosition, FamilyLink, FinderMessage, IdempotencyRecord, Journey,
    LoggedEvent, LoginAttempts, Phone, PhoneEnrolment, Place, Scan, ServiceToken, Session, Staff,
    Tag, Visit, VisitMove,
};
use super::transaction::table_of_contents;
use crate::domain::alert::AlertKind;
use crate::domain::companion::Species;
use crate::domain::event::Event;
use crate::domain::family::Relation;
use crate::domain::id::{
    AlertId, ChildId, CompanionId, EventId, FamilyLinkId, JourneyId, PhoneId, PlaceId, ScanId,
    ServiceTokenId, StaffId, StepId, VisitId,
};
use crate::domain::journey::JourneyStatus;
use crate::domain::journey::step::Step;
use crate::domain::place::Stage;
use crate::domain::tag::{TagCode, TagState};
use crate::domain::time::Time;

table_of_contents! {
    locks {
        /// Lets one transaction at a time work on this child, to its end; others wait.
        fn lock_child(id: ChildId) -> ();
        /// The same for a visit and all its journeys.
        fn lock_visit(id: VisitId) -> ();
        /// The same for a tag.
        fn lock_tag(code: &TagCode) -> ();
    }
    staff {
        /// Keeps a new member of staff.
        fn add_staff(new: &Staff) -> ();
        /// The member of staff of this id.
        fn staff(id: StaffId) -> Option<Staff>;
        /// The member of staff of this user name, written in lower case.
        fn staff_by_username(username: &str) -> Option<Staff>;
        /// At most `limit` members of staff.
        fn staff_page(after: Option<StaffId>, limit: i64) -> Vec<Staff>;
        /// At most `limit` members of staff whose user name or name holds what was typed, by user name.
        fn staff_like(typed: &str, after: Option<&str>, limit: i64) -> Vec<Staff>;
        /// What these members of staff are called, in no order.
        fn staff_names(ids: &[StaffId]) -> Vec<(StaffId, String)>;
        /// Writes a member of staff over the same revision.
        fn save_staff(record: &Staff) -> bool;
        /// Keeps somebody's new PIN by its hash, and raises their revision.
        fn save_pin(id: StaffId, pin_hash: &str) -> ();
    }
    sessions {
        /// Keeps a new session.
        fn add_session(session: &Session) -> ();
        /// The session of this token, and whose it is; none that was held on a phone since revoked.
        fn session(token_hash: &[u8]) -> Option<(Session, Staff)>;
        /// The same by the token of its queue.
        fn session_by_queue(hash: &[u8]) -> Option<(Session, Staff)>;
        /// Notes that a session was used.
        fn touch_session(token_hash: &[u8], now: Time) -> ();
        /// Ends a session, if it has not ended.
        fn end_session(token_hash: &[u8], now: Time) -> ();
        /// Ends every session of somebody.
        fn end_sessions_of(staff: StaffId, now: Time) -> ();
        /// Ends every session that is held on a phone, and tells whose they were.
        fn end_sessions_on(phone: PhoneId, now: Time) -> Vec<StaffId>;
        /// Takes back every queue's token of somebody.
        fn drop_queues_of(staff: StaffId) -> ();
    }
    phones {
        /// Keeps a new code.
        fn add_enrolment(enrolment: &PhoneEnrolment) -> ();
        /// What this code enrols, be it over or not.
        fn enrolment(code_hash: &[u8]) -> Option<PhoneEnrolment>;
        /// The same, and the code is gone.
        fn take_enrolment(code_hash: &[u8]) -> Option<PhoneEnrolment>;
        /// Forgets the codes that were over before `time`.
        fn forget_enrolments_before(time: Time) -> ();
        /// Keeps a new phone.
        fn add_phone(phone: &Phone) -> ();
        /// The phone of this id.
        fn phone(id: PhoneId) -> Option<Phone>;
        /// The phone of this token, revoked or not.
        fn phone_by_hash(hash: &[u8]) -> Option<Phone>;
        /// At most `limit` phones.
        fn phones_page(after: Option<PhoneId>, limit: i64) -> Vec<Phone>;
        /// At most `limit` phones whose name holds `typed`, the newest first.
        fn phones_like(typed: &str, after: Option<PhoneId>, limit: i64) -> Vec<Phone>;
        /// Notes that a phone was used.
        fn touch_phone(id: PhoneId, now: Time) -> ();
        /// Revokes a phone, and tells whether it was enrolled.
        fn revoke_phone(id: PhoneId, now: Time) -> bool;
        /// Who works here and held the last `limit` sessions on a phone, the latest first.
        fn signed_in_on(id: PhoneId, limit: i64) -> Vec<Staff>;
    }
    login_throttle {
        /// Counts one more sign-in as failed, anew where the count began before `since`, and tells the count.
        fn note_failure(bucket: &str, at: Time, since: Time) -> i32;
        /// The failed sign-ins that are counted.
        fn attempts(bucket: &str) -> Option<LoginAttempts>;
        /// Starts over, after a sign-in that went well.
        fn forget_attempts(bucket: &str) -> ();
    }
    service_tokens {
        /// Keeps a new token.
        fn add_service_token(token: &ServiceToken) -> ();
        /// The token of this id.
        fn service_token(id: ServiceTokenId) -> Option<ServiceToken>;
        /// The token of this hash, alive or not.
        fn service_token_by_hash(hash: &[u8]) -> Option<ServiceToken>;
        /// At most `limit` tokens.
        fn service_tokens_page(after: Option<ServiceTokenId>, limit: i64) -> Vec<ServiceToken>;
        /// Revokes a token, and tells whether it was alive.
        fn revoke_service_token(id: ServiceTokenId, now: Time) -> bool;
    }
    idempotency {
        /// The first answer to this key of this caller.
        fn idempotency_record(caller: &str, key_hash: &[u8]) -> Option<IdempotencyRecord>;
        /// Keeps a first answer.
        fn add_idempotency_record(answer: &IdempotencyRecord) -> ();
        /// Forgets the answers given before `time`, and counts them.
        fn delete_idempotency_records_before(time: Time) -> usize;
        /// How many first answers are older than `time`.
        fn idempotency_records_before(time: Time) -> i64;
    }
    places {
        /// Keeps a new place.
        fn add_place(place: &Place) -> ();
        /// The place of this id.
        fn place(id: PlaceId) -> Option<Place>;
        /// The place whose wall carries this code.
        fn place_by_code(code: &TagCode) -> Option<Place>;
        /// The places of these ids, in no order.
        fn places_by_ids(ids: &[PlaceId]) -> Vec<Place>;
        /// At most `limit` places.
        fn places_page(after: Option<PlaceId>, limit: i64) -> Vec<Place>;
        /// At most `limit` places whose name holds what was typed, by name.
        fn places_like(typed: &str, after: Option<&str>, limit: i64) -> Vec<Place>;
        /// Writes a place over the same revision.
        fn save_place(place: &Place) -> bool;
    }
    children {
        /// Keeps a new child.
        fn add_child(child: &Child) -> ();
        /// The child of this id, purged or not.
        fn child(id: ChildId) -> Option<Child>;
        /// The child that the hospital knows by this key.
        fn child_by_ref(patient_ref: &str) -> Option<Child>;
        /// The children of these ids, in no order.
        fn children_by_ids(ids: &[ChildId]) -> Vec<Child>;
        /// At most `limit` children, purged ones left out.
        fn children_page(after: Option<ChildId>, limit: i64) -> Vec<Child>;
        /// Writes a child over the same revision.
        fn save_child(child: &Child) -> bool;
    }
    companions {
        /// Keeps a new companion.
        fn add_companion(companion: &Companion) -> ();
        /// The companion of this id.
        fn companion(id: CompanionId) -> Option<Companion>;
        /// The companions of these ids, in no order.
        fn companions_by_ids(ids: &[CompanionId]) -> Vec<Companion>;
        /// At most `limit` companions.
        fn companions_page(after: Option<CompanionId>, limit: i64) -> Vec<Companion>;
        /// Writes a companion over the same revision.
        fn save_companion(companion: &Companion) -> bool;
    }
    visits {
        /// Keeps a new visit.
        fn add_visit(visit: &Visit) -> ();
        /// The visit of this id.
        fn visit(id: VisitId) -> Option<Visit>;
        /// A child's visits, by id.
        fn visits_of(child: ChildId) -> Vec<Visit>;
        /// A child's latest visit that is in progress.
        fn open_visit_of(child: ChildId) -> Option<Visit>;
        /// At most `limit` visits.
        fn visits_page(after: Option<VisitId>, limit: i64) -> Vec<Visit>;
        /// Writes a visit over the same revision.
        fn save_visit(visit: &Visit) -> bool;
    }
    child_moves {
        /// Keeps a move of the child.
        fn add_move(told: &VisitMove) -> ();
        /// The moves of a visit, in the order they happened.
        fn moves_of(visit: VisitId) -> Vec<VisitMove>;
        /// The very same move, told before.
        fn same_move(visit: VisitId, place: PlaceId, occurred_at: Time) -> Option<VisitMove>;
    }
    tags {
        /// Keeps new tags.
        fn add_tags(new: &[Tag]) -> ();
        /// The tag of this code.
        fn tag(code: &TagCode) -> Option<Tag>;
        /// The tags that somebody minted in one go, by their codes.
        fn tags_minted(by: StaffId, at: Time) -> Vec<Tag>;
        /// The tags that any of these companions wears or wore, in no order.
        fn tags_of_all(companions: &[CompanionId]) -> Vec<Tag>;
        /// The tags that have these codes, in no order.
        fn tags_by_codes(codes: &[TagCode]) -> Vec<Tag>;
        /// The tags that a companion wears or wore.
        fn tags_of(companion: CompanionId) -> Vec<Tag>;
        /// At most `limit` tags whose code, or whose companion's name, holds what was typed, the newest
        /// first, each with that name.
        fn tags_like(
            typed: &str,
            state: Option<TagState>,
            after: Option<(Time, TagCode)>,
            limit: i64,
        ) -> Vec<(Tag, Option<String>)>;
        /// The live tags of these companions, of each the newest last.
        fn live_tags_of(companions: &[CompanionId]) -> Vec<(CompanionId, TagCode)>;
        /// Writes a tag over the one of the same code.
        fn save_tag(tag: &Tag) -> ();
    }
    journeys {
        /// Keeps a new journey.
        fn add_journey(journey: &Journey) -> ();
        /// The journey of this id.
        fn journey(id: JourneyId) -> Option<Journey>;
        /// Whether the columns that the board filters by say what this state says.
        fn is_filed_rightly(journey: &Journey) -> bool;
        /// A companion's newest journey.
        fn latest_journey_of(companion: CompanionId) -> Option<Journey>;
        /// The journeys of a visit, by id.
        fn journeys_of_visit(visit: VisitId) -> Vec<Journey>;
        /// At most `limit` journeys of a companion.
        fn journeys_of_companion(
            companion: CompanionId,
            after: Option<JourneyId>,
            limit: i64,
        ) -> Vec<Journey>;
        /// At most `limit` journeys of this status and stage, last confirmed at this place.
        fn board(
            status: Option<JourneyStatus>,
            stage: Option<Stage>,
            place: Option<PlaceId>,
            after: Option<JourneyId>,
            limit: i64,
        ) -> Vec<Journey>;
        /// The journeys of these ids, in no order.
        fn journeys_by_ids(ids: &[JourneyId]) -> Vec<Journey>;
        /// Writes a journey over the same revision.
        fn save_journey(journey: &Journey) -> bool;
    }
    expected_children {
        /// At most `limit` children with a visit in progress and no companion under way in it, the latest
        /// visit first, whose alias holds `typed` or whose reference it is.
        fn children_expected(typed: &str, limit: i64) -> Vec<(VisitId, Child)>;
        /// The companions whose child has one of these visits and that have no journey in it, by id.
        fn companions_not_in(stays: &[VisitId]) -> Vec<Companion>;
        /// The journeys under way of every companion of a species.
        fn under_way_of(species: Species) -> Vec<Journey>;
        /// What the children are called whose visit is in progress.
        fn aliases_in_house() -> Vec<String>;
        /// What the places are called.
        fn place_names() -> Vec<String>;
    }
    overdue {
        /// At most `limit` visits in progress whose child came to its place by `time`, with a journey open.
        fn open_visits_placed_by(time: Time, after: Option<VisitId>, limit: i64) -> Vec<VisitId>;
        /// The journeys under way at a place that asks for washes.
        fn journeys_where_wash_falls_due() -> Vec<Journey>;
        /// The journeys of these visits that are in an operating room now.
        fn in_operating_rooms(visits: &[VisitId]) -> Vec<(VisitId, JourneyId)>;
    }
    steps {
        /// Keeps new steps, in one statement.
        fn add_steps(new: &[Step]) -> ();
        /// The step of this id.
        fn step(id: StepId) -> Option<Step>;
        /// A journey's steps, in the order of the fold.
        fn steps_of(journey: JourneyId) -> Vec<Step>;
        /// At most `limit` of them.
        fn steps_page(journey: JourneyId, after: Option<(Time, StepId)>, limit: i64) -> Vec<Step>;
        /// The steps of a journey that were taken back, and by which step.
        fn voids_of(journey: JourneyId) -> Vec<(StepId, StepId)>;
    }
    scans {
        /// Keeps a scan.
        fn add_scan(scan: &Scan) -> ();
        /// The scan of this id.
        fn scan(id: ScanId) -> Option<Scan>;
    }
    alerts {
        /// Raises an alert; one of the same journey, kind and cause that had resolved itself is reopened.
        /// Tells which, unless it stood as it was.
        fn raise_alert(alert: &Alert) -> Option<AlertId>;
        /// Resolves what is open of this kind and cause, or of this kind: it is so no more. Tells which.
        fn clear_alerts(
            journey: JourneyId,
            kind: AlertKind,
            cause: Option<Uuid>,
            now: Time,
        ) -> Vec<AlertId>;
        /// Lets somebody resolve an alert, and tells whether it was open.
        fn resolve_alert(id: AlertId, by: StaffId, note: &str, now: Time) -> bool;
        /// The alert of this id.
        fn alert(id: AlertId) -> Option<Alert>;
        /// The open alerts of these journeys, by id.
        fn open_alerts_of(journeys: &[JourneyId]) -> Vec<Alert>;
        /// At most `limit` alerts, open or resolved or both, each with its visit.
        fn alerts_page(
            open: Option<bool>,
            after: Option<AlertId>,
            limit: i64,
        ) -> Vec<(Alert, VisitId)>;
    }
    family_links {
        /// Keeps a new family link.
        fn add_link(link: &FamilyLink) -> ();
        /// The link of this id.
        fn link(id: FamilyLinkId) -> Option<FamilyLink>;
        /// The link of this hash, alive or not.
        fn link_by_hash(hash: &[u8]) -> Option<FamilyLink>;
        /// At most `limit` links of a visit.
        fn links_of(visit: VisitId, after: Option<FamilyLinkId>, limit: i64) -> Vec<FamilyLink>;
        /// The newest `limit` links of a visit that are older than one, the newest first.
        fn links_before(
            visit: VisitId,
            older_than: Option<FamilyLinkId>,
            limit: i64,
        ) -> Vec<FamilyLink>;
        /// How many links of a visit are for somebody who stands so to the child, revoked or not.
        fn links_for(visit: VisitId, relation: Relation) -> i64;
        /// Notes when a link was first opened.
        fn note_opened(id: FamilyLinkId, now: Time) -> ();
        /// Revokes a link, and tells whether it was alive.
        fn revoke_link(id: FamilyLinkId, now: Time) -> bool;
    }
    finder_messages {
        /// Keeps a finder's word.
        fn add_finder_message(word: &FinderMessage) -> ();
        /// What finders said of a companion since then, by any tag it wore, oldest first.
        fn finder_messages_since(companion: CompanionId, since: Time) -> Vec<FinderMessage>;
    }
    purge {
        /// Lets the steps of these journeys be rewritten, until the purge ends.
        fn begin_purge(journeys: &[JourneyId]) -> ();
        /// Ends the purge of this transaction.
        fn end_purge() -> ();
        /// Writes the bodies of these steps anew.
        fn rewrite_steps(rewritten: &[Step]) -> ();
        /// Takes a journey's answers to scans, and the words on its alerts.
        fn redact_scans_and_alerts(journey: JourneyId) -> ();
        /// Takes a visit's words and whom it tells of news, and revokes its family links.
        fn redact_visit(visit: VisitId, now: Time) -> ();
        /// Takes what names a child, its companions' names and descriptions, the words on their tags and those that finders left.
        fn redact_child(child: ChildId, now: Time) -> ();
    }
    events {
        /// Adds an event to the log.
        fn add_event(event: &Event) -> ();
        /// Where the event of this id stands.
        fn mark_of(id: EventId) -> Option<EventPosition>;
        /// At most `limit` events after this place, in their order; the first that is not settled, and all
        /// after it, are not to be passed on yet.
        fn events_after(mark: EventPosition, limit: i64) -> Vec<LoggedEvent>;
        /// The last event that is settled.
        fn last_event() -> Option<LoggedEvent>;
        /// Whether the log came with a dump from a server whose transactions were numbered otherwise.
        fn events_are_of_another_server() -> bool;
        /// How many events were recorded before `time`.
        fn events_before(time: Time) -> i64;
        /// Forgets the events recorded before `time`, but for this one.
        fn forget_events_before(time: Time, but: EventId) -> usize;
        /// Forgets all events.
        fn forget_all_events() -> ();
    }
    reports {
        /// How many steps of each kind were recorded.
        fn steps_between(from: Time, to: Time) -> Vec<(String, i64)>;
        /// How many scans.
        fn scans_between(from: Time, to: Time) -> i64;
        /// How many moves by scan led to each stage.
        fn arrivals_between(from: Time, to: Time) -> Vec<(Stage, i64)>;
        /// How many steps were entered late.
        fn late_between(from: Time, to: Time) -> i64;
        /// How many milliseconds lie between happening and recording, step by step, in no order.
        fn delays_between(from: Time, to: Time) -> Vec<i64>;
        /// How many journeys were closed as lost.
        fn lost_between(from: Time, to: Time) -> i64;
        /// How many alerts of a companion left behind or missing are open now.
        fn open_custody_gaps() -> i64;
    }
}
