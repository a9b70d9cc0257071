//! Every "no" there is, once, by its stable key; each surface has its own words for them.

use super::journey::clearance::Blocker;

/// Something that the rules, or the facts, do not allow.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum DomainError {
    /// Blockers stand in the way of a step asked for now.
    NotCleared(Vec<Blocker>),
    /// The same scan id came with another content.
    ScanIdReused,
    /// The same Idempotency-Key came with another content.
    IdempotencyKeyReused,
    /// Nothing by that id, or none of the caller's business.
    NotFound(&'static str),
    /// Not for this role.
    Forbidden,
    /// No credentials, or dead ones.
    Unauthenticated,
    /// User name and password do not belong together, or may not sign in.
    BadCredentials,
    /// The PIN was wrong too often on this phone, so the password is asked for.
    PinLocked,
    /// A PIN is for phones that an admin enrolled.
    PhoneNotEnrolled,
    /// It did not happen while its sender was signed in.
    OutsideSession,
    /// Too many attempts; again after so many seconds.
    TooManyRequests(u64),
    /// The member that is at fault, as a JSON pointer, and what is wrong with it.
    Invalid(&'static str, String),
    /// The resource has changed since it was read.
    PreconditionFailed,
    /// A tag by that code belongs to no companion yet.
    TagNotBound,
    /// The tag was withdrawn.
    TagVoid,
    /// The tag is on another companion.
    TagBoundElsewhere,
    /// The companion has no journey to add to.
    NoOpenJourney,
    /// The companion is on a journey already.
    JourneyOpen,
    /// The journey is over.
    JourneyClosed,
    /// The visit still has companions under way.
    JourneysOpen,
    /// The visit is over.
    VisitClosed,
    /// The companion, or the visit, is another child's.
    NotThisChilds,
    /// The step was taken back before.
    AlreadyVoided,
    /// A step of this kind cannot be taken back.
    CannotVoid,
    /// The author's time to take it back is over.
    TooLateToUndo,
    /// A permanent hold is never released.
    HoldPermanent,
    /// There is no hold to release.
    NoHold,
    /// The alert was resolved before.
    AlreadyResolved,
    /// The name, or the reference, is another's.
    NameTaken,
    /// No public address is set, so nothing can be printed.
    PublicUrlMissing,
    /// A label is too small for the code and its letters; what it takes.
    LabelTooSmall(String),
    /// Letters that no font here has, with blanks between them.
    LetterMissing(String),
    /// Nobody locks themselves out of keeping the house.
    OwnAccount,
    /// The account is the hospital's, so it has no password and no PIN here.
    HospitalAccount,
    /// Another child goes by that reference.
    PatientRefTaken,
    /// The child has a visit under way.
    VisitOpen,
    /// The site has photos switched off.
    PhotosOff,
    /// No guardian has agreed to photos, or none does any more.
    NoPhotoConsent,
    /// The family's feed is held, and so are its photos.
    FeedHeld,
    /// Whoever took a photo is no second look.
    OwnPhoto,
    /// There are as many photos of the companion as the site wants.
    PhotosFull,
    /// The photo was released before.
    AlreadyReleased,
    /// The companion is not back yet, so there is nothing to thank it for.
    JourneyUnderWay,
    /// The visit did not take place.
    VisitCancelled,
    /// The card is a page alone.
    CardDigital,
}

impl DomainError {
    /// The stable key, which is also the problem's page.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::NotCleared(_) => "not-cleared",
            Self::ScanIdReused => "scan-id-reused",
            Self::IdempotencyKeyReused => "idempotency-key-reused",
            Self::NotFound(_) => "not-found",
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
