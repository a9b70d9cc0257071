//! Push subscriptions and the notification outbox.

diesel::table! {
    use crate::db::schema::sql::{Binary, Id, Stamp, Text};

    push_subscriptions (id) {
        id -> Id,
        link_id -> Id,
        endpoint -> Text,
        p256dh -> Binary,
        auth -> Binary,
        created_at -> Stamp,
    }
}

diesel::table! {
    use crate::db::schema::sql::{Id, Integer, Nullable, Stamp};

    outbox (id) {
        id -> Id,
        visit_id -> Id,
        link_id -> Id,
        subscription_id -> Nullable<Id>,
        created_at -> Stamp,
        due_at -> Stamp,
        attempts -> Integer,
    }
}
