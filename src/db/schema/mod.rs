//! The tables, once for both databases; a test holds both to this file and to those in `schema/`.

mod hospital_accounts;
mod photo_tables;
mod audit_tables;
mod families;
mod card_tables;
mod outbox_tables;
mod privacy;

pub use audit_tables::{audit, audit_head};
pub use card_tables::cards;
pub use families::{family_links, link_openings};
pub use hospital_accounts::oidc_logins;
pub use outbox_tables::{outbox, push_subscriptions};
pub use photo_tables::{photo_bytes, photo_consents, photos};
pub use privacy::{patient_ref_hashes, receipts};

/// The types of columns; the last three rest differently on each side.
pub mod sql {
    use diesel::query_builder::QueryId;
    pub use diesel::sql_types::{BigInt, Binary, Bool, Integer, Nullable, Text};
    use diesel::sql_types::{SqlOrd, SqlType};

    /// A UUID: `uuid` on PostgreSQL, 16 bytes on SQLite.
    #[derive(Clone, Copy, Debug, QueryId, SqlType)]
    #[diesel(sqlite_type(name = "Binary"), postgres_type(oid = 2950, array_oid = 2951))]
    pub struct Id;

    /// A moment: `timestamptz` on PostgreSQL, milliseconds since 1970 on SQLite.
    #[derive(Clone, Copy, Debug, QueryId, SqlType)]
    #[diesel(sqlite_type(name = "Long"), postgres_type(oid = 1184, array_oid = 1185))]
    pub struct Stamp;

    /// JSON: `jsonb` on PostgreSQL, text on SQLite.
    #[derive(Clone, Copy, Debug, QueryId, SqlType)]
    #[diesel(sqlite_type(name = "Text"), postgres_type(oid = 3802, array_oid = 3807))]
    pub struct Json;

    impl SqlOrd for Id {}
    impl SqlOrd for Stamp {}
}

diesel::table! {
    use super::sql::{BigInt, Id, Nullable, Stamp, Text};

    staff (id) {
        id -> Id,
        username -> Text,
        display_name -> Text,
        role -> Text,
        password_hash -> Text,
        disabled_at -> Nullable<Stamp>,
        revision -> BigInt,
        created_at -> Stamp,
        pin_hash -> Nullable<Text>,
        issuer -> Nullable<Text>,
        subject -> Nullable<Text>,
    }
}

diesel::table! {
    use super::sql::{Binary, Id, Nullable, Stamp};

    sessions (token_hash) {
        token_hash -> Binary,
        staff_id -> Id,
        created_at -> Stamp,
        last_seen_at -> Stamp,
        expires_at -> Stamp,
        ended_at -> Nullable<Stamp>,
        phone_id -> Nullable<Id>,
        queue_hash -> Nullable<Binary>,
    }
}

diesel::table! {
    use super::sql::{Integer, Stamp, Text};

    sign_in_attempts (bucket) {
        bucket -> Text,
        failures -> Integer,
        since -> Stamp,
    }
}

diesel::table! {
    use super::sql::{Binary, Id, Nullable, Stamp, Text};

    service_tokens (id) {
        id -> Id,
        name -> Text,
        token_hash -> Binary,
        scopes -> Text,
        created_by -> Id,
        created_at -> Stamp,
        revoked_at -> Nullable<Stamp>,
    }
}

diesel::table! {
    use super::sql::{Binary, Stamp, Text};

    idempotency_records (caller, key_hash) {
        caller -> Text,
        key_hash -> Binary,
        fingerprint -> Binary,
        encrypted_response -> Binary,
        created_at -> Stamp,
    }
}

diesel::table! {
    use super::sql::{BigInt, Bool, Id, Integer, Nullable, Stamp, Text};

    places (id) {
        id -> Id,
        name -> Text,
        kind -> Text,
        entry -> Text,
        rewash_hours -> Nullable<Integer>,
        isolation -> Bool,
        code -> Text,
        active -> Bool,
        revision -> BigInt,
        created_at -> Stamp,
    }
}

diesel::table! {
    use super::sql::{BigInt, Bool, Id, Nullable, Stamp, Text};

    children (id) {
        id -> Id,
        alias -> Text,
        patient_ref -> Nullable<Text>,
        infant -> Bool,
        latex -> Bool,
        isolation -> Bool,
        protected -> Bool,
        revision -> BigInt,
        created_at -> Stamp,
        purged_at -> Nullable<Stamp>,
    }
}

diesel::table! {
    use super::sql::{BigInt, Id, Json, Nullable, Stamp, Text};

    companions (id) {
        id -> Id,
        child_id -> Id,
        name -> Text,
        species -> Text,
        description -> Nullable<Text>,
        screening -> Json,
        revision -> BigInt,
        created_at -> Stamp,
        coat -> Nullable<Text>,
    }
}

diesel::table! {
    use super::sql::{BigInt, Id, Nullable, Stamp, Text};

    visits (id) {
        id -> Id,
        child_id -> Id,
        status -> Text,
        place_id -> Nullable<Id>,
        placed_at -> Nullable<Stamp>,
        hold_kind -> Nullable<Text>,
        hold_reason -> Nullable<Text>,
        hold_by -> Nullable<Id>,
        hold_at -> Nullable<Stamp>,
        revision -> BigInt,
        created_at -> Stamp,
        ended_at -> Nullable<Stamp>,
    }
}

diesel::table! {
    use super::sql::{Id, Nullable, Stamp};

    visit_moves (id) {
        id -> Id,
        visit_id -> Id,
        place_id -> Id,
        occurred_at -> Stamp,
        recorded_at -> Stamp,
        by_staff -> Nullable<Id>,
        by_service -> Nullable<Id>,
    }
}

diesel::table! {
    use super::sql::{Id, Nullable, Stamp, Text};

    tags (code) {
        code -> Text,
        state -> Text,
        material -> Text,
        companion_id -> Nullable<Id>,
        bound_at -> Nullable<Stamp>,
        bound_by -> Nullable<Id>,
        void_reason -> Nullable<Text>,
        created_by -> Id,
        created_at -> Stamp,
    }
}

diesel::table! {
    use super::sql::{BigInt, Id, Json, Nullable, Stamp, Text};

    journeys (id) {
        id -> Id,
        visit_id -> Id,
        companion_id -> Id,
        child_id -> Id,
        status -> Text,
        stage -> Text,
        place_id -> Nullable<Id>,
        last_seen_at -> Nullable<Stamp>,
        state -> Json,
        family_held -> Nullable<Json>,
        last_step_at -> Nullable<Stamp>,
        last_step_id -> Nullable<Id>,
        revision -> BigInt,
        created_at -> Stamp,
    }
}

diesel::table! {
    use super::sql::{Bool, Id, Json, Nullable, Stamp, Text};

    steps (id) {
        id -> Id,
        journey_id -> Id,
        scan_id -> Nullable<Id>,
        kind -> Text,
        body -> Json,
        occurred_at -> Stamp,
        recorded_at -> Stamp,
        late -> Bool,
        by_staff -> Id,
        witness -> Nullable<Id>,
        tag_code -> Nullable<Text>,
    }
}

diesel::table! {
    use super::sql::{Binary, Id, Nullable, Stamp, Text};

    scans (id) {
        id -> Id,
        fingerprint -> Binary,
        answer -> Nullable<Text>,
        journey_id -> Id,
        by_staff -> Id,
        occurred_at -> Stamp,
        recorded_at -> Stamp,
    }
}

diesel::table! {
    use super::sql::{Id, Nullable, Stamp, Text};

    alerts (id) {
        id -> Id,
        journey_id -> Id,
        kind -> Text,
        cause -> Id,
        detail -> Text,
        raised_at -> Stamp,
        resolved_at -> Nullable<Stamp>,
        resolved_by -> Nullable<Id>,
        note -> Nullable<Text>,
    }
}

diesel::table! {
    use super::sql::{Id};

    purging (journey_id) {
        journey_id -> Id,
    }
}

diesel::table! {
    use super::sql::{BigInt, Id, Nullable, Stamp, Text};

    events (seq) {
        seq -> BigInt,
        txid -> BigInt,
        id -> Id,
        topic -> Text,
        subject_id -> Nullable<Id>,
        journey_id -> Nullable<Id>,
        visit_id -> Nullable<Id>,
        recorded_at -> Stamp,
    }
}

diesel::table! {
    use super::sql::{Binary, Id, Nullable, Stamp, Text};

    phones (id) {
        id -> Id,
        name -> Text,
        token_hash -> Binary,
        enrolled_by -> Id,
        created_at -> Stamp,
        last_seen_at -> Stamp,
        revoked_at -> Nullable<Stamp>,
    }
}

diesel::table! {
    use super::sql::{Binary, Id, Stamp, Text};

    enrolments (code_hash) {
        code_hash -> Binary,
        name -> Text,
        made_by -> Id,
        created_at -> Stamp,
        expires_at -> Stamp,
    }
}

diesel::table! {
    use super::sql::{Id, Stamp, Text};

    finder_messages (id) {
        id -> Id,
        tag -> Text,
        message -> Text,
        created_at -> Stamp,
    }
}

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
