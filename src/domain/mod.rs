//! The rules of the ward, and nothing else: no serde, no SQL, no async, no clock.
//!
//! In reading order: basic types ([`string_enum`], [`time`], [`id`]), the records ([`tag`], [`outfit`], [`companion`],
//! [`place`], [`account`], [`visit`]), a companion's [`journey`] with its steps, state and clearance, alerts
//! ([`alert`], [`room_sweep`]), what a family may see ([`family`], [`photo`], [`card`], [`passport`]), what is recorded
//! about it all ([`event`], [`audit`], [`notification`], [`erasure`]) and the reasons for a refusal ([`error`]).

pub mod string_enum;
pub mod time;
pub mod id;
pub mod room_sweep;
pub mod tag;
pub mod outfit;
pub mod companion;
pub mod place;
pub mod name_matching;
pub mod site_rules;
pub mod session_policy;
pub mod journey;
pub mod alert;
pub mod visit;
pub mod left_behind;
pub mod family;
pub mod photo;
pub mod card;
pub mod passport;
pub mod erasure;
pub mod event;
pub mod audit;
pub mod notification;
pub mod error;
pub mod account;
