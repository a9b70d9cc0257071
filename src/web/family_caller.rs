//! Whoever has a family's link. Guessing links is slow, because reads are limited before the link is looked up.

use crate::web::auth;
use crate::web::extract::callers::Caller;
use crate::web::extract::permission::Permission;
use crate::web::extract::request_parts::RequestParts;
use crate::web::problem::Problem;
use crate::web::rate_limit::RateLimitKind;

/// The link is looked up by the handler, together with what it shows.
pub(crate) struct FamilyCaller {
    pub(crate) token: String,
    pub(crate) address: String,
}

impl FamilyCaller {
    fn of(parts: &RequestParts) -> Self {
        let token = parts.path_segment("token").to_owned();
        Self { token, address: auth::client_address(parts.http()) }
    }
}

impl Caller for FamilyCaller {
    const PERMISSION: Permission = Permission::Family;

    async fn authorize(parts: &mut RequestParts) -> Result<Self, Problem> {
        let family = Self::of(parts);
        parts.check_rate_limit(RateLimitKind::Family, &family.address)?;
        Ok(family)
    }
}

/// A family that loads a photo, which is counted apart from pages: one page has several photos, which must not use up
/// the limit for pages.
pub(crate) struct FamilyPhotoCaller(pub(crate) FamilyCaller);

impl Caller for FamilyPhotoCaller {
    const PERMISSION: Permission = Permission::Family;

    async fn authorize(parts: &mut RequestParts) -> Result<Self, Problem> {
        let family = FamilyCaller::of(parts);
        parts.check_rate_limit(RateLimitKind::Family, &format!("photos {}", family.address))?;
        Ok(Self(family))
    }
}
