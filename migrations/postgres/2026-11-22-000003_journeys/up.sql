-- Journeys, the steps they are folded from, and what guards the steps.

-- The row is what the steps fold to, kept so that the board reads it rather than refold.
CREATE TABLE journeys (
    id           uuid        NOT NULL PRIMARY KEY,
    visit_id     uuid        NOT NULL REFERENCES visits (id),
    companion_id uuid        NOT NULL REFERENCES companions (id),
    child_id     uuid        NOT NULL REFERENCES children (id),
    status       text        NOT NULL CHECK (status IN ('open', 'reunited', 'closed')),
    stage        text        NOT NULL,
    place_id     uuid        REFERENCES places (id),
    last_seen_at timestamptz,
    state        jsonb       NOT NULL,
    -- What the family saw when a hold began.
    family_held  jsonb,
    last_step_at timestamptz,
    last_step_id uuid,
    revision     bigint      NOT NULL,
    created_at   timestamptz NOT NULL,
    UNIQUE (visit_id, companion_id),
    -- A companion travels with its own child and no other.
    FOREIGN KEY (companion_id, child_id) REFERENCES companions (id, child_id),
    FOREIGN KEY (visit_id, child_id) REFERENCES visits (id, child_id)
);
-- The board, filtered by either or both, and paged by id.
CREATE INDEX journeys_by_status_and_stage ON journeys (status, stage, id);
CREATE INDEX journeys_by_status ON journeys (status, id);
CREATE INDEX journeys_by_stage ON journeys (stage, id);
CREATE INDEX journeys_at_place ON journeys (place_id, id);
-- A visit's companions under way, and those in an operating room: asked with every scan.
CREATE INDEX journeys_of_visit ON journeys (visit_id, status, stage);
CREATE INDEX journeys_of_companion ON journeys (companion_id, id);

CREATE TABLE steps (
    id          uuid        NOT NULL PRIMARY KEY,
    journey_id  uuid        NOT NULL REFERENCES journeys (id),
    scan_id     uuid,
    kind        text        NOT NULL,
    body        jsonb       NOT NULL,
    occurred_at timestamptz NOT NULL,
    recorded_at timestamptz NOT NULL,
    late        boolean     NOT NULL,
    by_staff    uuid        NOT NULL REFERENCES staff (id),
    witness     uuid        REFERENCES staff (id),
    tag_code    text,
    -- A witness is somebody else.
    CHECK (witness IS NULL OR witness <> by_staff)
);
-- The order of the fold.
CREATE INDEX steps_in_order ON steps (journey_id, occurred_at, id);
-- Reports count what was recorded from one moment until another.
CREATE INDEX steps_recorded ON steps (recorded_at);

CREATE TABLE scans (
    -- Made by the phone; a repeat meets this key.
    id          uuid        NOT NULL PRIMARY KEY,
    fingerprint bytea       NOT NULL CHECK (octet_length(fingerprint) = 32),
    -- Written within the scan's own transaction, once the answer is known; emptied by a purge.
    answer      text,
    journey_id  uuid        NOT NULL REFERENCES journeys (id),
    by_staff    uuid        NOT NULL REFERENCES staff (id),
    occurred_at timestamptz NOT NULL,
    recorded_at timestamptz NOT NULL
);
CREATE INDEX scans_of_journey ON scans (journey_id);
CREATE INDEX scans_recorded ON scans (recorded_at);

CREATE TABLE alerts (
    id          uuid        NOT NULL PRIMARY KEY,
    journey_id  uuid        NOT NULL REFERENCES journeys (id),
    kind        text        NOT NULL,
    -- The step or other thing that gave rise to it.
    cause       uuid        NOT NULL,
    detail      text        NOT NULL,
    raised_at   timestamptz NOT NULL,
    resolved_at timestamptz,
    resolved_by uuid        REFERENCES staff (id),
    note        text,
    -- One cause raises one alert, however often it is told.
    UNIQUE (journey_id, kind, cause),
    CHECK (resolved_at IS NOT NULL OR (resolved_by IS NULL AND note IS NULL))
);
CREATE INDEX alerts_open ON alerts (id) WHERE resolved_at IS NULL;

-- Journeys being purged. Rows are here only inside a purge's own transaction, and only while they are
-- do the triggers below let go. No foreign key: a purge may remove the journey before this row.
CREATE TABLE purging (
    journey_id uuid        NOT NULL CONSTRAINT purging_journey_id_key PRIMARY KEY
);

CREATE FUNCTION refuse_to_change_a_step() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT 1 FROM purging WHERE journey_id = OLD.journey_id) THEN
        -- What a row trigger returns is what is done: NEW for an update, OLD for a delete.
        RETURN CASE TG_OP WHEN 'UPDATE' THEN NEW ELSE OLD END;
    END IF;
    RAISE EXCEPTION 'steps are kept for ever';
END $$;

CREATE FUNCTION refuse_to_change_a_move() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT 1 FROM purging JOIN journeys ON journeys.id = purging.journey_id
               WHERE journeys.visit_id = OLD.visit_id) THEN
        RETURN CASE TG_OP WHEN 'UPDATE' THEN NEW ELSE OLD END;
    END IF;
    RAISE EXCEPTION 'moves are kept for ever';
END $$;

CREATE TRIGGER steps_stay BEFORE UPDATE OR DELETE ON steps
FOR EACH ROW EXECUTE FUNCTION refuse_to_change_a_step();

CREATE TRIGGER moves_stay BEFORE UPDATE OR DELETE ON visit_moves
FOR EACH ROW EXECUTE FUNCTION refuse_to_change_a_move();

-- TRUNCATE passes row triggers by.
CREATE FUNCTION refuse_to_truncate() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% are kept for ever', TG_ARGV[0];
END $$;

CREATE TRIGGER steps_stay_whole BEFORE TRUNCATE ON steps
FOR EACH STATEMENT EXECUTE FUNCTION refuse_to_truncate('steps');

CREATE TRIGGER moves_stay_whole BEFORE TRUNCATE ON visit_moves
FOR EACH STATEMENT EXECUTE FUNCTION refuse_to_truncate('moves');
