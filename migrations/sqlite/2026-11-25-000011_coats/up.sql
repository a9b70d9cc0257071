-- A companion's own colour, where somebody chose one; without, it is drawn in its species' usual one, whatever
-- the species is changed to. No CHECK: colours are a list that grows.

ALTER TABLE companions ADD COLUMN coat TEXT;
