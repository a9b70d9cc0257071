//! How late it is by what is kept.

use crate::db::transaction::table_of_contents;
use crate::domain::time::Time;

table_of_contents! {
    events {
        /// When the newest of all steps and events was recorded.
        fn newest_record() -> Option<Time>;
    }
}
