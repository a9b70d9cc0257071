-- What finders say of a companion that they came across: it is no step, for it moves nothing.

CREATE TABLE finder_words (
    id      uuid        NOT NULL PRIMARY KEY,
    tag     text        NOT NULL REFERENCES tags (code),
    word    text        NOT NULL,
    left_at timestamptz NOT NULL
);
CREATE INDEX finder_words_of_tag ON finder_words (tag, left_at);
