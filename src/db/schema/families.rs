//! Family links and their openings.

diesel::table! {
    use crate::db::schema::sql::{Binary, Id, Nullable, Stamp, Text};

    family_links (id) {
        id -> Id,
        visit_id -> Id,
        token_hash -> Binary,
        name -> Text,
        language -> Text,
        scope -> Text,
        relation -> Text,
        created_by -> Id,
        created_at -> Stamp,
        opened_at -> Nullable<Stamp>,
        revoked_at -> Nullable<Stamp>,
        expires_at -> Nullable<Stamp>,
    }
}

diesel::table! {
    use crate::db::schema::sql::{Binary, Id, Stamp};

    link_openings (link_id, minute, address_hash) {
        link_id -> Id,
        minute -> Stamp,
        address_hash -> Binary,
    }
}
