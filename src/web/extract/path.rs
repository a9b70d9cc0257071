//! Parameters in the path.

use uuid::Uuid;

use super::request_parts::{FromRequestParts, RequestParts};
use crate::domain::id;
use crate::domain::tag::TagCode;
use crate::web::problem::Problem;
use crate::web::problem_code::ProblemCode;
use crate::web::validation;

/// An id that a path contains: which parameter it is, and how it is made.
pub(crate) trait IdInPath: Sized {
    const PARAMETER: &'static str = "id";

    fn from_uuid(uuid: Uuid) -> Self;
}

/// The id of the resource that the path names.
pub(crate) struct PathId<I>(pub(crate) I);

impl<I: IdInPath> FromRequestParts for PathId<I> {
    async fn extract(parts: &mut RequestParts) -> Result<Self, Problem> {
        let wrong = || Problem::malformed("An id in the path is not a hyphenated UUID.");
        let uuid = validation::parse_uuid(parts.path_segment(I::PARAMETER)).ok_or_else(wrong)?;
        Ok(Self(I::from_uuid(uuid)))
    }
}

macro_rules! ids_in_paths {
    ($($id:ident $(in $parameter:literal)?,)+) => {$(
        impl IdInPath for id::$id {
            $(const PARAMETER: &'static str = $parameter;)?

            fn from_uuid(uuid: Uuid) -> Self {
                Self::from_uuid(uuid)
            }
        }
    )+};
}

ids_in_paths! {
    AlertId,
    ChildId,
    CompanionId,
    FamilyLinkId,
    JourneyId,
    PhoneId,
    PhotoId,
    PlaceId,
    ServiceTokenId,
    StaffId,
    StepId in "step_id",
    SubscriptionId,
    VisitId,
}

/// A tag's code. A mistyped one gets 404, as no tag has it.
pub(crate) struct PathCode(pub(crate) TagCode);

impl FromRequestParts for PathCode {
    async fn extract(parts: &mut RequestParts) -> Result<Self, Problem> {
        let mistyped = "No tag has this code. It may be mistyped.";
        let code = TagCode::parse(parts.path_segment("code"));
        code.map(Self).map_err(|_| Problem::new(ProblemCode::NotFound, mistyped))
    }
}

/// A parameter that the handler checks itself.
macro_rules! raw_segments {
    ($($(#[$doc:meta])* $name:ident: $parameter:literal,)+) => {$(
        $(#[$doc])*
        pub(crate) struct $name(pub(crate) String);

        impl FromRequestParts for $name {
            async fn extract(parts: &mut RequestParts) -> Result<Self, Problem> {
                Ok(Self(parts.path_segment($parameter).to_owned()))
            }
        }
    )+};
}

raw_segments! {
    PathFile: "file",
    /// A code that is not a tag's, or is checked by the handler.
    RawPathCode: "code",
}
