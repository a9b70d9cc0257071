-- The links by which a family follows one visit.

CREATE TABLE family_links (
    id         uuid        NOT NULL PRIMARY KEY,
    visit_id   uuid        NOT NULL REFERENCES visits (id),
    token_hash bytea       NOT NULL UNIQUE CHECK (octet_length(token_hash) = 32),
    name       text        NOT NULL,
    language   text        NOT NULL,
    scope      text        NOT NULL CHECK (scope IN ('status', 'status_and_photos')),
    relation   text        NOT NULL CHECK (relation IN ('guardian', 'invited')),
    created_by uuid        NOT NULL REFERENCES staff (id),
    created_at timestamptz NOT NULL,
    opened_at  timestamptz,
    revoked_at timestamptz,
    expires_at timestamptz
);
CREATE INDEX family_links_of_visit ON family_links (visit_id, id);
