//! The list of problem codes: HTTP status, title and advice of each.

pub struct ProblemCode {
    /// Stable; also the name of its page under `/problems/`.
    pub code: &'static str,
    pub status: u16,
    pub title: &'static str,
    /// What it means and what to do about it.
    pub advice: &'static str,
}

impl ProblemCode {
    /// An unknown code is a bug, so it is reported as `internal`.
    pub(crate) fn of(code: &str) -> &'static Self {
        ALL_PROBLEM_CODES.iter().find(|known| known.code == code).unwrap_or(&ALL_PROBLEM_CODES[0])
    }
}

const fn problem(
    code: &'static str,
    status: u16,
    title: &'static str,
    advice: &'static str,
) -> ProblemCode {
    ProblemCode { code, status, title, advice }
}

/// The first one is the fallback of [`ProblemCode::of`].
pub const ALL_PROBLEM_CODES: &[ProblemCode] = &[
    problem(
        "internal",
        500,
        "Something went wrong",
        "Something went wrong on the server. The error has been logged, and nothing was saved.",
    ),
    problem(
        "malformed",
        400,
        "Malformed request",
        "The request is not well-formed: invalid JSON, or a path, query or header in the wrong format.",
    ),
    problem(
        "unauthenticated",
        401,
        "Please sign in",
        "You are not signed in, or your session or token has expired or been revoked. Please sign in again.",
    ),
    problem(
        "pin-locked",
        401,
        "PIN locked",
        "Too many incorrect PINs on this phone. Sign in with your password to unlock the PIN.",
    ),
    problem("bad-credentials", 401, "Sign-in failed", "Incorrect username or password."),
    problem(
        "forbidden",
        403,
        "No permission",
        "Your account is not allowed to do this. Ask an administrator.",
    ),
    problem(
        "cross-origin",
        403,
        "Request from another site",
        "A request that changes data with a cookie must come from this site's own pages.",
    ),
    problem(
        "phone-not-enrolled",
        403,
        "Phone not enrolled",
        "PINs work only on phones that an admin has enrolled. Sign in with your password.",
    ),
    problem(
        "outside-session",
        403,
        "Outside the session",
        "This did not happen while its sender was signed in on this phone. Please record it again.",
    ),
    problem("not-found", 404, "Not found", "Not found, or you don't have access."),
    problem(
        "method-not-allowed",
        405,
        "Method not allowed",
        "This path does not support this method; see the Allow header.",
    ),
    problem(
        "not-cleared",
        409,
        "Not cleared",
        "A site rule prevents this. Resolve the blockers, or ask someone in the role they name to override them.",
    ),
    problem(
        "scan-id-reused",
        409,
        "Scan ID already used",
        "Another scan already has this ID. Every scan needs its own ID.",
    ),
    problem(
        "tag-not-bound",
        409,
        "Tag not in use yet",
        "This tag is not on a companion yet. Check one in with it.",
    ),
    problem(
        "tag-void",
        409,
        "Tag deactivated",
        "This tag has been deactivated. Use the companion's new tag.",
    ),
    problem(
        "tag-bound-elsewhere",
        409,
        "Tag on another companion",
        "This tag is on another companion. Use a blank tag.",
    ),
    problem("journey-open", 409, "Already checked in", "This companion is already checked in."),
    problem(
        "journey-closed",
        409,
        "Journey closed",
        "This companion's journey in this visit is closed. Undo its closing step to continue.",
    ),
    problem("no-open-journey", 409, "Not checked in", "This companion is not checked in."),
    problem(
        "journeys-open",
        409,
        "Journeys still open",
        "A companion of this visit still has an open journey. Close it first.",
    ),
    problem("visit-open", 409, "Visit in progress", "This child already has a visit in progress."),
    problem(
        "photos-off",
        409,
        "Photos are turned off",
        "This site takes no photos. An admin can turn them on with STUFFY_PHOTO_STORAGE.",
    ),
    problem(
        "no-photo-consent",
        409,
        "No photo consent",
        "No parent or guardian has agreed to photos for this visit, or they withdrew. Ask first, then record the consent.",
    ),
    problem(
        "feed-held",
        409,
        "Family updates paused",
        "While family updates are paused, no photo can be taken, and no photo or card can be released. A lead can resume the updates.",
    ),
    problem(
        "own-photo",
        409,
        "Your own photo",
        "You took this photo. Another lead must review it before the family sees it.",
    ),
    problem(
        "photos-full",
        409,
        "Photo limit reached",
        "This companion already has as many photos as this site allows. Delete one first.",
    ),
    problem("already-released", 409, "Already released", "This photo has already been released."),
    problem(
        "journey-under-way",
        409,
        "Not back yet",
        "The card comes at the end: this companion is not back yet, or it is lost.",
    ),
    problem("visit-cancelled", 409, "Visit cancelled", "This visit did not take place."),
    problem(
        "card-digital",
        409,
        "Online only",
        "This card is online only, or made for paper that a protected child may not have. Release it again in another form to print it.",
    ),
    problem("visit-closed", 409, "Visit ended", "This visit has ended."),
    problem(
        "not-this-childs",
        409,
        "Belongs to another child",
        "This belongs to another child. A companion always stays with its child.",
    ),
    problem("already-voided", 409, "Already undone", "This step has already been undone."),
    problem(
        "cannot-void",
        409,
        "Cannot be undone",
        "A check-in cannot be undone, nor can a step that undid another one.",
    ),
    problem(
        "too-late-to-undo",
        409,
        "Too late to undo",
        "Your time to undo this is over. A lead can still undo it.",
    ),
    problem(
        "hold-permanent",
        409,
        "Stopped permanently",
        "Family updates were stopped permanently. This cannot be changed.",
    ),
    problem("no-hold", 409, "Nothing to resume", "Family updates are not paused."),
    problem("already-resolved", 409, "Already resolved", "This alert has already been resolved."),
    problem("name-taken", 409, "Name already taken", "This name is already in use."),
    problem(
        "patient-ref-taken",
        409,
        "Patient reference already taken",
        "Another child already has this patient reference.",
    ),
    problem(
        "own-account",
        409,
        "Your own account",
        "You would lock yourself out. Ask another admin to do this.",
    ),
    problem(
        "hospital-account",
        409,
        "Hospital account",
        "This account belongs to the hospital sign-in: it has no password and no PIN here.",
    ),
    problem(
        "public-url-missing",
        409,
        "No public URL",
        "Nothing can be printed because no public URL is set. Set STUFFY_PUBLIC_URL.",
    ),
    problem(
        "label-too-small",
        409,
        "Label too small",
        "The code on a label this small could not be scanned reliably. Use larger labels, or a shorter public URL.",
    ),
    problem(
        "letter-missing",
        409,
        "Character missing",
        "No font has a character of this name. Add a font that does with STUFFY_FONTS.",
    ),
    problem(
        "precondition-failed",
        412,
        "Someone else changed this; reload",
        "This has changed since you loaded it. Reload it and try again.",
    ),
    problem(
        "precondition-required",
        428,
        "If-Match required",
        "Send If-Match with the ETag you read, so that nobody's change is lost.",
    ),
    problem("too-large", 413, "Too large", "The request body is larger than this path accepts."),
    problem(
        "unsupported-media-type",
        415,
        "Unsupported media type",
        "Send application/json, or image/jpeg where a photo is expected.",
    ),
    problem(
        "invalid",
        422,
        "Please check the form",
        "Some values are missing or invalid; see errors.",
    ),
    problem(
        "idempotency-key-reused",
        422,
        "Idempotency key already used",
        "This Idempotency-Key was already used for a different request.",
    ),
    problem(
        "too-many-requests",
        429,
        "Too many requests",
        "Please wait and try again; Retry-After says how long.",
    ),
    problem("busy", 503, "Server busy", "The server is too busy right now. Try again shortly."),
    problem(
        "away",
        503,
        "Database unavailable",
        "The database cannot be reached. Try again shortly; repeating the request is safe.",
    ),
];
