//! Random ids and bytes. The only module that uses randomness.

use std::sync::Mutex;

use uuid::{ContextV7, Timestamp, Uuid};

use crate::domain::time::Time;

/// Counts up within a millisecond, so that ids sort in the order in which they were made.
static CONTEXT: Mutex<ContextV7> = Mutex::new(ContextV7::new());

/// A new UUIDv7 with this timestamp.
#[must_use]
pub fn uuid_v7_at(at: Time) -> Uuid {
    let millis = u64::try_from(at.millis()).unwrap_or_default();
    let nanos = u32::try_from(millis % 1000).unwrap_or_default() * 1_000_000;
    Uuid::new_v7(Timestamp::from_unix(&CONTEXT, millis / 1000, nanos))
}

/// Random bytes from the operating system.
///
/// # Panics
/// If the operating system cannot provide random bytes. Nothing that needs a secret may continue then.
#[must_use]
pub fn bytes<const N: usize>() -> [u8; N] {
    let mut bytes = [0; N];
    getrandom::fill(&mut bytes).expect("the operating system provides random bytes");
    bytes
}
