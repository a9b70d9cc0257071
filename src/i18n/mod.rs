//! Texts that families read, in ten languages: plain words about the companion, none about the child (R34, R39).
//!
//! The messages are in `locales/`, one [Fluent](https://projectfluent.org) file per language. Each file says whether a
//! native speaker has reviewed it.

mod accept_language;
mod bidi;
mod card;
mod family_text;
mod messages;
mod outfit;
mod status;
mod time_format;

pub use accept_language::preferred_language;
pub use bidi::isolate_bidi;
pub use card::{CardMoment, CardText, StampText, card_text, stamp_text};
pub use family_text::{FamilyText, notification_text, text};
pub use outfit::outfit_text;
pub use status::{child_status_text, past_status, status_text};
pub use time_format::TimeZone;
