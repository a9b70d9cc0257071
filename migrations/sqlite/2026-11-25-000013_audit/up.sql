-- The audit: who saw and who did what. Ids and keys alone, so it outlives the purge of what it speaks of.
CREATE TABLE audit (
    -- Counted by the program without a gap: a number that is missing was taken out.
    seq        INTEGER NOT NULL PRIMARY KEY,
    at         INTEGER NOT NULL,
    deed       TEXT    NOT NULL,
    doer       TEXT    NOT NULL,
    -- No foreign keys, for an entry says what was so then.
    doer_id    BLOB,
    way        TEXT    NOT NULL,
    request_id BLOB,
    topic      TEXT,
    subject_id BLOB,
    journey_id BLOB,
    visit_id   BLOB,
    -- Which of the site's keys sealed it; empty where it had none.
    key_id     TEXT    NOT NULL,
    -- Over the seal before it and all that stands in this row.
    seal       BLOB    NOT NULL
) STRICT;
CREATE INDEX audit_by_time ON audit (at, seq);
CREATE INDEX audit_by_doer ON audit (doer_id, seq);
CREATE INDEX audit_of_visit ON audit (visit_id, seq);

-- Where the chain ends, sealed as well, so that nobody shortens it.
CREATE TABLE audit_head (
    id         INTEGER NOT NULL PRIMARY KEY CHECK (id = 1),
    seq        INTEGER NOT NULL,
    seal       BLOB    NOT NULL,
    key_id     TEXT    NOT NULL,
    closing    BLOB    NOT NULL
) STRICT;

CREATE TRIGGER audit_stays_as_it_is BEFORE UPDATE ON audit
BEGIN SELECT RAISE(ABORT, 'the audit is kept for ever'); END;

CREATE TRIGGER audit_stays BEFORE DELETE ON audit
BEGIN SELECT RAISE(ABORT, 'the audit is kept for ever'); END;
