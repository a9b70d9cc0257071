-- Shared phones: which of them staff may come back to with a PIN, and by which token a phone's queue drains.

CREATE TABLE phones (
    id           BLOB    NOT NULL PRIMARY KEY,
    name         TEXT    NOT NULL,
    token_hash   BLOB    NOT NULL UNIQUE CHECK (length(token_hash) = 32),
    enrolled_by  BLOB    NOT NULL REFERENCES staff (id),
    created_at   INTEGER NOT NULL,
    last_seen_at INTEGER NOT NULL,
    -- Revoked, never deleted: sessions that were held on it still tell where they were.
    revoked_at   INTEGER
) STRICT;

-- Codes by which a phone is enrolled once; a row goes when its code is used or over.
CREATE TABLE enrolments (
    code_hash  BLOB    NOT NULL PRIMARY KEY CHECK (length(code_hash) = 32),
    name       TEXT    NOT NULL,
    made_by    BLOB    NOT NULL REFERENCES staff (id),
    created_at INTEGER NOT NULL,
    expires_at INTEGER NOT NULL
) STRICT;

-- An argon2id hash as the password's; it opens nothing without a phone that is enrolled.
ALTER TABLE staff ADD COLUMN pin_hash TEXT;

-- The phone that a session is held on, where it is an enrolled one.
ALTER TABLE sessions ADD COLUMN phone_id BLOB REFERENCES phones (id);
-- Of the token by which scans of this session may still be sent when it is over.
ALTER TABLE sessions ADD COLUMN queue_hash BLOB CHECK (length(queue_hash) = 32);
CREATE UNIQUE INDEX sessions_queue_hash_key ON sessions (queue_hash);
-- Who used a phone last, and what ends when it is revoked.
CREATE INDEX sessions_of_phone ON sessions (phone_id, created_at);
