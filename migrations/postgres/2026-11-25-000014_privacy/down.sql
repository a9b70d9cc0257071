DROP INDEX children_not_purged;
DROP TABLE receipts;
DROP TABLE patient_marks;
