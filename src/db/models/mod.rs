//! The records that queries take and return, one type for both databases.
//!
//! A record whose fields are its columns derives Diesel's traits. For the others, a row type is defined beside their
//! queries.

mod audit;
mod cards;
mod children;
mod events;
mod families;
mod finder_messages;
mod idempotency;
mod journeys;
mod outbox;
mod phones;
mod photos;
mod places;
mod privacy;
mod sessions;
mod staff;
mod tags;
mod visits;

pub use audit::AuditFilter;
pub use cards::Card;
pub use children::{Child, Companion};
pub use events::{EventPosition, LoggedEvent};
pub use families::{FamilyLink, LinkOpening};
pub use finder_messages::FinderMessage;
pub use idempotency::IdempotencyRecord;
pub use journeys::{Alert, Journey, Scan};
pub use outbox::{OutboxEntry, PushSubscription};
pub use phones::{Phone, PhoneEnrolment};
pub use photos::{Photo, PhotoConsent};
pub use places::Place;
pub use privacy::{EncryptedTable, ReencryptionBatch};
pub use sessions::{LoginAttempts, ServiceToken, Session};
pub use staff::Staff;
pub use tags::Tag;
pub use visits::{Visit, VisitMove};
