-- What finders say of a companion that they came across: it is no step, for it moves nothing.

CREATE TABLE finder_words (
    id      BLOB    NOT NULL PRIMARY KEY,
    tag     TEXT    NOT NULL REFERENCES tags (code),
    word    TEXT    NOT NULL,
    left_at INTEGER NOT NULL
) STRICT;
CREATE INDEX finder_words_of_tag ON finder_words (tag, left_at);
