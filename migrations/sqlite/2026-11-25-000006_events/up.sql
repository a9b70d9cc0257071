-- What has changed, for whoever watches. Only ids: a row outlives the purge of what it speaks of.
CREATE TABLE events (
    -- AUTOINCREMENT: a number that was swept away must not come again, or a watcher would step over it.
    seq         INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    -- There is one writer, so the numbers alone are in the order of the commits. PostgreSQL needs more.
    txid        INTEGER NOT NULL DEFAULT 0,
    -- What clients know it by: a number would come again after a backup is put back, this does not.
    id          BLOB    NOT NULL UNIQUE,
    topic       TEXT    NOT NULL,
    -- What it is about; no foreign keys, for the log says what was so then.
    subject_id  BLOB,
    journey_id  BLOB,
    visit_id    BLOB,
    recorded_at INTEGER NOT NULL
) STRICT;
CREATE INDEX events_in_order ON events (txid, seq);
-- The sweep of what is past its time.
CREATE INDEX events_by_age ON events (recorded_at);

CREATE TRIGGER events_stay BEFORE UPDATE ON events
BEGIN
    SELECT RAISE(ABORT, 'events are only added, and swept when they are old');
END;
