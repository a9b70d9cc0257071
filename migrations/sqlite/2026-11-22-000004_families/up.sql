-- The links by which a family follows one visit.

CREATE TABLE family_links (
    id         BLOB    NOT NULL PRIMARY KEY,
    visit_id   BLOB    NOT NULL REFERENCES visits (id),
    token_hash BLOB    NOT NULL UNIQUE CHECK (length(token_hash) = 32),
    name       TEXT    NOT NULL,
    language   TEXT    NOT NULL,
    scope      TEXT    NOT NULL CHECK (scope IN ('status', 'status_and_photos')),
    relation   TEXT    NOT NULL CHECK (relation IN ('guardian', 'invited')),
    created_by BLOB    NOT NULL REFERENCES staff (id),
    created_at INTEGER NOT NULL,
    opened_at  INTEGER,
    revoked_at INTEGER,
    expires_at INTEGER
) STRICT;
CREATE INDEX family_links_of_visit ON family_links (visit_id, id);
