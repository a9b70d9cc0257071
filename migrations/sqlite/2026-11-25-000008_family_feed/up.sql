-- Every opening of a family's link, be it a page, the API or a stream: which link, and in which minute. A page
-- looks again by itself, so one address counts once a minute.

CREATE TABLE family_openings (
    link_id      BLOB    NOT NULL REFERENCES family_links (id),
    minute       INTEGER NOT NULL,
    -- Of the address and the link's own token, which is kept nowhere: it tells one phone from another, and
    -- nobody can tell which address it was. It names neither the child nor who looked, so a purge passes it by.
    address_hash BLOB    NOT NULL,
    PRIMARY KEY (link_id, minute, address_hash)
) STRICT;

CREATE TRIGGER openings_stay_as_they_are BEFORE UPDATE ON family_openings
BEGIN
    SELECT RAISE(ABORT, 'openings of family links are only added');
END;

CREATE TRIGGER openings_stay BEFORE DELETE ON family_openings
BEGIN
    SELECT RAISE(ABORT, 'openings of family links are only added');
END;
