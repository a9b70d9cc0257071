-- Who may act, and what keeps their acts from being doubled.
--
-- STRICT throughout: a column keeps what it declares, as PostgreSQL does by itself.
-- Ids are the 16 bytes of a UUIDv7, times are milliseconds since 1970, a truth is 0 or 1.

CREATE TABLE staff (
    id            BLOB    NOT NULL PRIMARY KEY,
    -- Kept in lower case: nobody signs in twice by shouting.
    username      TEXT    NOT NULL UNIQUE CHECK (username = lower(username)),
    display_name  TEXT    NOT NULL,
    role          TEXT    NOT NULL CHECK (role IN ('staff', 'lead', 'admin')),
    password_hash TEXT    NOT NULL,
    -- Disabled, never deleted: their steps stay theirs.
    disabled_at   INTEGER,
    revision      INTEGER NOT NULL,
    created_at    INTEGER NOT NULL
) STRICT;

-- Only the hash of a token is kept, here and below: who reads the database signs in as nobody.
CREATE TABLE sessions (
    token_hash   BLOB    NOT NULL PRIMARY KEY CHECK (length(token_hash) = 32),
    staff_id     BLOB    NOT NULL REFERENCES staff (id),
    created_at   INTEGER NOT NULL,
    last_seen_at INTEGER NOT NULL,
    expires_at   INTEGER NOT NULL,
    ended_at     INTEGER
) STRICT;
-- Disabling a person ends all their sessions.
CREATE INDEX sessions_of_staff ON sessions (staff_id);

-- In the database rather than in memory: a restart or a second node must not give a guesser new tries.
CREATE TABLE sign_in_attempts (
    -- 'user:<name>' or 'address:<ip>'
    bucket   TEXT    NOT NULL PRIMARY KEY,
    failures INTEGER NOT NULL CHECK (failures > 0),
    since    INTEGER NOT NULL
) STRICT;

CREATE TABLE service_tokens (
    id         BLOB    NOT NULL PRIMARY KEY,
    name       TEXT    NOT NULL,
    token_hash BLOB    NOT NULL UNIQUE CHECK (length(token_hash) = 32),
    -- Separated by spaces, as in OAuth.
    scopes     TEXT    NOT NULL,
    created_by BLOB    NOT NULL REFERENCES staff (id),
    created_at INTEGER NOT NULL,
    revoked_at INTEGER
) STRICT;

-- The first answer to each Idempotency-Key, for 24 hours, sealed since answers name children.
CREATE TABLE kept_answers (
    caller      TEXT    NOT NULL,
    key_hash    BLOB    NOT NULL CHECK (length(key_hash) = 32),
    fingerprint BLOB    NOT NULL CHECK (length(fingerprint) = 32),
    sealed      BLOB    NOT NULL,
    created_at  INTEGER NOT NULL,
    PRIMARY KEY (caller, key_hash)
) STRICT;
-- The sweep of what is past its time.
CREATE INDEX kept_answers_by_age ON kept_answers (created_at);
