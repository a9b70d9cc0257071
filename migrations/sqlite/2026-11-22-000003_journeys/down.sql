DROP TRIGGER moves_stay;
DROP TRIGGER moves_stay_as_they_are;
DROP TABLE alerts;
DROP TABLE scans;
DROP TABLE steps;
DROP TABLE journeys;
DROP TABLE purging;
