//! Every reason for which a request can be refused.

use super::journey::clearance::Blocker;

/// What a rule can find invalid in a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum InvalidField {
    /// A child's nickname.
    Alias,
    PatientRef,
    /// Where in an operating room the companion lies.
    RestingPlace,
    /// The second user who confirms a scan without a tag.
    Witness,
    OccurredAt,
    /// The form of a card.
    CardForm,
    /// Who signs a card.
    Signers,
    Password,
}

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
    /// The username or password is wrong, or the account may not sign in.
    BadCredentials,
    /// Too many wrong PINs on this phone; the password is required.
    PinLocked,
    /// PINs work only on phones that an admin has enrolled.
    PhoneNotEnrolled,
    /// It happened while its sender was not signed in.
    OutsideSession,
    /// Carries the seconds to wait.
    TooManyRequests(u64),
    /// The invalid field, and what is wrong with it.
    Invalid(InvalidField, String),
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
