//! Hospital accounts and OIDC logins.

use crate::db::models::Staff;
use crate::db::transaction::tx_methods;
use crate::domain::account::hospital_account::HospitalAccount;
use crate::domain::time::Time;

tx_methods! {
    hospital_accounts {
        fn staff_by_account(account: &HospitalAccount) -> Option<Staff>;
        /// Records that a login attempt was completed. Returns `false` if it was completed before.
        fn use_oidc_login(attempt_hash: &[u8], now: Time) -> bool;
        fn delete_oidc_logins_before(time: Time) -> ();
    }
}
