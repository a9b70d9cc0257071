-- Accounts of the hospital's own sign-in. An account is known by who vouches and whom they mean, and by nothing
-- else: names and addresses change hands. Who has a password here has neither.
ALTER TABLE staff ADD COLUMN issuer TEXT;
ALTER TABLE staff ADD COLUMN subject TEXT CHECK ((issuer IS NULL) = (subject IS NULL));
CREATE UNIQUE INDEX staff_issuer_subject_key ON staff (issuer, subject);

-- The ways on which somebody came in, each good for once, on whichever node. A row goes when its way is over anyway.
CREATE TABLE passages (
    mark    BLOB    NOT NULL PRIMARY KEY CHECK (length(mark) = 32),
    used_at INTEGER NOT NULL
) STRICT;
