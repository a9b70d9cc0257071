DROP TABLE finder_words;
