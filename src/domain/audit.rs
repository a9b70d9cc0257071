//! The audit: who saw and who did what. Ids and keys alone: no name, no code, no word that anybody wrote.

use uuid::Uuid;

use super::event::Event;
use super::id::{JourneyId, VisitId};
use super::string_enum::keyed;
use super::time::Time;

keyed! {
    /// Who saw or did something.
    pub enum Doer {
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

keyed! {
    /// What they did.
    pub enum Deed {
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
pub struct Errand {
    /// Who.
    pub doer: Doer,
    /// By which id: of the member of staff, the token or the link.
    pub id: Option<Uuid>,
    /// Through which door: a route as the route table writes it, or a command.
    pub way: String,
    /// The id that the request was answered with.
    pub request: Option<Uuid>,
    /// What they look at, where its address does not say.
    pub about: About,
}

/// What something is about.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct About {
    /// The thing itself.
    pub subject: Option<Uuid>,
    /// The journey it belongs to.
    pub journey: Option<JourneyId>,
    /// The visit it belongs to.
    pub visit: Option<VisitId>,
}

impl About {
    /// A journey of a visit.
    #[must_use]
    pub const fn journey(journey: JourneyId, visit: VisitId) -> Self {
        Self { subject: None, journey: Some(journey), visit: Some(visit) }
    }
}

impl Errand {
    /// The program's own, by this name.
    #[must_use]
    pub fn of_the_house(way: &str) -> Self {
        let (way, about) = (way.to_owned(), About::default());
        Self { doer: Doer::House, id: None, way, request: None, about }
    }
}

/// An entry as it is to be written down.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Note {
    /// When.
    pub at: Time,
    /// What was done.
    pub deed: Deed,
    /// By whom, and how.
    pub errand: Errand,
    /// What kind of thing was changed, by its key; none where nothing was.
    pub topic: Option<String>,
}

impl Note {
    /// That somebody changed what this event tells.
    #[must_use]
    pub fn of_change(event: &Event, errand: Errand) -> Self {
        use super::string_enum::Keyed as _;
        let about = About { subject: event.subject, journey: event.journey, visit: event.visit };
        Self {
            at: event.recorded_at,
            deed: Deed::Did,
            errand: Errand { about, ..errand },
            topic: Some(event.topic.key().to_owned()),
        }
    }
}

/// An entry in its place, chained to the one before.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// Counts from 1, without a gap.
    pub seq: i64,
    /// What it says.
    pub note: Note,
    /// By which key it is sealed; empty where the site has none.
    pub key: String,
    /// The seal, over the seal before it and all that this one says.
    pub seal: Vec<u8>,
}

/// Where the chain ends.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Head {
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
pub enum Fault {
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

impl std::fmt::Display for Fault {
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
