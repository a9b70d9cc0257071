//! Hashes of encrypted patient references, and erasure receipts.

diesel::table! {
    use crate::db::schema::sql::{Binary, Id, Text};

    patient_ref_hashes (child_id, key_id) {
        child_id -> Id,
        key_id -> Text,
        hash -> Binary,
    }
}

diesel::table! {
    use crate::db::schema::sql::{Id, Json, Nullable, Stamp, Text};

    receipts (child_id) {
        child_id -> Id,
        id -> Id,
        why -> Text,
        by_staff -> Nullable<Id>,
        erased_at -> Stamp,
        removed -> Json,
        kept -> Json,
    }
}
