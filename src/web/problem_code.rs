//! Every kind of problem there is: its key, its status, and what is said of it to a person.

/// A kind of problem.
pub struct ProblemCode {
    /// The stable key, and the name of its page.
    pub code: &'static str,
    /// The HTTP status.
    pub status: u16,
    /// A short name.
    pub title: &'static str,
    /// What it means and what helps.
    pub advice: &'static str,
}

impl ProblemCode {
    /// The kind of this code; a code that nobody knows is a fault of ours.
    #[must_use]
    pub fn of(code: &str) -> &'static Self {
        ALL_PROBLEM_CODES.iter().find(|kind| kind.code == code).unwrap_or(&ALL_PROBLEM_CODES[0])
    }
}

const fn kind(
    code: &'static str,
    status: u16,
    title: &'static str,
    advice: &'static str,
) -> ProblemCode {
    ProblemCode { code, status, title, advice }
}

/// Every kind of problem; the first is what a fault of ours looks like.
pub const ALL_PROBLEM_CODES: &[ProblemCode] = &[
    kind(
        "internal",
        500,
        "A fault of ours",
        "Something went wrong on the server and has been noted. Nothing was kept.",
    ),
    kind(
        "malformed",
        400,
        "Malformed",
        "The request is not well-formed: broken JSON, or a path, query or header of the wrong form.",
    ),
    kind(
        "unauthenticated",
        401,
        "Sign in first",
        "There are no credentials, or they are over, locked or revoked. Sign in again.",
    ),
    kind(
        "pin-locked",
        401,
        "PIN locked",
        "The PIN was wrong too often on this phone. Sign in with the password; that frees it.",
    ),
    kind("bad-credentials", 401, "Not signed in", "User name and password do not belong together."),
    kind("forbidden", 403, "Not for this role", "Somebody with another role may do this."),
    kind(
        "cross-origin",
        403,
        "From another site",
        "A request by cookie that changes something must come from this site's own pages.",
    ),
    kind(
        "phone-not-enrolled",
        403,
        "Phone not enrolled",
        "A PIN is for phones that an admin has enrolled. Sign in with the password.",
    ),
    kind(
        "outside-session",
        403,
        "Outside the session",
        "It did not happen while its sender was signed in on this phone. Whoever saw it tells it anew.",
    ),
    kind("not-found", 404, "Not found", "It does not exist, or it is not yours to know of."),
    kind(
        "method-not-allowed",
        405,
        "Method not allowed",
        "This path answers to other methods; see Allow.",
    ),
    kind(
        "not-cleared",
        409,
        "Not cleared",
        "A site rule stands in the way. Mend what the blockers name, or have them set aside by the role they name.",
    ),
    kind(
        "scan-id-reused",
        409,
        "Scan id reused",
        "Another scan has this id. Every scan gets an id of its own.",
    ),
    kind(
        "tag-not-bound",
        409,
        "Tag not on anyone yet",
        "This tag is on no companion yet. Check one in with it.",
    ),
    kind("tag-void", 409, "Tag withdrawn", "This tag was withdrawn. Use the companion's new one."),
    kind(
        "tag-bound-elsewhere",
        409,
        "Tag on another companion",
        "This tag is on another companion. Take a blank one.",
    ),
    kind("journey-open", 409, "On a journey already", "This companion is checked in already."),
    kind(
        "journey-closed",
        409,
        "Journey over",
        "This companion's journey in this visit is over. Take back its closing step to go on.",
    ),
    kind("no-open-journey", 409, "Not checked in", "This companion is not checked in."),
    kind(
        "journeys-open",
        409,
        "Companions under way",
        "A companion of this visit is still under way. Close its journey first.",
    ),
    kind("visit-open", 409, "Visit under way", "This child has a visit under way."),
    kind(
        "photos-off",
        409,
        "No photos here",
        "This site takes no photos. An admin may switch them on: STUFFY_PHOTO_STORAGE.",
    ),
    kind(
        "no-photo-consent",
        409,
        "Nobody agreed to photos",
        "No parent or guardian has agreed to photos in this visit, or none does any more. Ask first, and record it.",
    ),
    kind(
        "feed-held",
        409,
        "The family's page is held",
        "While the family's page is held no photo is taken, and no photo or card released. A lead may release the hold.",
    ),
    kind(
        "own-photo",
        409,
        "Your own photo",
        "You took this photo. Another lead looks at it before the family does.",
    ),
    kind(
        "photos-full",
        409,
        "Photos enough",
        "There are as many photos of this companion as the site wants. Delete one first.",
    ),
    kind("already-released", 409, "Released before", "This photo was released before."),
    kind(
        "journey-under-way",
        409,
        "Not back yet",
        "The card is for the end: this companion is not back yet, or it is lost.",
    ),
    kind("visit-cancelled", 409, "Visit cancelled", "This visit did not take place."),
    kind(
        "card-digital",
        409,
        "A page alone",
        "This card is for the family's page alone, or on paper that a protected child may not have. Release it anew in another form to print it.",
    ),
    kind("visit-closed", 409, "Visit over", "This visit is over."),
    kind(
        "not-this-childs",
        409,
        "Another child's",
        "It belongs to another child, and a companion stays with its child.",
    ),
    kind("already-voided", 409, "Taken back before", "This step was taken back before."),
    kind(
        "cannot-void",
        409,
        "Cannot be taken back",
        "A check-in, and a step that takes back another, stand for ever.",
    ),
    kind(
        "too-late-to-undo",
        409,
        "Too late to undo",
        "Your time to take this back is over. A lead still may.",
    ),
    kind(
        "hold-permanent",
        409,
        "Held for ever",
        "A permanent hold is never lightened or released.",
    ),
    kind("no-hold", 409, "No hold", "There is no hold to release."),
    kind("already-resolved", 409, "Resolved before", "This alert was resolved before."),
    kind("name-taken", 409, "Name taken", "Another goes by this name."),
    kind("patient-ref-taken", 409, "Reference taken", "Another child goes by this reference."),
    kind(
        "own-account",
        409,
        "Your own account",
        "You would lock yourself out. Another admin may do this.",
    ),
    kind(
        "hospital-account",
        409,
        "The hospital's account",
        "This account is the hospital's: it has no password and no PIN here. Its holder signs in with it.",
    ),
    kind(
        "public-url-missing",
        409,
        "No public address",
        "No public address is set, so nothing can be printed. Set STUFFY_PUBLIC_URL.",
    ),
    kind(
        "label-too-small",
        409,
        "Label too small",
        "The code would not be read at the first try from a label this small. Take larger labels, or a shorter public address.",
    ),
    kind(
        "letter-missing",
        409,
        "Letter missing",
        "No font here has a letter of this name. Name a font that has it in STUFFY_FONTS.",
    ),
    kind(
        "precondition-failed",
        412,
        "Changed meanwhile",
        "It has changed since you read it. Read it again.",
    ),
    kind(
        "precondition-required",
        428,
        "Say what you read",
        "Send If-Match with the ETag you read, so that no change is lost.",
    ),
    kind("too-large", 413, "Too large", "The body is larger than this path takes."),
    kind(
        "unsupported-media-type",
        415,
        "Other media type",
        "Send application/json, or image/jpeg where a picture is asked for.",
    ),
    kind(
        "invalid",
        422,
        "Does not fit",
        "The body is well-formed and does not fit the contract; see errors.",
    ),
    kind(
        "idempotency-key-reused",
        422,
        "Key reused",
        "This Idempotency-Key came with another request.",
    ),
    kind("too-many-requests", 429, "Too many requests", "Wait as long as Retry-After says."),
    kind("busy", 503, "Busy", "More is waiting than can be served now. Try again shortly."),
    kind(
        "away",
        503,
        "Database away",
        "The database cannot be reached. Try again shortly; a repeat is safe.",
    ),
];
