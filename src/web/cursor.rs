//! Opaque cursors of paged lists, in base64url.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use uuid::Uuid;

use crate::domain::id::StepId;
use crate::domain::time::Time;

/// 10000-01-01; later times do not fit a timestamp.
const END_OF_TIME: Time = Time::from_millis(253_402_300_800_000);

#[must_use]
pub fn of_id(id: Uuid) -> String {
    URL_SAFE_NO_PAD.encode(id.as_bytes())
}

#[must_use]
pub fn of_number(number: i64) -> String {
    URL_SAFE_NO_PAD.encode(number.to_be_bytes())
}

/// A journey's steps are ordered by time, then id.
#[must_use]
pub fn of_step((at, id): (Time, StepId)) -> String {
    let mut bytes = at.millis().to_be_bytes().to_vec();
    bytes.extend(id.uuid().as_bytes());
    URL_SAFE_NO_PAD.encode(bytes)
}

#[must_use]
pub fn parse_id(text: &str) -> Option<Uuid> {
    decode::<16>(text).map(Uuid::from_bytes)
}

#[must_use]
pub fn parse_number(text: &str) -> Option<i64> {
    decode::<8>(text).map(i64::from_be_bytes).filter(|number| *number >= 0)
}

#[must_use]
pub fn parse_step(text: &str) -> Option<(Time, StepId)> {
    let bytes = decode::<24>(text)?;
    let (at, id) = bytes.split_at(8);
    let at = Time::from_millis(i64::from_be_bytes(at.try_into().ok()?));
    let id = StepId::from_uuid(Uuid::from_slice(id).ok()?);
    // No step has a time out of this range, so such a cursor is not one of ours.
    let is_valid = at >= Time::from_millis(0) && at < END_OF_TIME;
    is_valid.then_some((at, id))
}

fn decode<const N: usize>(text: &str) -> Option<[u8; N]> {
    URL_SAFE_NO_PAD.decode(text).ok()?.try_into().ok()
}
