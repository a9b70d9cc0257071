DROP TABLE audit_head;
DROP TABLE audit;
DROP FUNCTION refuse_to_change_the_audit;
