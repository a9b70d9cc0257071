//! The audit: who saw and who did what. Ids and keys alone: no name, no code, no word that anybody wrote.

use uuid::Uuid;

use super::event::Event;
use super::id::{JourneyId, VisitId};
use super::string_enum::string_enum;
use super::time::Time;

string_enum! {
    /// Who saw or did something.
    pub enum AuditActor {
        /// A member of staff.
        Staff = "staff",
        /// Another system, by its token.
        Service = "service",
        /// Whoever holds a family link.
        Family = "family",
        /// The program by itself, or whoever has its command line.
        House = "house",
        /// Somebody who said no more than a stranger does.
        Nobody = "nobody",
    }
}

string_enum! {
    /// What they did.
    pub enum AuditAction {
        /// They were shown something.
        Saw = "saw",
        /// They changed something.
        Did = "did",
        /// They tried to come in and were not let.
        Refused = "refused",
    }
}

/// What somebody is about just now.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct AuditContext {
    /// Who.
    pub doer: AuditActor,
    /// By which id: of the member of staff, the token or the link.
    pub id: Option<Uuid>,
    /// Through which door: a route as the route table writes it, or a command.
    pub way: String,
    /// The id that the request was answered with.
    pub request: Option<Uuid>,
    /// What they look at, where its address does not say.
    pub about: AuditSubject,
}

/// What something is about.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct AuditSubject {
    /// The thing itself.
    pub subject: Option<Uuid>,
    /// The journey it belongs to.
    pub journey: Option<JourneyId>,
    /// The visit it belongs to.
    pub visit: Option<VisitId>,
}

impl AuditSubject {
    /// A journey of a visit.
    #[must_use]
    pub const fn journey(journey: JourneyId, visit: VisitId) -> Self {
        Self { subject: None, journey: Some(journey), visit: Some(visit) }
    }
}

impl AuditContext {
    /// The program's own, by this name.
    #[must_use]
    pub fn system(way: &str) -> Self {
        let (way, about) = (way.to_owned(), AuditSubject::default());
        Self { doer: AuditActor::House, id: None, way, request: None, about }
    }
}

/// An entry as it is to be written down.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct AuditRead {
    /// When.
    pub at: Time,
    /// What was done.
    pub deed: AuditAction,
    /// By whom, and how.
    pub errand: AuditContext,
    /// What kind of thing was changed, by its key; none where nothing was.
    pub topic: Option<String>,
}

impl AuditRead {
    /// That somebody changed what this event tells.
    #[must_use]
    pub fn of_change(event: &Event, errand: AuditContext) -> Self {
        use super::string_enum::StringEnum as _;
        let about =
            AuditSubject { subject: event.subject, journey: event.journey, visit: event.visit };
        Self {
            at: event.recorded_at,
            deed: AuditAction::Did,
            errand: AuditContext { about, ..errand },
            topic: Some(event.topic.key().to_owned()),
        }
    }
}

/// An entry in its place, chained to the one before.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AuditEntry {
    /// Counts from 1, without a gap.
    pub seq: i64,
    /// What it says.
    pub note: AuditRead,
    /// By which key it is sealed; empty where the site has none.
    pub key: String,
    /// The seal, over the seal before it and all that this one says.
    pub seal: Vec<u8>,
}

/// Where the chain ends.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ChainHead {
    /// The last entry's number; 0 where there is none.
    pub seq: i64,
    /// Its seal.
    pub seal: Vec<u8>,
    /// By which key the head itself is sealed.
    pub key: String,
    /// A seal over both, so that nobody shortens the chain.
    pub end: Vec<u8>,
}

/// What is wrong with a chain, at its first fault.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ChainError {
    /// After this entry one is missing, or another stands in its place.
    Missing(i64),
    /// This entry was altered, or does not follow the one before.
    Altered(i64),
    /// This entry is sealed by a key that is not among those that were given.
    UnknownKey(i64),
    /// This entry has no key's seal, and one before it had.
    Unsealed(i64),
    /// The end was taken away: the chain went further than this entry.
    Shortened(i64),
}

impl std::fmt::Display for ChainError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Missing(seq) => write!(f, "an entry is missing after number {seq}"),
            Self::Altered(seq) => write!(f, "entry {seq} was altered, or is not in its place"),
            Self::UnknownKey(seq) => write!(f, "entry {seq} is sealed by a key that was not given"),
            Self::Unsealed(seq) => {
                write!(f, "entry {seq} bears no key's seal, and one before it did")
            }
            Self::Shortened(seq) => write!(f, "entries are missing at the end, after number {seq}"),
        }
    }
}
