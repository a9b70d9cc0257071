DROP TABLE family_openings;
DROP FUNCTION refuse_to_change_an_opening();
