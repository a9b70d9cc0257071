//! The queries about hospital accounts.

use crate::db::models::Staff;
use crate::db::transaction::table_of_contents;
use crate::domain::account::hospital_account::HospitalAccount;
use crate::domain::time::Time;

table_of_contents! {
    hospital_accounts {
        /// Who works here by this account.
        fn staff_by_account(account: &HospitalAccount) -> Option<Staff>;
        /// Notes that somebody came in on a passage, and tells whether they are the first.
        fn use_oidc_login(mark: &[u8], now: Time) -> bool;
        /// Forgets the passages that were used before `time`.
        fn delete_oidc_logins_before(time: Time) -> ();
    }
}
