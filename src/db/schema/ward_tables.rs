//! Places, children, companions, visits and tags.

diesel::table! {
    use crate::db::schema::sql::{BigInt, Bool, Id, Integer, Nullable, Stamp, Text};

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
    use crate::db::schema::sql::{BigInt, Bool, Id, Nullable, Stamp, Text};

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
    use crate::db::schema::sql::{BigInt, Id, Json, Nullable, Stamp, Text};

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
    use crate::db::schema::sql::{BigInt, Id, Nullable, Stamp, Text};

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
    use crate::db::schema::sql::{Id, Nullable, Stamp};

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
    use crate::db::schema::sql::{Id, Nullable, Stamp, Text};

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
    use crate::db::schema::sql::{Id, Stamp, Text};

    finder_messages (id) {
        id -> Id,
        tag -> Text,
        message -> Text,
        created_at -> Stamp,
    }
}
