//! How late it is by what is kept.

use crate::domain::time::Time;
use crate::store::tx::table_of_contents;

table_of_contents! {
    events {
        /// When the newest of all steps and events was recorded.
        fn newest_record() -> Option<Time>;
    }
}
