//! Staff, sessions, phones, service tokens, login attempts and idempotency records.

diesel::table! {
    use crate::db::schema::sql::{BigInt, Id, Nullable, Stamp, Text};

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
    use crate::db::schema::sql::{Binary, Id, Nullable, Stamp};

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
    use crate::db::schema::sql::{Integer, Stamp, Text};

    sign_in_attempts (bucket) {
        bucket -> Text,
        failures -> Integer,
        since -> Stamp,
    }
}

diesel::table! {
    use crate::db::schema::sql::{Binary, Id, Nullable, Stamp, Text};

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
    use crate::db::schema::sql::{Binary, Stamp, Text};

    idempotency_records (caller, key_hash) {
        caller -> Text,
        key_hash -> Binary,
        fingerprint -> Binary,
        encrypted_response -> Binary,
        created_at -> Stamp,
    }
}

diesel::table! {
    use crate::db::schema::sql::{Binary, Id, Nullable, Stamp, Text};

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
    use crate::db::schema::sql::{Binary, Id, Stamp, Text};

    enrolments (code_hash) {
        code_hash -> Binary,
        name -> Text,
        made_by -> Id,
        created_at -> Stamp,
        expires_at -> Stamp,
    }
}
