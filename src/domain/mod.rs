//! The rules of the ward, and nothing else: no serde, no SQL, no async, no clock.
//!
//! In reading order: the words ([`words`], [`time`], [`id`]), the things ([`tag`], [`outfit`],
//! [`companion`], [`place`], [`person`], [`account`], [`identity`], [`pin`]), what happens to them ([`step`]),
//! the state that follows ([`journey`]), what stands in the way ([`clearance`]), what is worth an alarm
//! ([`alert`]), where the child is ([`visit`]), what a family may see ([`family`], [`photo`], [`card`]), that
//! something has changed ([`event`]), who saw and did what ([`audit`]) and every "no" there is ([`refusal`]).

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
pub mod journey;
pub mod alert;
pub mod visit;
pub mod family;
pub mod photo;
pub mod card;
pub mod erasure;
pub mod event;
pub mod audit;
pub mod notification;
pub mod error;
pub mod account;
