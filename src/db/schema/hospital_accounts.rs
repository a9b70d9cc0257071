//! Completed OIDC logins, so that none is used twice.

diesel::table! {
    use crate::db::schema::sql::{Binary, Stamp};

    oidc_logins (attempt_hash) {
        attempt_hash -> Binary,
        used_at -> Stamp,
    }
}
