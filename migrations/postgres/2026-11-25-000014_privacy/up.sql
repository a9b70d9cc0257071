-- What names a child rests sealed where the site has a key, and what was removed leaves a receipt.

-- A reference that rests sealed is found by its mark, an HMAC of it under each of the site's keys. `patient_ref`
-- itself stays UNIQUE for those that rest open.
CREATE TABLE patient_marks (
    child_id uuid NOT NULL REFERENCES children (id),
    key_id   text NOT NULL,
    mark     bytea NOT NULL UNIQUE,
    PRIMARY KEY (child_id, key_id)
);

-- One for each child whose traces were removed: what went, and what stayed, as counts.
CREATE TABLE receipts (
    child_id  uuid NOT NULL PRIMARY KEY REFERENCES children (id),
    -- What the family is given.
    id        uuid NOT NULL UNIQUE,
    why       text NOT NULL CHECK (why IN ('request', 'retention')),
    -- Who removed them; the house itself where nobody did.
    by_staff  uuid REFERENCES staff (id),
    erased_at timestamptz NOT NULL,
    removed   jsonb NOT NULL,
    kept      jsonb NOT NULL
);

-- Whose last visit ended so long ago: asked by the daily round.
CREATE INDEX children_not_purged ON children (created_at) WHERE purged_at IS NULL;
