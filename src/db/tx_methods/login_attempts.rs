//! Guesses that turned out to be none.

use crate::store::tx::table_of_contents;

table_of_contents! {
    throttle {
        /// Takes one counted sign-in back, for it went well.
        fn take_back_failure(bucket: &str) -> ();
    }
}
