//! Use cases render their response into bytes; the demonstration needs only the ids of what they created.

use crate::use_cases::idempotency::IdempotentRequest;

pub(super) fn id_bytes<T>(
    render: impl Fn(&T) -> Vec<u8> + Send + Sync + 'static,
) -> IdempotentRequest<T> {
    IdempotentRequest { key: None, render: Box::new(render) }
}
