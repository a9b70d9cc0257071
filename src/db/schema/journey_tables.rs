//! Journeys, steps, scans, alerts and events.

diesel::table! {
    use crate::db::schema::sql::{BigInt, Id, Json, Nullable, Stamp, Text};

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
    use crate::db::schema::sql::{Bool, Id, Json, Nullable, Stamp, Text};

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
    use crate::db::schema::sql::{Binary, Id, Nullable, Stamp, Text};

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
    use crate::db::schema::sql::{Id, Nullable, Stamp, Text};

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
    use crate::db::schema::sql::{Id};

    purging (journey_id) {
        journey_id -> Id,
    }
}

diesel::table! {
    use crate::db::schema::sql::{BigInt, Id, Nullable, Stamp, Text};

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
