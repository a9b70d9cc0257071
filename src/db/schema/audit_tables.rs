//! The audit log and the end of its hash chain.

diesel::table! {
    use crate::db::schema::sql::{BigInt, Binary, Id, Nullable, Stamp, Text};

    audit (seq) {
        seq -> BigInt,
        at -> Stamp,
        action -> Text,
        actor -> Text,
        actor_id -> Nullable<Id>,
        route -> Text,
        request_id -> Nullable<Id>,
        topic -> Nullable<Text>,
        subject_id -> Nullable<Id>,
        journey_id -> Nullable<Id>,
        visit_id -> Nullable<Id>,
        key_id -> Text,
        seal -> Binary,
    }
}

diesel::table! {
    use crate::db::schema::sql::{BigInt, Binary, Integer, Text};

    audit_head (id) {
        id -> Integer,
        seq -> BigInt,
        seal -> Binary,
        key_id -> Text,
        closing -> Binary,
    }
}
