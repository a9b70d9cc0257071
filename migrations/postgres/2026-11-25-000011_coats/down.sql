ALTER TABLE companions DROP COLUMN coat;
