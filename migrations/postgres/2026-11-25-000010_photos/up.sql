-- Photos of companions, for their families alone (R38): a guardian's own consent, and what was taken under it.

-- A consent that was withdrawn stays, so that it can be told who recorded what; one is in force at the most.
CREATE TABLE photo_consents (
    id           uuid    NOT NULL PRIMARY KEY,
    visit_id     uuid    NOT NULL REFERENCES visits (id),
    given_by     text    NOT NULL,
    recorded_by  uuid    NOT NULL REFERENCES staff (id),
    recorded_at  timestamptz NOT NULL,
    withdrawn_by uuid    REFERENCES staff (id),
    withdrawn_at timestamptz
);
CREATE UNIQUE INDEX photo_consents_in_force ON photo_consents (visit_id) WHERE withdrawn_at IS NULL;

CREATE TABLE photos (
    id          uuid    NOT NULL PRIMARY KEY,
    journey_id  uuid    NOT NULL REFERENCES journeys (id),
    visit_id    uuid    NOT NULL REFERENCES visits (id),
    width       integer NOT NULL,
    height      integer NOT NULL,
    -- Which of the two holds the picture itself: the setting may change while there are photos.
    kept_in     text    NOT NULL CHECK (kept_in IN ('database', 'folder')),
    taken_by    uuid    NOT NULL REFERENCES staff (id),
    taken_at    timestamptz NOT NULL,
    -- Whoever took it is no second look.
    released_by uuid    REFERENCES staff (id) CHECK (released_by <> taken_by),
    released_at timestamptz,
    -- From then on nobody is shown it; the row stays only until its file is gone as well.
    gone_at     timestamptz
);
CREATE INDEX photos_of_visit ON photos (visit_id, id);
CREATE INDEX photos_waiting ON photos (id) WHERE released_at IS NULL AND gone_at IS NULL;
CREATE INDEX photos_gone ON photos (id) WHERE gone_at IS NOT NULL;

-- The pictures that rest in the database, apart from their rows so that no list reads them.
CREATE TABLE photo_bytes (
    photo_id uuid NOT NULL REFERENCES photos (id),
    size     text NOT NULL CHECK (size IN ('full', 'small')),
    jpeg     bytea NOT NULL,
    PRIMARY KEY (photo_id, size)
);
