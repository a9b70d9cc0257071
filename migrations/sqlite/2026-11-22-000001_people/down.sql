DROP TABLE kept_answers;
DROP TABLE service_tokens;
DROP TABLE sign_in_attempts;
DROP TABLE sessions;
DROP TABLE staff;
