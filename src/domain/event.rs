//! Events: that something has changed, and what; never how, and nobody's name.

use uuid::Uuid;

use super::id::{EventId, JourneyId, VisitId};
use super::string_enum::string_enum;
use super::time::Time;

string_enum! {
    /// What kind of thing has changed.
    pub enum Topic {
        /// A companion's journey: a step was added, taken back, or shown otherwise.
        Journey = "journey",
        /// An alert was raised or resolved.
        Alert = "alert",
        /// A visit: its status, its hold, where the child is.
        Visit = "visit",
        /// What is known of a companion.
        Companion = "companion",
        /// What is known of a child.
        Child = "child",
        /// A tag was minted, put on or withdrawn.
        Tag = "tag",
        /// A place.
        Place = "place",
        /// A family's link.
        FamilyLink = "family_link",
        /// A member of staff.
        Staff = "staff",
        /// Something that only a newer version of this program knows.
        Other = "other",
        /// Somebody signed in or out; for the server's own ears.
        Session = "session",
        /// A token of another system.
        ServiceToken = "service_token",
        /// A phone that staff share was enrolled or revoked.
        Phone = "phone",
        /// A photo of a companion: taken, released or gone.
        Photo = "photo",
        /// The log begins; for the server's own ears.
        LogStarted = "began",
    }
}

impl Topic {
    /// Whether those who watch are told of it; when a colleague comes and goes is nobody's business.
    #[must_use]
    pub const fn is_public(self) -> bool {
        !matches!(self, Self::Session | Self::LogStarted)
    }
}

/// That something has changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Event {
    /// What those who watch know it by.
    pub id: EventId,
    /// What kind of thing has changed.
    pub topic: Topic,
    /// Which one; none where it is many, or has no id.
    pub subject: Option<Uuid>,
    /// The journey it belongs to.
    pub journey: Option<JourneyId>,
    /// The visit it belongs to.
    pub visit: Option<VisitId>,
    /// When it was kept.
    pub recorded_at: Time,
}
