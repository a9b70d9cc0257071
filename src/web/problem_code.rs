//! The list of problem codes: HTTP status, title and advice of each.

use actix_web::http::StatusCode;

/// Declares the enum together with what belongs to each code, so that no code can lack any of it.
macro_rules! problem_codes {
    ($($variant:ident = $code:literal, $status:ident, $title:literal, $advice:literal;)+) => {
        /// Why a request failed.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
        pub enum ProblemCode { $($variant,)+ }

        impl ProblemCode {
            pub const ALL: &'static [Self] = &[$(Self::$variant,)+];

            /// Stable; also the name of its page under `/problems/`.
            #[must_use]
            pub const fn code(self) -> &'static str {
                match self { $(Self::$variant => $code,)+ }
            }

            #[must_use]
            pub const fn status(self) -> StatusCode {
                match self { $(Self::$variant => StatusCode::$status,)+ }
            }

            #[must_use]
            pub const fn title(self) -> &'static str {
                match self { $(Self::$variant => $title,)+ }
            }

            /// What it means and what to do about it.
            #[must_use]
            pub const fn advice(self) -> &'static str {
                match self { $(Self::$variant => $advice,)+ }
            }
        }
    };
}

problem_codes! {
    Internal = "internal", INTERNAL_SERVER_ERROR, "Something went wrong",
        "Something went wrong on the server. The error has been logged, and nothing was saved.";
    Malformed = "malformed", BAD_REQUEST, "Malformed request",
        "The request is not well-formed: invalid JSON, or a path, query or header in the wrong format.";
    Unauthenticated = "unauthenticated", UNAUTHORIZED, "Please sign in",
        "You are not signed in, or your session or token has expired or been revoked. Please sign in again.";
    PinLocked = "pin-locked", UNAUTHORIZED, "PIN locked",
        "Too many incorrect PINs on this phone. Sign in with your password to unlock the PIN.";
    BadCredentials = "bad-credentials", UNAUTHORIZED, "Sign-in failed",
        "Incorrect username or password.";
    Forbidden = "forbidden", FORBIDDEN, "No permission",
        "Your account is not allowed to do this. Ask an administrator.";
    CrossOrigin = "cross-origin", FORBIDDEN, "Request from another site",
        "A request that changes data with a cookie must come from this site's own pages.";
    PhoneNotEnrolled = "phone-not-enrolled", FORBIDDEN, "Phone not enrolled",
        "PINs work only on phones that an admin has enrolled. Sign in with your password.";
    OutsideSession = "outside-session", FORBIDDEN, "Outside the session",
        "This scan was made while its user was not signed in on this phone. Please record it again.";
    NotFound = "not-found", NOT_FOUND, "Not found",
        "Not found, or you don't have access.";
    MethodNotAllowed = "method-not-allowed", METHOD_NOT_ALLOWED, "Method not allowed",
        "This path does not support this method; see the Allow header.";
    NotCleared = "not-cleared", CONFLICT, "Not cleared",
        "A site rule prevents this. Resolve the blockers, or ask someone in the role they name to override them.";
    ScanIdReused = "scan-id-reused", CONFLICT, "Scan ID already used",
        "Another scan already has this ID. Every scan needs its own ID.";
    TagNotBound = "tag-not-bound", CONFLICT, "Tag not in use yet",
        "This tag is not attached to a companion yet. Use it to check one in.";
    TagVoid = "tag-void", CONFLICT, "Tag deactivated",
        "This tag has been deactivated. Use the companion's new tag.";
    TagBoundElsewhere = "tag-bound-elsewhere", CONFLICT, "Tag attached to another companion",
        "This tag is attached to another companion. Use a blank tag.";
    JourneyOpen = "journey-open", CONFLICT, "Already checked in",
        "This companion is already checked in.";
    JourneyClosed = "journey-closed", CONFLICT, "Journey closed",
        "This companion's journey in this visit is closed. Undo its closing step to continue.";
    NoOpenJourney = "no-open-journey", CONFLICT, "Not checked in",
        "This companion is not checked in.";
    JourneysOpen = "journeys-open", CONFLICT, "Journeys still open",
        "A companion of this visit still has an open journey. Close it first.";
    VisitOpen = "visit-open", CONFLICT, "Visit in progress",
        "This child already has a visit in progress.";
    PhotosOff = "photos-off", CONFLICT, "Photos are turned off",
        "Photos are turned off at this site. The server's operator can turn them on with STUFFY_PHOTO_STORAGE.";
    NoPhotoConsent = "no-photo-consent", CONFLICT, "No photo consent",
        "No parent or guardian has agreed to photos for this visit, or they withdrew. Ask first, then record the consent.";
    FeedHeld = "feed-held", CONFLICT, "Family updates paused",
        "While family updates are paused, no photo can be taken, and no photo or card can be released. A lead can resume the updates.";
    OwnPhoto = "own-photo", CONFLICT, "Your own photo",
        "You took this photo. Another lead must review it before the family sees it.";
    PhotosFull = "photos-full", CONFLICT, "Photo limit reached",
        "This companion already has as many photos as this site allows. Delete one first.";
    AlreadyReleased = "already-released", CONFLICT, "Already released",
        "This photo has already been released.";
    JourneyUnderWay = "journey-under-way", CONFLICT, "Not back yet",
        "A card can be released once the companion is back. This one is not back yet, or it is lost.";
    VisitCancelled = "visit-cancelled", CONFLICT, "Visit cancelled",
        "This visit was cancelled.";
    CardDigital = "card-digital", CONFLICT, "Online only",
        "This card is online only, or its paper format is not allowed in a protected environment. To print it, update the card with another format.";
    VisitClosed = "visit-closed", CONFLICT, "Visit ended",
        "This visit has ended.";
    NotThisChilds = "not-this-childs", CONFLICT, "Belongs to another child",
        "This belongs to another child. A companion always stays with its child.";
    AlreadyVoided = "already-voided", CONFLICT, "Already undone",
        "This step has already been undone.";
    CannotVoid = "cannot-void", CONFLICT, "Cannot be undone",
        "A check-in cannot be undone, nor can a step that undid another one.";
    TooLateToUndo = "too-late-to-undo", CONFLICT, "Too late to undo",
        "The time limit for undoing this has passed. A lead can still undo it.";
    HoldPermanent = "hold-permanent", CONFLICT, "Stopped permanently",
        "Family updates were stopped permanently. This cannot be changed.";
    NoHold = "no-hold", CONFLICT, "Nothing to resume",
        "Family updates are not paused.";
    AlreadyResolved = "already-resolved", CONFLICT, "Already resolved",
        "This alert has already been resolved.";
    NameTaken = "name-taken", CONFLICT, "Name already taken",
        "This name is already in use.";
    PatientRefTaken = "patient-ref-taken", CONFLICT, "Patient reference already taken",
        "Another child already has this patient reference.";
    OwnAccount = "own-account", CONFLICT, "Your own account",
        "You would lock yourself out. Ask another admin to do this.";
    HospitalAccount = "hospital-account", CONFLICT, "Hospital account",
        "This is a hospital account. It has no password or PIN in Stuffy.";
    PublicUrlMissing = "public-url-missing", CONFLICT, "No public URL",
        "Nothing can be printed because no public URL is set. Set STUFFY_PUBLIC_URL.";
    LabelTooSmall = "label-too-small", CONFLICT, "Label too small",
        "The code on a label this small could not be scanned reliably. Use larger labels, or a shorter public URL.";
    LetterMissing = "letter-missing", CONFLICT, "Character missing",
        "The fonts lack a character in this name. An administrator can add a font with STUFFY_FONTS.";
    PreconditionFailed = "precondition-failed", PRECONDITION_FAILED, "Someone else changed this; reload",
        "This has changed since you loaded it. Reload it and try again.";
    PreconditionRequired = "precondition-required", PRECONDITION_REQUIRED, "If-Match required",
        "Send If-Match with the ETag you read, so that nobody's change is lost.";
    TooLarge = "too-large", PAYLOAD_TOO_LARGE, "Too large",
        "The request body is larger than this path accepts.";
    UnsupportedMediaType = "unsupported-media-type", UNSUPPORTED_MEDIA_TYPE, "Unsupported media type",
        "Send application/json, or image/jpeg where a photo is expected.";
    Invalid = "invalid", UNPROCESSABLE_ENTITY, "Please check the form",
        "Some values are missing or invalid.";
    IdempotencyKeyReused = "idempotency-key-reused", UNPROCESSABLE_ENTITY, "Idempotency key already used",
        "This Idempotency-Key was already used for a different request.";
    TooManyRequests = "too-many-requests", TOO_MANY_REQUESTS, "Too many requests",
        "Please wait a moment and try again.";
    Busy = "busy", SERVICE_UNAVAILABLE, "Server busy",
        "The server is too busy right now. Try again shortly.";
    Away = "away", SERVICE_UNAVAILABLE, "Database unavailable",
        "The database cannot be reached. Try again shortly; scans are never recorded twice.";
}

impl ProblemCode {
    /// What the API says where nothing more exact is known: mostly the advice.
    pub(crate) const fn detail(self) -> &'static str {
        match self {
            Self::Internal => "Something went wrong on the server. The error has been logged.",
            Self::NotCleared => "Not cleared for this; see blockers.",
            Self::Invalid => "The request body is invalid; see errors.",
            Self::TooManyRequests => "Too many requests; Retry-After says how long to wait.",
            Self::Busy => "The server is too busy right now.",
            Self::Away => {
                "The database is unavailable; this request may or may not have been saved."
            }
            _ => self.advice(),
        }
    }
}
