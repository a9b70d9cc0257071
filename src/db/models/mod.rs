//! The records that queries give and take, in the words of the domain: one type for both databases.
//!
//! Those whose members are their columns say so by a derive; the others have a row of their own
//! beside their queries.

use diesel::prelude::*;

mod audit;
mod cards;
mod events;
mod families;
mod finder_messages;
mod outbox;
mod phones;
mod photos;
mod privacy;
mod staff;

pub use audit::AuditWanted;
pub use cards::Card;
pub use events::{EventPosition, LoggedEvent};
pub use families::{FamilyLink, LinkOpening};
pub use finder_messages::FinderMessage;
pub use outbox::{OutboxEntry, PushSubscription};
pub use phones::{Phone, PhoneEnrolment};
pub use photos::{Photo, PhotoConsent};
pub use privacy::{EncryptedTable, ReencryptionBatch};
pub use staff::Staff;

use super::columns::{AnyId, Scopes};
use super::encryption::{Encrypted, MaybeEncrypted};
use super::schema::{
    alerts, children, companions, kept_answers, scans, service_tokens, sessions, tags,
};
use crate::domain::account::person::{MoveSource, Scope};
use crate::domain::alert::AlertKind;
use crate::domain::companion::{Coat, Screening, Species};
use crate::domain::family::{Appearance, FrozenFeed};
use crate::domain::id::{
    AlertId, ChildId, CompanionId, JourneyId, MoveId, PhoneId, PlaceId, ScanId, ServiceTokenId,
    StaffId, VisitId,
};
use crate::domain::journey::JourneyState;
use crate::domain::place::{PlaceKind, PlacePolicy};
use crate::domain::tag::{Material, TagCode, TagState};
use crate::domain::time::Time;
use crate::domain::visit::{Hold, VisitStatus};

/// A signed-in session; of its token only a SHA-256 is kept.
#[derive(Clone, Debug, PartialEq, Eq, Queryable, Insertable)]
#[diesel(table_name = sessions, treat_none_as_default_value = false)]
pub struct Session {
    /// SHA-256 of the token.
    pub token_hash: Vec<u8>,
    /// Whose.
    pub staff_id: StaffId,
    /// When they signed in.
    pub created_at: Time,
    /// When it was last used.
    pub last_seen_at: Time,
    /// When it ends at the latest.
    pub expires_at: Time,
    /// When it was ended.
    pub ended_at: Option<Time>,
    /// The enrolled phone it is held on.
    pub phone_id: Option<PhoneId>,
    /// SHA-256 of the token by which its scans may be sent later.
    pub queue_hash: Option<Vec<u8>>,
}

/// Failed sign-ins of one user name or address.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LoginAttempts {
    /// How many since then.
    pub failures: i32,
    /// Since when.
    pub since: Time,
}

/// A token for another system; only its SHA-256 is kept.
#[derive(Clone, Debug, PartialEq, Eq, Queryable, Insertable)]
#[diesel(table_name = service_tokens, treat_none_as_default_value = false)]
pub struct ServiceToken {
    /// The id.
    pub id: ServiceTokenId,
    /// What it is for.
    pub name: String,
    /// SHA-256 of the token.
    pub token_hash: Vec<u8>,
    /// What it may do.
    #[diesel(serialize_as = Scopes, deserialize_as = Scopes)]
    pub scopes: Vec<Scope>,
    /// Who made it.
    pub created_by: StaffId,
    /// When.
    pub created_at: Time,
    /// When it was revoked.
    pub revoked_at: Option<Time>,
}

/// A place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    /// The id.
    pub id: PlaceId,
    /// Its name on the wall; never shown to a family.
    pub name: String,
    /// Its kind.
    pub kind: PlaceKind,
    /// Its policy.
    pub policy: PlacePolicy,
    /// The code on its wall.
    pub code: TagCode,
    /// Whether it is in use.
    pub active: bool,
    /// Counts changes.
    pub revision: i64,
    /// When the record was made.
    pub created_at: Time,
}

/// A child.
#[derive(Clone, Debug, PartialEq, Eq, Queryable, Insertable, AsChangeset)]
#[diesel(table_name = children, treat_none_as_default_value = false, treat_none_as_null = true)]
pub struct Child {
    /// The id.
    pub id: ChildId,
    /// What the family calls the child here.
    #[diesel(serialize_as = Encrypted, deserialize_as = Encrypted)]
    pub alias: String,
    /// The hospital's own key.
    #[diesel(serialize_as = MaybeEncrypted, deserialize_as = MaybeEncrypted)]
    pub patient_ref: Option<String>,
    /// Under 12 months old (R10).
    pub infant: bool,
    /// Must not meet latex (R11).
    pub latex: bool,
    /// In isolation (R5, R7).
    pub isolation: bool,
    /// In protective isolation.
    pub protected: bool,
    /// Counts changes.
    pub revision: i64,
    /// When the record was made.
    pub created_at: Time,
    /// When what names the child was removed.
    pub purged_at: Option<Time>,
}

/// A companion.
#[derive(Clone, Debug, PartialEq, Eq, Queryable, Insertable, AsChangeset)]
#[diesel(table_name = companions, treat_none_as_default_value = false, treat_none_as_null = true)]
pub struct Companion {
    /// The id.
    pub id: CompanionId,
    /// Its child, for ever: a soft toy is a single patient's (R8).
    pub child_id: ChildId,
    /// Its name.
    pub name: String,
    /// What kind of friend it is.
    pub species: Species,
    /// What it looks like.
    #[diesel(serialize_as = MaybeEncrypted, deserialize_as = MaybeEncrypted)]
    pub description: Option<String>,
    /// What is known of its insides.
    pub screening: Screening,
    /// Counts changes.
    pub revision: i64,
    /// When the record was made.
    pub created_at: Time,
    /// The colour that somebody chose; none is the species' usual one.
    pub coat: Option<Coat>,
}

impl Companion {
    /// The coat it is drawn in.
    #[must_use]
    pub const fn drawn_in(&self) -> Coat {
        Coat::resolve(self.species, self.coat)
    }

    /// What its family knows it by.
    #[must_use]
    pub fn looks(&self) -> Appearance {
        Appearance { name: self.name.clone(), species: self.species, coat: self.drawn_in() }
    }
}

/// A visit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Visit {
    /// The id.
    pub id: VisitId,
    /// Whose.
    pub child_id: ChildId,
    /// How far it is.
    pub status: VisitStatus,
    /// Where the child is expected, and since when.
    pub place: Option<(PlaceId, Time)>,
    /// The silence on the family's feed.
    pub hold: Option<Hold>,
    /// Counts changes.
    pub revision: i64,
    /// When it began.
    pub created_at: Time,
    /// When it ended.
    pub ended_at: Option<Time>,
}

/// A move of the child, as it was told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct VisitMove {
    /// The id.
    pub id: MoveId,
    /// Of which visit.
    pub visit_id: VisitId,
    /// Where to.
    pub place_id: PlaceId,
    /// When it happened.
    pub occurred_at: Time,
    /// When it was kept.
    pub recorded_at: Time,
    /// Who told.
    pub by: MoveSource,
}

/// A tag.
#[derive(Clone, Debug, PartialEq, Eq, Queryable, Insertable, AsChangeset)]
#[diesel(primary_key(code), table_name = tags, treat_none_as_default_value = false, treat_none_as_null = true)]
pub struct Tag {
    /// Its code.
    pub code: TagCode,
    /// Its state.
    pub state: TagState,
    /// What it is made of.
    pub material: Material,
    /// Whose it is.
    pub companion_id: Option<CompanionId>,
    /// When it was put on.
    pub bound_at: Option<Time>,
    /// By whom.
    pub bound_by: Option<StaffId>,
    /// Why it was withdrawn.
    #[diesel(serialize_as = MaybeEncrypted, deserialize_as = MaybeEncrypted)]
    pub void_reason: Option<String>,
    /// Who minted it.
    pub created_by: StaffId,
    /// When.
    pub created_at: Time,
}

/// A journey's row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Journey {
    /// The id.
    pub id: JourneyId,
    /// In which visit.
    pub visit_id: VisitId,
    /// Whose journey.
    pub companion_id: CompanionId,
    /// Whose companion.
    pub child_id: ChildId,
    /// What its steps lead to.
    pub state: JourneyState,
    /// What the family saw when a hold was put on; only while one is.
    pub family_held: Option<FrozenFeed>,
    /// Counts changes.
    pub revision: i64,
    /// When it began.
    pub created_at: Time,
}

/// A scan that was kept.
#[derive(Clone, Debug, PartialEq, Eq, Queryable, Insertable)]
#[diesel(table_name = scans, treat_none_as_default_value = false)]
pub struct Scan {
    /// The phone's id for it.
    pub id: ScanId,
    /// SHA-256 of its content.
    pub fingerprint: Vec<u8>,
    /// The first answer; none after a purge.
    #[diesel(serialize_as = MaybeEncrypted, deserialize_as = MaybeEncrypted)]
    pub answer: Option<String>,
    /// The journey it added to.
    pub journey_id: JourneyId,
    /// Who made it.
    #[diesel(column_name = by_staff)]
    pub by: StaffId,
    /// When it happened.
    pub occurred_at: Time,
    /// When it was kept.
    pub recorded_at: Time,
}

/// An alert.
#[derive(Clone, Debug, PartialEq, Eq, Queryable, Insertable)]
#[diesel(table_name = alerts, treat_none_as_default_value = false)]
pub struct Alert {
    /// The id.
    pub id: AlertId,
    /// Of which journey.
    pub journey_id: JourneyId,
    /// What is amiss.
    pub kind: AlertKind,
    /// The step or the child's move that gave rise to it; one alert for each kind and cause.
    #[diesel(serialize_as = AnyId, deserialize_as = AnyId)]
    pub cause: uuid::Uuid,
    /// What exactly.
    pub detail: String,
    /// When it was raised.
    pub raised_at: Time,
    /// When it was resolved, by a person or because it is no longer so.
    pub resolved_at: Option<Time>,
    /// By whom; none when it resolved itself.
    pub resolved_by: Option<StaffId>,
    /// What they said.
    #[diesel(serialize_as = MaybeEncrypted, deserialize_as = MaybeEncrypted)]
    pub note: Option<String>,
}

/// A first answer kept for a repeat (Idempotency-Key).
#[derive(Clone, PartialEq, Eq, Queryable, Insertable)]
#[diesel(table_name = kept_answers, treat_none_as_default_value = false)]
pub struct IdempotencyRecord {
    /// Who asked.
    pub caller: String,
    /// SHA-256 of their key.
    pub key_hash: Vec<u8>,
    /// SHA-256 of what they asked.
    pub fingerprint: Vec<u8>,
    /// The answer, sealed under their key.
    pub sealed: Vec<u8>,
    /// When it was given.
    pub created_at: Time,
}
