-- What names a child rests sealed where the site has a key, and what was removed leaves a receipt.

-- A reference that rests sealed is found by its mark, an HMAC of it under each of the site's keys. `patient_ref`
-- itself stays UNIQUE for those that rest open.
CREATE TABLE patient_marks (
    child_id BLOB NOT NULL REFERENCES children (id),
    key_id   TEXT NOT NULL,
    mark     BLOB NOT NULL UNIQUE,
    PRIMARY KEY (child_id, key_id)
) STRICT;

-- One for each child whose traces were removed: what went, and what stayed, as counts.
CREATE TABLE receipts (
    child_id  BLOB NOT NULL PRIMARY KEY REFERENCES children (id),
    -- What the family is given.
    id        BLOB NOT NULL UNIQUE,
    why       TEXT NOT NULL CHECK (why IN ('request', 'retention')),
    -- Who removed them; the house itself where nobody did.
    by_staff  BLOB REFERENCES staff (id),
    erased_at INTEGER NOT NULL,
    removed   TEXT NOT NULL CHECK (json_valid(removed)),
    kept      TEXT NOT NULL CHECK (json_valid(kept))
) STRICT;

-- Whose last visit ended so long ago: asked by the daily round.
CREATE INDEX children_not_purged ON children (created_at) WHERE purged_at IS NULL;
