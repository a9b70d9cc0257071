//! The tables of both databases. A test checks that the migrations create exactly these.

mod account_tables;
mod audit_tables;
mod card_tables;
mod families;
mod hospital_accounts;
mod journey_tables;
mod outbox_tables;
mod photo_tables;
mod privacy;
pub mod sql;
mod ward_tables;

pub use account_tables::{
    enrolments, idempotency_records, phones, service_tokens, sessions, sign_in_attempts, staff,
};
pub use audit_tables::{audit, audit_head};
pub use card_tables::cards;
pub use families::{family_links, link_openings};
pub use hospital_accounts::oidc_logins;
pub use journey_tables::{alerts, events, journeys, purging, scans, steps};
pub use outbox_tables::{outbox, push_subscriptions};
pub use photo_tables::{photo_bytes, photo_consents, photos};
pub use privacy::{patient_ref_hashes, receipts};
pub use ward_tables::{children, companions, finder_messages, places, tags, visit_moves, visits};

diesel::joinable!(sessions -> staff (staff_id));
diesel::joinable!(sessions -> phones (phone_id));
diesel::joinable!(companions -> children (child_id));
diesel::joinable!(visits -> children (child_id));
diesel::joinable!(visits -> places (place_id));
diesel::joinable!(visit_moves -> visits (visit_id));
diesel::joinable!(visit_moves -> places (place_id));
diesel::joinable!(tags -> companions (companion_id));
diesel::joinable!(journeys -> visits (visit_id));
diesel::joinable!(journeys -> companions (companion_id));
diesel::joinable!(journeys -> children (child_id));
diesel::joinable!(journeys -> places (place_id));
diesel::joinable!(steps -> journeys (journey_id));
diesel::joinable!(steps -> staff (by_staff));
diesel::joinable!(scans -> journeys (journey_id));
diesel::joinable!(alerts -> journeys (journey_id));
diesel::joinable!(family_links -> visits (visit_id));
diesel::joinable!(finder_messages -> tags (tag));
diesel::joinable!(push_subscriptions -> family_links (link_id));
diesel::joinable!(outbox -> visits (visit_id));

diesel::allow_tables_to_appear_in_same_query!(
    staff,
    sessions,
    sign_in_attempts,
    service_tokens,
    idempotency_records,
    places,
    children,
    companions,
    visits,
    visit_moves,
    tags,
    journeys,
    steps,
    scans,
    alerts,
    purging,
    family_links,
    events,
    phones,
    enrolments,
    finder_messages,
    push_subscriptions,
    outbox,
    link_openings,
);
