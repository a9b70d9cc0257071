//! The ways on which somebody came in by a hospital account.

diesel::table! {
    use crate::db::schema::sql::{Binary, Stamp};

    oidc_logins (attempt_hash) {
        attempt_hash -> Binary,
        used_at -> Stamp,
    }
}
