-- Renames tables and columns to standard technical terms. It changes no values, so the audit log's hash chain, which
-- covers values and no column names, still verifies. SQLite updates references in indexes, checks and triggers.

ALTER TABLE audit RENAME COLUMN deed TO action;
ALTER TABLE audit RENAME COLUMN doer TO actor;
ALTER TABLE audit RENAME COLUMN doer_id TO actor_id;
ALTER TABLE audit RENAME COLUMN way TO route;
DROP INDEX audit_by_doer;
CREATE INDEX audit_by_actor ON audit (actor_id, seq);

ALTER TABLE kept_answers RENAME TO idempotency_records;
ALTER TABLE idempotency_records RENAME COLUMN sealed TO encrypted_response;
DROP INDEX kept_answers_by_age;
CREATE INDEX idempotency_records_by_age ON idempotency_records (created_at);

ALTER TABLE finder_words RENAME TO finder_messages;
ALTER TABLE finder_messages RENAME COLUMN word TO message;
ALTER TABLE finder_messages RENAME COLUMN left_at TO created_at;
DROP INDEX finder_words_of_tag;
CREATE INDEX finder_messages_of_tag ON finder_messages (tag, created_at);

ALTER TABLE family_openings RENAME TO link_openings;

ALTER TABLE notices RENAME TO outbox;
ALTER TABLE outbox RENAME COLUMN made_at TO created_at;
ALTER TABLE outbox RENAME COLUMN tries TO attempts;
DROP INDEX notices_due;
DROP INDEX notices_of_visit;
DROP INDEX notices_of_link;
DROP INDEX notices_of_subscription;
CREATE INDEX outbox_due ON outbox (due_at, id);
CREATE INDEX outbox_of_visit ON outbox (visit_id);
CREATE INDEX outbox_of_link ON outbox (link_id, subscription_id, id);
CREATE INDEX outbox_of_subscription ON outbox (subscription_id);

ALTER TABLE patient_marks RENAME TO patient_ref_hashes;
ALTER TABLE patient_ref_hashes RENAME COLUMN mark TO hash;

ALTER TABLE passages RENAME TO oidc_logins;
ALTER TABLE oidc_logins RENAME COLUMN mark TO attempt_hash;
