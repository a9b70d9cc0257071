//! The audit log: who read and who changed what. It holds ids and keys, never names, tag codes or free text.

use uuid::Uuid;

use super::event::Event;
use super::id::{JourneyId, VisitId};
use super::string_enum::{StringEnum as _, string_enum};
use super::time::Time;

string_enum! {
    /// The kind of caller.
    pub enum AuditActor {
        /// A member of staff.
        Staff = "staff",
        /// Another system, by its service token.
        Service = "service",
        /// The holder of a family link.
        Family = "family",
        /// The program itself: a background job or a command line.
        System = "house",
        /// A caller who is not authenticated.
        Anonymous = "nobody",
    }
}

string_enum! {
    /// What the actor did.
    pub enum AuditAction {
        /// They read something.
        Read = "saw",
        /// They changed something.
        Changed = "did",
        /// They failed to sign in.
        Denied = "refused",
    }
}

/// Who is acting, and by which request or job.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct AuditContext {
    pub actor: AuditActor,
    /// The id of the member of staff, the service token or the family link.
    pub actor_id: Option<Uuid>,
    /// The method and the pattern from the route table, or the name of a command or job.
    pub route: String,
    pub request_id: Option<Uuid>,
    pub subject: AuditSubject,
}

/// What an action is about.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct AuditSubject {
    pub id: Option<Uuid>,
    pub journey: Option<JourneyId>,
    pub visit: Option<VisitId>,
}

impl AuditSubject {
    #[must_use]
    pub const fn journey(journey: JourneyId, visit: VisitId) -> Self {
        Self { id: None, journey: Some(journey), visit: Some(visit) }
    }
}

impl AuditContext {
    /// The context of a job or command of the program itself.
    #[must_use]
    pub fn system(job: &str) -> Self {
        let (route, subject) = (job.to_owned(), AuditSubject::default());
        Self { actor: AuditActor::System, actor_id: None, route, request_id: None, subject }
    }
}

/// The content of an entry, before it has a position in the chain.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct AuditRecord {
    pub at: Time,
    pub action: AuditAction,
    pub context: AuditContext,
    /// The kind of record that changed, by its key; `None` if nothing changed.
    pub topic: Option<String>,
}

impl AuditRecord {
    #[must_use]
    pub fn of_change(event: &Event, context: AuditContext) -> Self {
        let subject =
            AuditSubject { id: event.subject, journey: event.journey, visit: event.visit };
        Self {
            at: event.recorded_at,
            action: AuditAction::Changed,
            context: AuditContext { subject, ..context },
            topic: Some(event.topic.key().to_owned()),
        }
    }
}

/// A stored entry, chained to the previous one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AuditEntry {
    /// Counts from 1, without a gap.
    pub seq: i64,
    pub record: AuditRecord,
    /// The id of the key of its MAC; empty if the site had no key.
    pub key: String,
    /// The MAC over the previous entry's MAC and every field of this entry.
    pub mac: Vec<u8>,
}

/// The end of the chain.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ChainHead {
    pub seq: i64,
    /// The MAC of the last entry.
    pub last_mac: Vec<u8>,
    pub key: String,
    /// A MAC over `seq` and `last_mac`. Without it, someone could delete the last entries unnoticed.
    pub closing: Vec<u8>,
}

/// The first error in a chain.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ChainError {
    /// The entry after this one is missing or replaced.
    Missing(i64),
    /// This entry was altered, or does not follow the previous one.
    Altered(i64),
    /// This entry was signed with a key that is not configured.
    UnknownKey(i64),
    /// This entry is unsigned although an earlier one is signed.
    Unsigned(i64),
    /// Entries after this one were deleted.
    Shortened(i64),
}

impl std::fmt::Display for ChainError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Missing(seq) => write!(f, "an entry is missing after entry {seq}"),
            Self::Altered(seq) => write!(f, "entry {seq} was altered or is out of order"),
            Self::UnknownKey(seq) => {
                write!(f, "entry {seq} is signed with a key that is not configured")
            }
            Self::Unsigned(seq) => {
                write!(f, "entry {seq} is unsigned, but an earlier entry is signed")
            }
            Self::Shortened(seq) => write!(f, "entries after {seq} are missing at the end"),
        }
    }
}
