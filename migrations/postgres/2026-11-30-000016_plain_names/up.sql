-- Renames tables and columns to standard technical terms. It changes no values, so the audit log's hash chain, which
-- covers values and no column names, still verifies. PostgreSQL updates references in indexes, checks and triggers.
-- The names of unique constraints follow, because the program derives the table and columns from them.

ALTER TABLE audit RENAME COLUMN deed TO action;
ALTER TABLE audit RENAME COLUMN doer TO actor;
ALTER TABLE audit RENAME COLUMN doer_id TO actor_id;
ALTER TABLE audit RENAME COLUMN way TO route;
ALTER INDEX audit_by_doer RENAME TO audit_by_actor;

ALTER TABLE kept_answers RENAME TO idempotency_records;
ALTER TABLE idempotency_records RENAME COLUMN sealed TO encrypted_response;
ALTER TABLE idempotency_records RENAME CONSTRAINT kept_answers_caller_key_hash_key TO idempotency_records_caller_key_hash_key;
ALTER TABLE idempotency_records RENAME CONSTRAINT kept_answers_key_hash_check TO idempotency_records_key_hash_check;
ALTER TABLE idempotency_records RENAME CONSTRAINT kept_answers_fingerprint_check TO idempotency_records_fingerprint_check;
ALTER INDEX kept_answers_by_age RENAME TO idempotency_records_by_age;

ALTER TABLE finder_words RENAME TO finder_messages;
ALTER TABLE finder_messages RENAME COLUMN word TO message;
ALTER TABLE finder_messages RENAME COLUMN left_at TO created_at;
ALTER TABLE finder_messages RENAME CONSTRAINT finder_words_pkey TO finder_messages_pkey;
ALTER TABLE finder_messages RENAME CONSTRAINT finder_words_tag_fkey TO finder_messages_tag_fkey;
ALTER INDEX finder_words_of_tag RENAME TO finder_messages_of_tag;

ALTER TABLE family_openings RENAME TO link_openings;
ALTER TABLE link_openings RENAME CONSTRAINT family_openings_link_id_minute_address_hash_key TO link_openings_link_id_minute_address_hash_key;
ALTER TABLE link_openings RENAME CONSTRAINT family_openings_link_id_fkey TO link_openings_link_id_fkey;

ALTER TABLE notices RENAME TO outbox;
ALTER TABLE outbox RENAME COLUMN made_at TO created_at;
ALTER TABLE outbox RENAME COLUMN tries TO attempts;
ALTER TABLE outbox RENAME CONSTRAINT notices_pkey TO outbox_pkey;
ALTER TABLE outbox RENAME CONSTRAINT notices_visit_id_fkey TO outbox_visit_id_fkey;
ALTER TABLE outbox RENAME CONSTRAINT notices_link_id_fkey TO outbox_link_id_fkey;
ALTER TABLE outbox RENAME CONSTRAINT notices_subscription_id_fkey TO outbox_subscription_id_fkey;
ALTER INDEX notices_due RENAME TO outbox_due;
ALTER INDEX notices_of_visit RENAME TO outbox_of_visit;
ALTER INDEX notices_of_link RENAME TO outbox_of_link;
ALTER INDEX notices_of_subscription RENAME TO outbox_of_subscription;

ALTER TABLE patient_marks RENAME TO patient_ref_hashes;
ALTER TABLE patient_ref_hashes RENAME COLUMN mark TO hash;
ALTER TABLE patient_ref_hashes RENAME CONSTRAINT patient_marks_pkey TO patient_ref_hashes_pkey;
ALTER TABLE patient_ref_hashes RENAME CONSTRAINT patient_marks_mark_key TO patient_ref_hashes_hash_key;
ALTER TABLE patient_ref_hashes RENAME CONSTRAINT patient_marks_child_id_fkey TO patient_ref_hashes_child_id_fkey;

ALTER TABLE passages RENAME TO oidc_logins;
ALTER TABLE oidc_logins RENAME COLUMN mark TO attempt_hash;
ALTER TABLE oidc_logins RENAME CONSTRAINT passages_mark_key TO oidc_logins_attempt_hash_key;
ALTER TABLE oidc_logins RENAME CONSTRAINT passages_mark_check TO oidc_logins_attempt_hash_check;
