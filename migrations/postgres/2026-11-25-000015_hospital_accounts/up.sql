-- Accounts of the hospital's own sign-in. An account is known by who vouches and whom they mean, and by nothing
-- else: names and addresses change hands. Who has a password here has neither.
ALTER TABLE staff ADD COLUMN issuer text;
ALTER TABLE staff ADD COLUMN subject text;
ALTER TABLE staff ADD CONSTRAINT staff_account_is_whole CHECK ((issuer IS NULL) = (subject IS NULL));
ALTER TABLE staff ADD CONSTRAINT staff_issuer_subject_key UNIQUE (issuer, subject);

-- The ways on which somebody came in, each good for once, on whichever node. A row goes when its way is over anyway.
CREATE TABLE passages (
    mark    bytea       NOT NULL CONSTRAINT passages_mark_key PRIMARY KEY CHECK (octet_length(mark) = 32),
    used_at timestamptz NOT NULL
);
