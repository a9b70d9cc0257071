-- The audit: who saw and who did what. Ids and keys alone, so it outlives the purge of what it speaks of.
CREATE TABLE audit (
    -- Counted by the program without a gap: a number that is missing was taken out.
    seq        bigint      NOT NULL PRIMARY KEY,
    at         timestamptz NOT NULL,
    deed       text        NOT NULL,
    doer       text        NOT NULL,
    -- No foreign keys, for an entry says what was so then.
    doer_id    uuid,
    way        text        NOT NULL,
    request_id uuid,
    topic      text,
    subject_id uuid,
    journey_id uuid,
    visit_id   uuid,
    -- Which of the site's keys sealed it; empty where it had none.
    key_id     text        NOT NULL,
    -- Over the seal before it and all that stands in this row.
    seal       bytea       NOT NULL
);
CREATE INDEX audit_by_time ON audit (at, seq);
CREATE INDEX audit_by_doer ON audit (doer_id, seq);
CREATE INDEX audit_of_visit ON audit (visit_id, seq);

-- Where the chain ends, sealed as well, so that nobody shortens it.
CREATE TABLE audit_head (
    id         integer     NOT NULL PRIMARY KEY CHECK (id = 1),
    seq        bigint      NOT NULL,
    seal       bytea       NOT NULL,
    key_id     text        NOT NULL,
    closing    bytea       NOT NULL
);

CREATE FUNCTION refuse_to_change_the_audit() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'the audit is kept for ever';
END $$;

CREATE TRIGGER audit_stays BEFORE UPDATE OR DELETE ON audit
FOR EACH ROW EXECUTE FUNCTION refuse_to_change_the_audit();

CREATE TRIGGER audit_stays_whole BEFORE TRUNCATE ON audit
FOR EACH STATEMENT EXECUTE FUNCTION refuse_to_truncate('entries of the audit');
