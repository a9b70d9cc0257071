//! The queries about hospital accounts.

use crate::domain::account::Account;
use crate::domain::time::Time;
use crate::store::rows::Staff;
use crate::store::tx::table_of_contents;

table_of_contents! {
    accounts {
        /// Who works here by this account.
        fn staff_by_account(account: &Account) -> Option<Staff>;
        /// Notes that somebody came in on a passage, and tells whether they are the first.
        fn use_passage(mark: &[u8], now: Time) -> bool;
        /// Forgets the passages that were used before `time`.
        fn forget_passages_before(time: Time) -> ();
    }
}
