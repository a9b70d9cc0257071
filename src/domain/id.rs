//! One type per kind of id, so that a visit's id cannot be used as a journey's.

use uuid::Uuid;

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident,)+) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(Uuid);

        impl $name {
            #[must_use]
            pub const fn from_uuid(uuid: Uuid) -> Self {
                Self(uuid)
            }

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
    /// A stay of a child at the hospital.
    VisitId,
    /// One companion's part in one visit.
    JourneyId,
    StepId,
    /// A reading of a tag. The phone makes the id.
    ScanId,
    /// A room or bed space.
    PlaceId,
    StaffId,
    AlertId,
    /// A link with which one person follows the companions of one visit.
    FamilyLinkId,
    /// A message from the finder of a lost companion.
    FinderMessageId,
    /// A move of a child.
    MoveId,
    /// A receipt for an erased child.
    ReceiptId,
    /// A token of another system.
    ServiceTokenId,
    EventId,
    /// An enrolled phone that staff share.
    PhoneId,
    /// A browser's subscription to push notifications.
    SubscriptionId,
    /// A family notification in the outbox.
    OutboxEntryId,
    PhotoId,
    /// A guardian's consent to photos.
    ConsentId,
    CardId,
}

impl StepId {
    /// The id of the `nth` step of a scan.
    ///
    /// It is derived from the scan's id. Steps of scans in the same millisecond therefore have the same order however
    /// they arrive, and a step received twice is recognised. The layout is a UUIDv7: the scan's time and first random
    /// bits, then 54 bits mixed from the whole scan id, then `nth`. The mixing prevents shared step ids when a phone
    /// increments its scan ids within a millisecond.
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

/// The finaliser of `MurmurHash3`: a bijection of 64 bits that spreads neighbouring numbers.
const fn mix(mut x: u64) -> u64 {
    x ^= x >> 33;
    x = x.wrapping_mul(0xff51_afd7_ed55_8ccd);
    x ^= x >> 33;
    x = x.wrapping_mul(0xc4ce_b9fe_1a85_ec53);
    x ^ (x >> 33)
}
