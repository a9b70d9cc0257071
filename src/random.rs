//! The only place that rolls dice: ids, tags, tokens and salts.

use std::sync::Mutex;

use uuid::{ContextV7, Timestamp, Uuid};

use crate::domain::time::Time;

/// Counts up within a millisecond, so that ids made one after another sort that way.
static CONTEXT: Mutex<ContextV7> = Mutex::new(ContextV7::new());

/// A fresh UUIDv7 of that moment.
#[must_use]
pub fn uuid(at: Time) -> Uuid {
    let millis = u64::try_from(at.millis()).unwrap_or_default();
    let nanos = u32::try_from(millis % 1000).unwrap_or_default() * 1_000_000;
    Uuid::new_v7(Timestamp::from_unix(&CONTEXT, millis / 1000, nanos))
}

/// Random bytes from the system's generator.
///
/// # Panics
/// When the system has no generator: nothing that needs a secret may go on then.
#[must_use]
pub fn bytes<const N: usize>() -> [u8; N] {
    let mut bytes = [0; N];
    getrandom::fill(&mut bytes).expect("the system's random generator answers");
    bytes
}
