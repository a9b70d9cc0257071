-- What families are to be told of outside their page: that there is news, and never what it is.

-- A browser that asked to be told. Its keys are the browser's public ones; only its push service's address is secret.
CREATE TABLE push_subscriptions (
    id         BLOB    NOT NULL PRIMARY KEY,
    link_id    BLOB    NOT NULL REFERENCES family_links (id),
    endpoint   TEXT    NOT NULL,
    p256dh     BLOB    NOT NULL CHECK (length(p256dh) = 65),
    auth       BLOB    NOT NULL CHECK (length(auth) = 16),
    created_at INTEGER NOT NULL,
    UNIQUE (link_id, endpoint)
) STRICT;

-- The outbox: a row waits until it was sent, was overtaken, or may not be sent any more, and then goes.
-- The row without a subscription is for the site's webhook. Whoever sends moves due_at on first, so that
-- no other node does the same, and so that it is sent again should the sender die.
CREATE TABLE notices (
    id              BLOB    NOT NULL PRIMARY KEY,
    visit_id        BLOB    NOT NULL REFERENCES visits (id),
    link_id         BLOB    NOT NULL REFERENCES family_links (id),
    subscription_id BLOB    REFERENCES push_subscriptions (id) ON DELETE CASCADE,
    made_at         INTEGER NOT NULL,
    due_at          INTEGER NOT NULL,
    tries           INTEGER NOT NULL
) STRICT;
CREATE INDEX notices_due ON notices (due_at, id);
CREATE INDEX notices_of_visit ON notices (visit_id);
CREATE INDEX notices_of_link ON notices (link_id, subscription_id, id);
CREATE INDEX notices_of_subscription ON notices (subscription_id);
