-- Places, children, their companions, their visits, and the tags.

CREATE TABLE places (
    id           BLOB    NOT NULL PRIMARY KEY,
    -- Two rooms of one name would be taken for each other.
    name         TEXT    NOT NULL UNIQUE,
    kind         TEXT    NOT NULL,
    entry        TEXT    NOT NULL CHECK (entry IN ('allowed', 'if_cleared', 'prohibited')),
    rewash_hours INTEGER CHECK (rewash_hours > 0),
    isolation    INTEGER NOT NULL CHECK (isolation IN (0, 1)),
    code         TEXT    NOT NULL UNIQUE,
    -- Retired rather than deleted: old steps were made there.
    active       INTEGER NOT NULL CHECK (active IN (0, 1)),
    revision     INTEGER NOT NULL,
    created_at   INTEGER NOT NULL
) STRICT;

CREATE TABLE children (
    id          BLOB    NOT NULL PRIMARY KEY,
    -- What the family chose to call the child; never required to be the name.
    alias       TEXT    NOT NULL,
    patient_ref TEXT    UNIQUE,
    infant      INTEGER NOT NULL CHECK (infant IN (0, 1)),
    latex       INTEGER NOT NULL CHECK (latex IN (0, 1)),
    isolation   INTEGER NOT NULL CHECK (isolation IN (0, 1)),
    protected   INTEGER NOT NULL CHECK (protected IN (0, 1)),
    revision    INTEGER NOT NULL,
    created_at  INTEGER NOT NULL,
    -- The row outlives the purge, empty of names, so that history keeps its shape.
    purged_at   INTEGER
) STRICT;

CREATE TABLE companions (
    id          BLOB    NOT NULL PRIMARY KEY,
    child_id    BLOB    NOT NULL REFERENCES children (id),
    name        TEXT    NOT NULL,
    species     TEXT    NOT NULL,
    description TEXT,
    screening   TEXT    NOT NULL CHECK (json_valid(screening)),
    revision    INTEGER NOT NULL,
    created_at  INTEGER NOT NULL,
    -- For journeys to refer to: see there.
    UNIQUE (id, child_id)
) STRICT;
CREATE INDEX companions_of_child ON companions (child_id, id);

CREATE TABLE visits (
    id          BLOB    NOT NULL PRIMARY KEY,
    child_id    BLOB    NOT NULL REFERENCES children (id),
    status      TEXT    NOT NULL CHECK (status IN ('in_progress', 'completed', 'cancelled')),
    place_id    BLOB    REFERENCES places (id),
    placed_at   INTEGER,
    hold_kind   TEXT    CHECK (hold_kind IN ('hold', 'permanent')),
    hold_reason TEXT,
    hold_by     BLOB    REFERENCES staff (id),
    hold_at     INTEGER,
    revision    INTEGER NOT NULL,
    created_at  INTEGER NOT NULL,
    ended_at    INTEGER,
    UNIQUE (id, child_id),
    CHECK ((place_id IS NULL) = (placed_at IS NULL)),
    -- A hold says who, when and why, or is none.
    CHECK ((hold_kind IS NULL) = (hold_reason IS NULL)
       AND (hold_kind IS NULL) = (hold_by IS NULL)
       AND (hold_kind IS NULL) = (hold_at IS NULL)),
    CHECK ((status = 'in_progress') = (ended_at IS NULL))
) STRICT;
CREATE INDEX visits_of_child ON visits (child_id, id);
-- Whose child came to its place some time ago: the watch over companions left behind.
CREATE INDEX visits_placed ON visits (status, placed_at);

-- The child's own way. Only ever added to; the triggers come with `purging`.
CREATE TABLE visit_moves (
    id          BLOB    NOT NULL PRIMARY KEY,
    visit_id    BLOB    NOT NULL REFERENCES visits (id),
    place_id    BLOB    NOT NULL REFERENCES places (id),
    occurred_at INTEGER NOT NULL,
    recorded_at INTEGER NOT NULL,
    by_staff    BLOB    REFERENCES staff (id),
    by_service  BLOB    REFERENCES service_tokens (id),
    -- The very same move told again is the same move.
    UNIQUE (visit_id, occurred_at, place_id),
    -- A person or another system, never both, never nobody.
    CHECK ((by_staff IS NULL) <> (by_service IS NULL))
) STRICT;

CREATE TABLE tags (
    -- Without hyphens.
    code         TEXT    NOT NULL PRIMARY KEY CHECK (length(code) = 13),
    state        TEXT    NOT NULL CHECK (state IN ('blank', 'live', 'lost', 'void')),
    material     TEXT    NOT NULL,
    companion_id BLOB    REFERENCES companions (id),
    bound_at     INTEGER,
    bound_by     BLOB    REFERENCES staff (id),
    void_reason  TEXT,
    created_by   BLOB    NOT NULL REFERENCES staff (id),
    created_at   INTEGER NOT NULL,
    CHECK ((companion_id IS NULL) = (bound_at IS NULL)
       AND (companion_id IS NULL) = (bound_by IS NULL)),
    -- A blank tag is on nobody, a live one is on somebody.
    CHECK ((state <> 'blank' OR companion_id IS NULL)
       AND (state <> 'live' OR companion_id IS NOT NULL))
) STRICT;
CREATE INDEX tags_of_companion ON tags (companion_id);
