-- The team's card for a companion at the end of its journey (R40).

-- One that was withdrawn, or released anew in another form, stays until the child's traces go, so that it can be
-- told who released what; one is in force at the most.
CREATE TABLE cards (
    id           BLOB    NOT NULL PRIMARY KEY,
    journey_id   BLOB    NOT NULL REFERENCES journeys (id),
    visit_id     BLOB    NOT NULL REFERENCES visits (id),
    form         TEXT    NOT NULL CHECK (form IN ('paper', 'wipeable', 'digital')),
    -- What it shows, as it was when a named person looked at it and released it.
    face         TEXT    NOT NULL,
    -- Who held the companion; the family is never told.
    signers      TEXT    NOT NULL,
    released_by  BLOB    NOT NULL REFERENCES staff (id),
    released_at  INTEGER NOT NULL,
    withdrawn_by BLOB    REFERENCES staff (id),
    withdrawn_at INTEGER
) STRICT;
CREATE UNIQUE INDEX cards_in_force ON cards (journey_id) WHERE withdrawn_at IS NULL;
CREATE INDEX cards_of_visit ON cards (visit_id);
