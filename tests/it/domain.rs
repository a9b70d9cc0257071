//! The rules of the ward, as example scenes and as properties. No test here needs a database.

mod builders;
mod generators;
mod properties;
mod clearance;
mod cleanliness;
mod gowning;
mod custody;
mod visits;
mod family;
mod card;
mod suggestions;
mod room_sweep;
mod name_matching;
mod accounts;
mod string_enums;
