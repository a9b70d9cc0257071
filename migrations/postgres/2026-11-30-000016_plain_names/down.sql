ALTER TABLE oidc_logins RENAME CONSTRAINT oidc_logins_attempt_hash_check TO passages_mark_check;
ALTER TABLE oidc_logins RENAME CONSTRAINT oidc_logins_attempt_hash_key TO passages_mark_key;
ALTER TABLE oidc_logins RENAME COLUMN attempt_hash TO mark;
ALTER TABLE oidc_logins RENAME TO passages;

ALTER TABLE patient_ref_hashes RENAME CONSTRAINT patient_ref_hashes_child_id_fkey TO patient_marks_child_id_fkey;
ALTER TABLE patient_ref_hashes RENAME CONSTRAINT patient_ref_hashes_hash_key TO patient_marks_mark_key;
ALTER TABLE patient_ref_hashes RENAME CONSTRAINT patient_ref_hashes_pkey TO patient_marks_pkey;
ALTER TABLE patient_ref_hashes RENAME COLUMN hash TO mark;
ALTER TABLE patient_ref_hashes RENAME TO patient_marks;

ALTER INDEX outbox_of_subscription RENAME TO notices_of_subscription;
ALTER INDEX outbox_of_link RENAME TO notices_of_link;
ALTER INDEX outbox_of_visit RENAME TO notices_of_visit;
ALTER INDEX outbox_due RENAME TO notices_due;
ALTER TABLE outbox RENAME CONSTRAINT outbox_subscription_id_fkey TO notices_subscription_id_fkey;
ALTER TABLE outbox RENAME CONSTRAINT outbox_link_id_fkey TO notices_link_id_fkey;
ALTER TABLE outbox RENAME CONSTRAINT outbox_visit_id_fkey TO notices_visit_id_fkey;
ALTER TABLE outbox RENAME CONSTRAINT outbox_pkey TO notices_pkey;
ALTER TABLE outbox RENAME COLUMN attempts TO tries;
ALTER TABLE outbox RENAME COLUMN created_at TO made_at;
ALTER TABLE outbox RENAME TO notices;

ALTER TABLE link_openings RENAME CONSTRAINT link_openings_link_id_fkey TO family_openings_link_id_fkey;
ALTER TABLE link_openings RENAME CONSTRAINT link_openings_link_id_minute_address_hash_key TO family_openings_link_id_minute_address_hash_key;
ALTER TABLE link_openings RENAME TO family_openings;

ALTER INDEX finder_messages_of_tag RENAME TO finder_words_of_tag;
ALTER TABLE finder_messages RENAME CONSTRAINT finder_messages_tag_fkey TO finder_words_tag_fkey;
ALTER TABLE finder_messages RENAME CONSTRAINT finder_messages_pkey TO finder_words_pkey;
ALTER TABLE finder_messages RENAME COLUMN created_at TO left_at;
ALTER TABLE finder_messages RENAME COLUMN message TO word;
ALTER TABLE finder_messages RENAME TO finder_words;

ALTER INDEX idempotency_records_by_age RENAME TO kept_answers_by_age;
ALTER TABLE idempotency_records RENAME CONSTRAINT idempotency_records_fingerprint_check TO kept_answers_fingerprint_check;
ALTER TABLE idempotency_records RENAME CONSTRAINT idempotency_records_key_hash_check TO kept_answers_key_hash_check;
ALTER TABLE idempotency_records RENAME CONSTRAINT idempotency_records_caller_key_hash_key TO kept_answers_caller_key_hash_key;
ALTER TABLE idempotency_records RENAME COLUMN encrypted_response TO sealed;
ALTER TABLE idempotency_records RENAME TO kept_answers;

ALTER INDEX audit_by_actor RENAME TO audit_by_doer;
ALTER TABLE audit RENAME COLUMN route TO way;
ALTER TABLE audit RENAME COLUMN actor_id TO doer_id;
ALTER TABLE audit RENAME COLUMN actor TO doer;
ALTER TABLE audit RENAME COLUMN action TO deed;
