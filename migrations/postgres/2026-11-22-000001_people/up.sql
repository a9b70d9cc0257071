-- Who may act, and what keeps their acts from being doubled.
--
-- Ids are UUIDv7, times are kept to the millisecond though the column could hold more.

CREATE TABLE staff (
    id            uuid        NOT NULL PRIMARY KEY,
    -- Kept in lower case: nobody signs in twice by shouting.
    username      text        NOT NULL UNIQUE CHECK (username = lower(username)),
    display_name  text        NOT NULL,
    role          text        NOT NULL CHECK (role IN ('staff', 'lead', 'admin')),
    password_hash text        NOT NULL,
    -- Disabled, never deleted: their steps stay theirs.
    disabled_at   timestamptz,
    revision      bigint      NOT NULL,
    created_at    timestamptz NOT NULL
);

-- Only the hash of a token is kept, here and below: who reads the database signs in as nobody.
CREATE TABLE sessions (
    token_hash   bytea       NOT NULL CONSTRAINT sessions_token_hash_key PRIMARY KEY CHECK (octet_length(token_hash) = 32),
    staff_id     uuid        NOT NULL REFERENCES staff (id),
    created_at   timestamptz NOT NULL,
    last_seen_at timestamptz NOT NULL,
    expires_at   timestamptz NOT NULL,
    ended_at     timestamptz
);
-- Disabling a person ends all their sessions.
CREATE INDEX sessions_of_staff ON sessions (staff_id);

-- In the database rather than in memory: a restart or a second node must not give a guesser new tries.
CREATE TABLE sign_in_attempts (
    -- 'user:<name>' or 'address:<ip>'
    bucket   text        NOT NULL CONSTRAINT sign_in_attempts_bucket_key PRIMARY KEY,
    failures integer     NOT NULL CHECK (failures > 0),
    since    timestamptz NOT NULL
);

CREATE TABLE service_tokens (
    id         uuid        NOT NULL PRIMARY KEY,
    name       text        NOT NULL,
    token_hash bytea       NOT NULL UNIQUE CHECK (octet_length(token_hash) = 32),
    -- Separated by spaces, as in OAuth.
    scopes     text        NOT NULL,
    created_by uuid        NOT NULL REFERENCES staff (id),
    created_at timestamptz NOT NULL,
    revoked_at timestamptz
);

-- The first answer to each Idempotency-Key, for 24 hours, sealed since answers name children.
CREATE TABLE kept_answers (
    caller      text        NOT NULL,
    key_hash    bytea       NOT NULL CHECK (octet_length(key_hash) = 32),
    fingerprint bytea       NOT NULL CHECK (octet_length(fingerprint) = 32),
    sealed      bytea       NOT NULL,
    created_at  timestamptz NOT NULL,
    CONSTRAINT kept_answers_caller_key_hash_key PRIMARY KEY (caller, key_hash)
);
-- The sweep of what is past its time.
CREATE INDEX kept_answers_by_age ON kept_answers (created_at);
