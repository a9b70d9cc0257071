-- What has changed, for whoever watches. Only ids: a row outlives the purge of what it speaks of.
--
-- Numbers of a sequence become visible in the order of the commits, not in their own: a reader that went by
-- `seq` alone would step over a number whose transaction is still under way, and never see it. So a row keeps
-- its transaction as well. Readers go by (txid, seq) and stop before the oldest transaction under way.
CREATE TABLE events (
    seq         bigint      NOT NULL GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    -- xid8 has no cast of its own to bigint.
    txid        bigint      NOT NULL DEFAULT (pg_current_xact_id()::text::bigint),
    -- What clients know it by: a number would come again after a backup is put back, this does not.
    id          uuid        NOT NULL UNIQUE,
    topic       text        NOT NULL,
    -- What it is about; no foreign keys, for the log says what was so then.
    subject_id  uuid,
    journey_id  uuid,
    visit_id    uuid,
    recorded_at timestamptz NOT NULL
);
CREATE INDEX events_in_order ON events (txid, seq);
-- The sweep of what is past its time.
CREATE INDEX events_by_age ON events (recorded_at);

CREATE FUNCTION refuse_to_change_an_event() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'events are only added, and swept when they are old';
END $$;

CREATE TRIGGER events_stay BEFORE UPDATE ON events
FOR EACH ROW EXECUTE FUNCTION refuse_to_change_an_event();
