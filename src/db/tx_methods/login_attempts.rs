//! Guesses that turned out to be none.

use crate::db::transaction::table_of_contents;

table_of_contents! {
    login_throttle {
        /// Takes one counted sign-in back, for it went well.
        fn take_back_failure(bucket: &str) -> ();
    }
}
