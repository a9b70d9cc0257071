DROP TABLE family_openings;
