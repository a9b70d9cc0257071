-- Places, children, their companions, their visits, and the tags.

CREATE TABLE places (
    id           uuid        NOT NULL PRIMARY KEY,
    -- Two rooms of one name would be taken for each other.
    name         text        NOT NULL UNIQUE,
    kind         text        NOT NULL,
    entry        text        NOT NULL CHECK (entry IN ('allowed', 'if_cleared', 'prohibited')),
    rewash_hours integer     CHECK (rewash_hours > 0),
    isolation    boolean     NOT NULL,
    code         text        NOT NULL UNIQUE,
    -- Retired rather than deleted: old steps were made there.
    active       boolean     NOT NULL,
    revision     bigint      NOT NULL,
    created_at   timestamptz NOT NULL
);

CREATE TABLE children (
    id          uuid        NOT NULL PRIMARY KEY,
    -- What the family chose to call the child; never required to be the name.
    alias       text        NOT NULL,
    patient_ref text        UNIQUE,
    infant      boolean     NOT NULL,
    latex       boolean     NOT NULL,
    isolation   boolean     NOT NULL,
    protected   boolean     NOT NULL,
    revision    bigint      NOT NULL,
    created_at  timestamptz NOT NULL,
    -- The row outlives the purge, empty of names, so that history keeps its shape.
    purged_at   timestamptz
);

CREATE TABLE companions (
    id          uuid        NOT NULL PRIMARY KEY,
    child_id    uuid        NOT NULL REFERENCES children (id),
    name        text        NOT NULL,
    species     text        NOT NULL,
    description text,
    screening   jsonb       NOT NULL,
    revision    bigint      NOT NULL,
    created_at  timestamptz NOT NULL,
    -- For journeys to refer to: see there.
    UNIQUE (id, child_id)
);
CREATE INDEX companions_of_child ON companions (child_id, id);

CREATE TABLE visits (
    id          uuid        NOT NULL PRIMARY KEY,
    child_id    uuid        NOT NULL REFERENCES children (id),
    status      text        NOT NULL CHECK (status IN ('in_progress', 'completed', 'cancelled')),
    place_id    uuid        REFERENCES places (id),
    placed_at   timestamptz,
    hold_kind   text        CHECK (hold_kind IN ('hold', 'permanent')),
    hold_reason text,
    hold_by     uuid        REFERENCES staff (id),
    hold_at     timestamptz,
    revision    bigint      NOT NULL,
    created_at  timestamptz NOT NULL,
    ended_at    timestamptz,
    UNIQUE (id, child_id),
    CHECK ((place_id IS NULL) = (placed_at IS NULL)),
    -- A hold says who, when and why, or is none.
    CHECK ((hold_kind IS NULL) = (hold_reason IS NULL)
       AND (hold_kind IS NULL) = (hold_by IS NULL)
       AND (hold_kind IS NULL) = (hold_at IS NULL)),
    CHECK ((status = 'in_progress') = (ended_at IS NULL))
);
CREATE INDEX visits_of_child ON visits (child_id, id);
-- Whose child came to its place some time ago: the watch over companions left behind.
CREATE INDEX visits_placed ON visits (status, placed_at);

-- The child's own way. Only ever added to; the triggers come with `purging`.
CREATE TABLE visit_moves (
    id          uuid        NOT NULL PRIMARY KEY,
    visit_id    uuid        NOT NULL REFERENCES visits (id),
    place_id    uuid        NOT NULL REFERENCES places (id),
    occurred_at timestamptz NOT NULL,
    recorded_at timestamptz NOT NULL,
    by_staff    uuid        REFERENCES staff (id),
    by_service  uuid        REFERENCES service_tokens (id),
    -- The very same move told again is the same move.
    UNIQUE (visit_id, occurred_at, place_id),
    -- A person or another system, never both, never nobody.
    CHECK ((by_staff IS NULL) <> (by_service IS NULL))
);

CREATE TABLE tags (
    -- Without hyphens.
    code         text        NOT NULL CONSTRAINT tags_code_key PRIMARY KEY CHECK (length(code) = 13),
    state        text        NOT NULL CHECK (state IN ('blank', 'live', 'lost', 'void')),
    material     text        NOT NULL,
    companion_id uuid        REFERENCES companions (id),
    bound_at     timestamptz,
    bound_by     uuid        REFERENCES staff (id),
    void_reason  text,
    created_by   uuid        NOT NULL REFERENCES staff (id),
    created_at   timestamptz NOT NULL,
    CHECK ((companion_id IS NULL) = (bound_at IS NULL)
       AND (companion_id IS NULL) = (bound_by IS NULL)),
    -- A blank tag is on nobody, a live one is on somebody.
    CHECK ((state <> 'blank' OR companion_id IS NULL)
       AND (state <> 'live' OR companion_id IS NOT NULL))
);
CREATE INDEX tags_of_companion ON tags (companion_id);
