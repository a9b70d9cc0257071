DROP TABLE tags;
DROP TABLE visit_moves;
DROP TABLE visits;
DROP TABLE companions;
DROP TABLE children;
DROP TABLE places;
