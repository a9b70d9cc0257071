//! The ways on which somebody came in by a hospital account.

diesel::table! {
    use crate::db::schema::sql::{Binary, Stamp};

    passages (mark) {
        mark -> Binary,
        used_at -> Stamp,
    }
}
