-- The team's card for a companion at the end of its journey (R40).

-- One that was withdrawn, or released anew in another form, stays until the child's traces go, so that it can be
-- told who released what; one is in force at the most.
CREATE TABLE cards (
    id           uuid        NOT NULL PRIMARY KEY,
    journey_id   uuid        NOT NULL REFERENCES journeys (id),
    visit_id     uuid        NOT NULL REFERENCES visits (id),
    form         text        NOT NULL CHECK (form IN ('paper', 'wipeable', 'digital')),
    -- What it shows, as it was when a named person looked at it and released it.
    face         jsonb       NOT NULL,
    -- Who held the companion; the family is never told.
    signers      jsonb       NOT NULL,
    released_by  uuid        NOT NULL REFERENCES staff (id),
    released_at  timestamptz NOT NULL,
    withdrawn_by uuid        REFERENCES staff (id),
    withdrawn_at timestamptz
);
CREATE UNIQUE INDEX cards_in_force ON cards (journey_id) WHERE withdrawn_at IS NULL;
CREATE INDEX cards_of_visit ON cards (visit_id);
