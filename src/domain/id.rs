//! A type for each kind of id, so that a visit's is never taken for a journey's.

use uuid::Uuid;

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident,)+) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(Uuid);

        impl $name {
            /// Takes a UUID for an id of this kind.
            #[must_use]
            pub const fn from_uuid(uuid: Uuid) -> Self {
                Self(uuid)
            }

            /// The bare UUID.
            #[must_use]
            pub const fn uuid(self) -> Uuid {
                self.0
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                self.0.hyphenated().fmt(f)
            }
        }
    )+};
}

ids! {
    /// A child, the patient.
    ChildId,
    /// A stuffed animal, doll or blanket.
    CompanionId,
    /// One stay of a child at the hospital.
    VisitId,
    /// One companion's part in one visit.
    JourneyId,
    /// One thing that happened to a companion.
    StepId,
    /// One reading of a tag; made by the phone.
    ScanId,
    /// A room or bed space.
    PlaceId,
    /// A member of staff.
    StaffId,
    /// Something that wants looking into.
    AlertId,
    /// A link by which one person follows one visit's companions.
    FamilyLinkId,
    /// What one finder said.
    FinderMessageId,
    /// One move of a child.
    MoveId,
    /// A receipt of what was removed of a child.
    ReceiptId,
    /// A token for another system.
    ServiceTokenId,
    /// Something that has changed, for those who watch.
    EventId,
    /// A phone that staff share.
    PhoneId,
    /// A browser that asked to be told of news.
    SubscriptionId,
    /// A word that there is news.
    OutboxEntryId,
    /// A photo of a companion.
    PhotoId,
    /// A guardian's consent to photos.
    ConsentId,
    /// The team's card.
    CardId,
}

impl StepId {
    /// The id of the `nth` step that a scan makes.
    ///
    /// It follows from the scan's own id, so that steps of scans that happened in the same
    /// millisecond sort the same however they arrive (rule 1 of the house), and a step told twice is
    /// seen to be the same. Layout of a UUIDv7: the scan's time and first random bits, then 54 bits
    /// mixed from the whole scan id, then `nth`: a phone that counts up its ids within a millisecond
    /// must not make two scans share a step's id.
    #[must_use]
    pub fn from_scan(scan: ScanId, nth: u8) -> Self {
        let bits = scan.0.as_u128();
        let mixed = u128::from(mix(high_bits(bits) ^ mix(low_bits(bits)))) >> 10;
        let tail = (mixed << 8) | u128::from(nth);
        Self(Uuid::from_u128((bits & !RANDOM_TAIL) | (tail & RANDOM_TAIL)))
    }
}

const RANDOM_TAIL: u128 = (1 << 62) - 1;

fn high_bits(bits: u128) -> u64 {
    u64::try_from(bits >> 64).unwrap_or_default()
}

fn low_bits(bits: u128) -> u64 {
    u64::try_from(bits & u128::from(u64::MAX)).unwrap_or_default()
}

/// A bijection of 64 bits that spreads neighbouring numbers far apart (the finaliser of `MurmurHash3`).
const fn mix(mut x: u64) -> u64 {
    x ^= x >> 33;
    x = x.wrapping_mul(0xff51_afd7_ed55_8ccd);
    x ^= x >> 33;
    x = x.wrapping_mul(0xc4ce_b9fe_1a85_ec53);
    x ^ (x >> 33)
}
