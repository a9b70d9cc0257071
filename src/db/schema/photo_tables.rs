//! Photos and photo consents.

use super::visits;

diesel::table! {
    use crate::db::schema::sql::{Id, Nullable, Stamp, Text};

    photo_consents (id) {
        id -> Id,
        visit_id -> Id,
        given_by -> Text,
        recorded_by -> Id,
        recorded_at -> Stamp,
        withdrawn_by -> Nullable<Id>,
        withdrawn_at -> Nullable<Stamp>,
    }
}

diesel::table! {
    use crate::db::schema::sql::{Id, Integer, Nullable, Stamp, Text};

    photos (id) {
        id -> Id,
        journey_id -> Id,
        visit_id -> Id,
        width -> Integer,
        height -> Integer,
        kept_in -> Text,
        taken_by -> Id,
        taken_at -> Stamp,
        released_by -> Nullable<Id>,
        released_at -> Nullable<Stamp>,
        gone_at -> Nullable<Stamp>,
    }
}

diesel::table! {
    use crate::db::schema::sql::{Binary, Id, Text};

    photo_bytes (photo_id, size) {
        photo_id -> Id,
        size -> Text,
        jpeg -> Binary,
    }
}

diesel::allow_tables_to_appear_in_same_query!(photo_bytes, photos);
diesel::allow_tables_to_appear_in_same_query!(photos, visits);
