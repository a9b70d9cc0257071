DROP TABLE passages;
ALTER TABLE staff DROP CONSTRAINT staff_issuer_subject_key;
ALTER TABLE staff DROP CONSTRAINT staff_account_is_whole;
ALTER TABLE staff DROP COLUMN subject;
ALTER TABLE staff DROP COLUMN issuer;
