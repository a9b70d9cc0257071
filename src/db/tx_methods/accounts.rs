//! Accounts: staff, sessions, phones, service tokens and the login throttle.

use crate::db::models::{LoginAttempts, Phone, PhoneEnrolment, ServiceToken, Session, Staff};
use crate::db::transaction::tx_methods;
use crate::domain::id::{PhoneId, ServiceTokenId, StaffId};
use crate::domain::time::Time;

tx_methods! {
    staff {
        fn add_staff(new: &Staff) -> ();
        fn staff(id: StaffId) -> Option<Staff>;
        /// `username` must be in lower case.
        fn staff_by_username(username: &str) -> Option<Staff>;
        fn staff_page(after: Option<StaffId>, limit: i64) -> Vec<Staff>;
        /// Members of staff whose username or name contains `typed`, by username.
        fn staff_like(typed: &str, after: Option<&str>, limit: i64) -> Vec<Staff>;
        /// In no particular order.
        fn staff_names(ids: &[StaffId]) -> Vec<(StaffId, String)>;
        fn save_staff(record: &Staff) -> bool;
        /// Saves the hash of a new PIN and increments the revision.
        fn save_pin(id: StaffId, pin_hash: &str) -> ();
    }
    sessions {
        fn add_session(session: &Session) -> ();
        /// The session of this token and its owner, unless its phone was revoked.
        fn session(token_hash: &[u8]) -> Option<(Session, Staff)>;
        /// The same by the token of the offline queue.
        fn session_by_queue(hash: &[u8]) -> Option<(Session, Staff)>;
        fn touch_session(token_hash: &[u8], now: Time) -> ();
        fn end_session(token_hash: &[u8], now: Time) -> ();
        fn end_sessions_of(staff: StaffId, now: Time) -> ();
        /// Ends every session on a phone and returns whose they were.
        fn end_sessions_on(phone: PhoneId, now: Time) -> Vec<StaffId>;
        /// Revokes the offline queue tokens of a member of staff.
        fn revoke_queue_tokens_of(staff: StaffId) -> ();
    }
    phones {
        fn add_enrolment(enrolment: &PhoneEnrolment) -> ();
        /// The enrolment of this code, expired or not.
        fn enrolment(code_hash: &[u8]) -> Option<PhoneEnrolment>;
        /// The same, and deletes it.
        fn consume_enrolment(code_hash: &[u8]) -> Option<PhoneEnrolment>;
        fn delete_enrolments_before(time: Time) -> ();
        fn add_phone(phone: &Phone) -> ();
        fn phone(id: PhoneId) -> Option<Phone>;
        /// The phone of this token, revoked or not.
        fn phone_by_hash(hash: &[u8]) -> Option<Phone>;
        fn phones_page(after: Option<PhoneId>, limit: i64) -> Vec<Phone>;
        /// Phones whose name contains `typed`, the newest first.
        fn phones_like(typed: &str, after: Option<PhoneId>, limit: i64) -> Vec<Phone>;
        fn touch_phone(id: PhoneId, now: Time) -> ();
        /// Returns whether the phone was enrolled.
        fn revoke_phone(id: PhoneId, now: Time) -> bool;
        /// The enabled owners of the last `limit` sessions on a phone, the latest first.
        fn staff_signed_in_on(id: PhoneId, limit: i64) -> Vec<Staff>;
    }
    login_throttle {
        /// Counts a failed sign-in and returns the count. A count that began before `since` starts again.
        fn record_login_failure(bucket: &str, at: Time, since: Time) -> i32;
        fn login_attempts(bucket: &str) -> Option<LoginAttempts>;
        /// Resets the count after a successful sign-in.
        fn delete_attempts(bucket: &str) -> ();
        /// Uncounts one sign-in that was counted in advance and then succeeded.
        fn undo_login_failure(bucket: &str) -> ();
    }
    service_tokens {
        fn add_service_token(token: &ServiceToken) -> ();
        fn service_token(id: ServiceTokenId) -> Option<ServiceToken>;
        /// The token with this hash, revoked or not.
        fn service_token_by_hash(hash: &[u8]) -> Option<ServiceToken>;
        fn service_tokens_page(after: Option<ServiceTokenId>, limit: i64) -> Vec<ServiceToken>;
        /// Returns whether the token was active.
        fn revoke_service_token(id: ServiceTokenId, now: Time) -> bool;
    }
}
