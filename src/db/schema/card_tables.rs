//! The team's cards.

diesel::table! {
    use crate::db::schema::sql::{Id, Json, Nullable, Stamp, Text};

    cards (id) {
        id -> Id,
        journey_id -> Id,
        visit_id -> Id,
        form -> Text,
        face -> Json,
        signers -> Json,
        released_by -> Id,
        released_at -> Stamp,
        withdrawn_by -> Nullable<Id>,
        withdrawn_at -> Nullable<Stamp>,
    }
}
