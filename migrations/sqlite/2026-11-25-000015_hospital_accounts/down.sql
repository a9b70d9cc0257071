DROP TABLE passages;
DROP INDEX staff_issuer_subject_key;
ALTER TABLE staff DROP COLUMN subject;
ALTER TABLE staff DROP COLUMN issuer;
