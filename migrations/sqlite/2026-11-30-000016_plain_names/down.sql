ALTER TABLE oidc_logins RENAME COLUMN attempt_hash TO mark;
ALTER TABLE oidc_logins RENAME TO passages;

ALTER TABLE patient_ref_hashes RENAME COLUMN hash TO mark;
ALTER TABLE patient_ref_hashes RENAME TO patient_marks;

DROP INDEX outbox_due;
DROP INDEX outbox_of_visit;
DROP INDEX outbox_of_link;
DROP INDEX outbox_of_subscription;
ALTER TABLE outbox RENAME COLUMN attempts TO tries;
ALTER TABLE outbox RENAME COLUMN created_at TO made_at;
ALTER TABLE outbox RENAME TO notices;
CREATE INDEX notices_due ON notices (due_at, id);
CREATE INDEX notices_of_visit ON notices (visit_id);
CREATE INDEX notices_of_link ON notices (link_id, subscription_id, id);
CREATE INDEX notices_of_subscription ON notices (subscription_id);

ALTER TABLE link_openings RENAME TO family_openings;

DROP INDEX finder_messages_of_tag;
ALTER TABLE finder_messages RENAME COLUMN created_at TO left_at;
ALTER TABLE finder_messages RENAME COLUMN message TO word;
ALTER TABLE finder_messages RENAME TO finder_words;
CREATE INDEX finder_words_of_tag ON finder_words (tag, left_at);

DROP INDEX idempotency_records_by_age;
ALTER TABLE idempotency_records RENAME COLUMN encrypted_response TO sealed;
ALTER TABLE idempotency_records RENAME TO kept_answers;
CREATE INDEX kept_answers_by_age ON kept_answers (created_at);

DROP INDEX audit_by_actor;
ALTER TABLE audit RENAME COLUMN route TO way;
ALTER TABLE audit RENAME COLUMN actor_id TO doer_id;
ALTER TABLE audit RENAME COLUMN actor TO doer;
ALTER TABLE audit RENAME COLUMN action TO deed;
CREATE INDEX audit_by_doer ON audit (doer_id, seq);
