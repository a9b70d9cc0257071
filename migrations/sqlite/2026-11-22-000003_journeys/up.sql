-- Journeys, the steps they are folded from, and what guards the steps.

-- The row is what the steps fold to, kept so that the board reads it rather than refold.
CREATE TABLE journeys (
    id           BLOB    NOT NULL PRIMARY KEY,
    visit_id     BLOB    NOT NULL REFERENCES visits (id),
    companion_id BLOB    NOT NULL REFERENCES companions (id),
    child_id     BLOB    NOT NULL REFERENCES children (id),
    status       TEXT    NOT NULL CHECK (status IN ('open', 'reunited', 'closed')),
    stage        TEXT    NOT NULL,
    place_id     BLOB    REFERENCES places (id),
    last_seen_at INTEGER,
    state        TEXT    NOT NULL CHECK (json_valid(state)),
    -- What the family saw when a hold began.
    family_held  TEXT    CHECK (json_valid(family_held)),
    last_step_at INTEGER,
    last_step_id BLOB,
    revision     INTEGER NOT NULL,
    created_at   INTEGER NOT NULL,
    UNIQUE (visit_id, companion_id),
    -- A companion travels with its own child and no other.
    FOREIGN KEY (companion_id, child_id) REFERENCES companions (id, child_id),
    FOREIGN KEY (visit_id, child_id) REFERENCES visits (id, child_id)
) STRICT;
-- The board, filtered by either or both, and paged by id.
CREATE INDEX journeys_by_status_and_stage ON journeys (status, stage, id);
CREATE INDEX journeys_by_status ON journeys (status, id);
CREATE INDEX journeys_by_stage ON journeys (stage, id);
CREATE INDEX journeys_at_place ON journeys (place_id, id);
-- A visit's companions under way, and those in an operating room: asked with every scan.
CREATE INDEX journeys_of_visit ON journeys (visit_id, status, stage);
CREATE INDEX journeys_of_companion ON journeys (companion_id, id);

CREATE TABLE steps (
    id          BLOB    NOT NULL PRIMARY KEY,
    journey_id  BLOB    NOT NULL REFERENCES journeys (id),
    scan_id     BLOB,
    kind        TEXT    NOT NULL,
    body        TEXT    NOT NULL CHECK (json_valid(body)),
    occurred_at INTEGER NOT NULL,
    recorded_at INTEGER NOT NULL,
    late        INTEGER NOT NULL CHECK (late IN (0, 1)),
    by_staff    BLOB    NOT NULL REFERENCES staff (id),
    witness     BLOB    REFERENCES staff (id),
    tag_code    TEXT,
    -- A witness is somebody else.
    CHECK (witness IS NULL OR witness <> by_staff)
) STRICT;
-- The order of the fold.
CREATE INDEX steps_in_order ON steps (journey_id, occurred_at, id);
-- Reports count what was recorded from one moment until another.
CREATE INDEX steps_recorded ON steps (recorded_at);

CREATE TABLE scans (
    -- Made by the phone; a repeat meets this key.
    id          BLOB    NOT NULL PRIMARY KEY,
    fingerprint BLOB    NOT NULL CHECK (length(fingerprint) = 32),
    -- Written within the scan's own transaction, once the answer is known; emptied by a purge.
    answer      TEXT,
    journey_id  BLOB    NOT NULL REFERENCES journeys (id),
    by_staff    BLOB    NOT NULL REFERENCES staff (id),
    occurred_at INTEGER NOT NULL,
    recorded_at INTEGER NOT NULL
) STRICT;
CREATE INDEX scans_of_journey ON scans (journey_id);
CREATE INDEX scans_recorded ON scans (recorded_at);

CREATE TABLE alerts (
    id          BLOB    NOT NULL PRIMARY KEY,
    journey_id  BLOB    NOT NULL REFERENCES journeys (id),
    kind        TEXT    NOT NULL,
    -- The step or other thing that gave rise to it.
    cause       BLOB    NOT NULL,
    detail      TEXT    NOT NULL,
    raised_at   INTEGER NOT NULL,
    resolved_at INTEGER,
    resolved_by BLOB    REFERENCES staff (id),
    note        TEXT,
    -- One cause raises one alert, however often it is told.
    UNIQUE (journey_id, kind, cause),
    CHECK (resolved_at IS NOT NULL OR (resolved_by IS NULL AND note IS NULL))
) STRICT;
CREATE INDEX alerts_open ON alerts (id) WHERE resolved_at IS NULL;

-- Journeys being purged. Rows are here only inside a purge's own transaction, and only while they are
-- do the triggers below let go. No foreign key: a purge may remove the journey before this row.
CREATE TABLE purging (
    journey_id BLOB NOT NULL PRIMARY KEY
) STRICT;

CREATE TRIGGER steps_stay_as_they_are BEFORE UPDATE ON steps
WHEN NOT EXISTS (SELECT 1 FROM purging WHERE journey_id = OLD.journey_id)
BEGIN SELECT RAISE(ABORT, 'steps are kept for ever'); END;

CREATE TRIGGER steps_stay BEFORE DELETE ON steps
WHEN NOT EXISTS (SELECT 1 FROM purging WHERE journey_id = OLD.journey_id)
BEGIN SELECT RAISE(ABORT, 'steps are kept for ever'); END;

CREATE TRIGGER moves_stay_as_they_are BEFORE UPDATE ON visit_moves
WHEN NOT EXISTS (SELECT 1 FROM purging JOIN journeys ON journeys.id = purging.journey_id
                 WHERE journeys.visit_id = OLD.visit_id)
BEGIN SELECT RAISE(ABORT, 'moves are kept for ever'); END;

CREATE TRIGGER moves_stay BEFORE DELETE ON visit_moves
WHEN NOT EXISTS (SELECT 1 FROM purging JOIN journeys ON journeys.id = purging.journey_id
                 WHERE journeys.visit_id = OLD.visit_id)
BEGIN SELECT RAISE(ABORT, 'moves are kept for ever'); END;
