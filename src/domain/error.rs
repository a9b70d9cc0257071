//! Every reason for which a request can be refused, each with its stable problem code.

use super::journey::clearance::Blocker;

/// A request that the rules or the facts do not allow.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum DomainError {
    /// These blockers prevent a step that is requested for now.
    NotCleared(Vec<Blocker>),
    /// The scan id was used before, with other content.
    ScanIdReused,
    /// The Idempotency-Key was used before, with other content.
    IdempotencyKeyReused,
    /// There is no such record, or the caller has no access to it. Carries what was looked for.
    NotFound(&'static str),
    /// No family link has this token. Families read the same as for a link that is no longer open.
    UnknownFamilyLink,
    /// The role does not allow it.
    Forbidden,
    /// The credentials are missing or no longer valid.
    Unauthenticated,
    /// The user name or password is wrong, or the account may not sign in.
    BadCredentials,
    /// Too many wrong PINs on this phone; the password is required.
    PinLocked,
    /// PINs work only on phones that an admin has enrolled.
    PhoneNotEnrolled,
    /// It happened while its sender was not signed in.
    OutsideSession,
    /// Carries the seconds to wait.
    TooManyRequests(u64),
    /// A JSON pointer to the invalid member, and what is wrong with it.
    Invalid(&'static str, String),
    /// The resource has changed since it was read.
    PreconditionFailed,
    /// The tag is on no companion yet.
    TagNotBound,
    /// The tag was deactivated.
    TagVoid,
    /// The tag is on another companion.
    TagBoundElsewhere,
    NoOpenJourney,
    /// The companion already has an open journey.
    JourneyOpen,
    JourneyClosed,
    /// The visit still has open journeys.
    JourneysOpen,
    VisitClosed,
    /// The companion or the visit belongs to another child.
    NotThisChilds,
    AlreadyVoided,
    /// Steps of this kind cannot be voided.
    CannotVoid,
    /// The time in which its author may undo the step is over.
    TooLateToUndo,
    /// A permanent hold cannot be released.
    HoldPermanent,
    /// There is no hold to release.
    NoHold,
    AlreadyResolved,
    /// The name or the reference is in use.
    NameTaken,
    /// No public URL is configured, so nothing can be printed.
    PublicUrlMissing,
    /// The label is too small for the code and its text. Carries the size it needs.
    LabelTooSmall(String),
    /// No font has these characters. They are separated by spaces.
    LetterMissing(String),
    /// Admins cannot lock themselves out.
    OwnAccount,
    /// The hospital manages the account, so it has no password and no PIN here.
    HospitalAccount,
    /// Another child has this patient reference.
    PatientRefTaken,
    /// The child already has an open visit.
    VisitOpen,
    /// The site does not use photos.
    PhotosOff,
    /// No guardian has consented to photos, or the consent was withdrawn.
    NoPhotoConsent,
    /// Family updates are on hold, and so are photos and cards.
    FeedHeld,
    /// A photo needs a second person: whoever took it cannot release it.
    OwnPhoto,
    /// The companion has as many photos as the site allows.
    PhotosFull,
    /// The photo was released before.
    AlreadyReleased,
    /// The companion is not back yet.
    JourneyUnderWay,
    VisitCancelled,
    /// The card is only a page.
    CardDigital,
}

impl DomainError {
    /// The stable problem code, which is also the name of its documentation page.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::NotCleared(_) => "not-cleared",
            Self::ScanIdReused => "scan-id-reused",
            Self::IdempotencyKeyReused => "idempotency-key-reused",
            Self::NotFound(_) | Self::UnknownFamilyLink => "not-found",
            Self::Forbidden => "forbidden",
            Self::Unauthenticated => "unauthenticated",
            Self::BadCredentials => "bad-credentials",
            Self::PinLocked => "pin-locked",
            Self::PhoneNotEnrolled => "phone-not-enrolled",
            Self::OutsideSession => "outside-session",
            Self::TooManyRequests(_) => "too-many-requests",
            Self::Invalid(..) => "invalid",
            Self::PreconditionFailed => "precondition-failed",
            Self::TagNotBound => "tag-not-bound",
            Self::TagVoid => "tag-void",
            Self::TagBoundElsewhere => "tag-bound-elsewhere",
            Self::NoOpenJourney => "no-open-journey",
            Self::JourneyOpen => "journey-open",
            Self::JourneyClosed => "journey-closed",
            Self::JourneysOpen => "journeys-open",
            Self::VisitClosed => "visit-closed",
            Self::NotThisChilds => "not-this-childs",
            Self::AlreadyVoided => "already-voided",
            Self::CannotVoid => "cannot-void",
            Self::TooLateToUndo => "too-late-to-undo",
            Self::HoldPermanent => "hold-permanent",
            Self::NoHold => "no-hold",
            Self::AlreadyResolved => "already-resolved",
            Self::NameTaken => "name-taken",
            Self::PublicUrlMissing => "public-url-missing",
            Self::LabelTooSmall(_) => "label-too-small",
            Self::LetterMissing(_) => "letter-missing",
            Self::OwnAccount => "own-account",
            Self::HospitalAccount => "hospital-account",
            Self::PatientRefTaken => "patient-ref-taken",
            Self::VisitOpen => "visit-open",
            Self::PhotosOff => "photos-off",
            Self::NoPhotoConsent => "no-photo-consent",
            Self::FeedHeld => "feed-held",
            Self::OwnPhoto => "own-photo",
            Self::PhotosFull => "photos-full",
            Self::AlreadyReleased => "already-released",
            Self::JourneyUnderWay => "journey-under-way",
            Self::VisitCancelled => "visit-cancelled",
            Self::CardDigital => "card-digital",
        }
    }
}
