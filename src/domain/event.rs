//! Change events: what has changed, but neither how nor by whom.

use uuid::Uuid;

use super::id::{EventId, JourneyId, VisitId};
use super::string_enum::string_enum;
use super::time::Time;

string_enum! {
    /// The kind of record that has changed.
    pub enum Topic {
        /// A step was added or voided, or the journey is shown differently.
        Journey = "journey",
        Alert = "alert",
        /// A visit's status, hold or child location.
        Visit = "visit",
        Companion = "companion",
        Child = "child",
        Tag = "tag",
        Place = "place",
        FamilyLink = "family_link",
        Staff = "staff",
        /// A topic of a newer version of this program.
        Other = "other",
        /// Somebody signed in or out. Internal.
        Session = "session",
        ServiceToken = "service_token",
        /// A shared phone was enrolled or revoked.
        Phone = "phone",
        Photo = "photo",
        /// The first entry of the event log. Internal.
        LogStarted = "began",
    }
}

impl Topic {
    /// Whether subscribers receive it. Sign-ins stay internal: when a colleague comes and goes is private.
    #[must_use]
    pub const fn is_public(self) -> bool {
        !matches!(self, Self::Session | Self::LogStarted)
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Event {
    /// Subscribers resume after it.
    pub id: EventId,
    pub topic: Topic,
    /// The changed record; none if there are several, or if it has no id.
    pub subject: Option<Uuid>,
    pub journey: Option<JourneyId>,
    pub visit: Option<VisitId>,
    pub recorded_at: Time,
}
