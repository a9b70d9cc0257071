ALTER TABLE sessions DROP COLUMN queue_hash;
ALTER TABLE sessions DROP COLUMN phone_id;
ALTER TABLE staff DROP COLUMN pin_hash;
DROP TABLE enrolments;
DROP TABLE phones;
