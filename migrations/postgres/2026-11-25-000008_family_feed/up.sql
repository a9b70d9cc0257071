-- Every opening of a family's link, be it a page, the API or a stream: which link, and in which minute. A page
-- looks again by itself, so one address counts once a minute.

CREATE TABLE family_openings (
    link_id      uuid        NOT NULL REFERENCES family_links (id),
    minute       timestamptz NOT NULL,
    -- Of the address and the link's own token, which is kept nowhere: it tells one phone from another, and
    -- nobody can tell which address it was. It names neither the child nor who looked, so a purge passes it by.
    address_hash bytea       NOT NULL,
    CONSTRAINT family_openings_link_id_minute_address_hash_key PRIMARY KEY (link_id, minute, address_hash)
);

CREATE FUNCTION refuse_to_change_an_opening() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'openings of family links are only added';
END $$;

CREATE TRIGGER openings_stay BEFORE UPDATE OR DELETE ON family_openings
FOR EACH ROW EXECUTE FUNCTION refuse_to_change_an_opening();

CREATE TRIGGER openings_stay_whole BEFORE TRUNCATE ON family_openings
FOR EACH STATEMENT EXECUTE FUNCTION refuse_to_change_an_opening();
