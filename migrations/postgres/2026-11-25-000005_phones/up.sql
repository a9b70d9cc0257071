-- Shared phones: which of them staff may come back to with a PIN, and by which token a phone's queue drains.

CREATE TABLE phones (
    id           uuid        NOT NULL PRIMARY KEY,
    name         text        NOT NULL,
    token_hash   bytea       NOT NULL UNIQUE CHECK (octet_length(token_hash) = 32),
    enrolled_by  uuid        NOT NULL REFERENCES staff (id),
    created_at   timestamptz NOT NULL,
    last_seen_at timestamptz NOT NULL,
    -- Revoked, never deleted: sessions that were held on it still tell where they were.
    revoked_at   timestamptz
);

-- Codes by which a phone is enrolled once; a row goes when its code is used or over.
CREATE TABLE enrolments (
    code_hash  bytea       NOT NULL CONSTRAINT enrolments_code_hash_key PRIMARY KEY CHECK (octet_length(code_hash) = 32),
    name       text        NOT NULL,
    made_by    uuid        NOT NULL REFERENCES staff (id),
    created_at timestamptz NOT NULL,
    expires_at timestamptz NOT NULL
);

-- An argon2id hash as the password's; it opens nothing without a phone that is enrolled.
ALTER TABLE staff ADD COLUMN pin_hash text;

-- The phone that a session is held on, where it is an enrolled one.
ALTER TABLE sessions ADD COLUMN phone_id uuid REFERENCES phones (id);
-- Of the token by which scans of this session may still be sent when it is over.
ALTER TABLE sessions ADD COLUMN queue_hash bytea CONSTRAINT sessions_queue_hash_key UNIQUE CHECK (octet_length(queue_hash) = 32);
-- Who used a phone last, and what ends when it is revoked.
CREATE INDEX sessions_of_phone ON sessions (phone_id, created_at);
