//! Whoever has a family's link.

use actix_web::{HttpRequest, web};

use crate::domain::error::DomainError;
use crate::use_cases::network::Network;
use crate::web::client::Client;
use crate::web::extract::callers::Caller;
use crate::web::extract::permission::Permission;
use crate::web::extract::request_parts::RequestParts;
use crate::web::family_limits::{FamilyAdmission, FamilyLimits, FamilyRead};
use crate::web::problem::Problem;

/// The link is looked up by the handler, together with what it shows, and the result counted by `admission`.
pub(crate) struct FamilyCaller {
    pub(crate) token: String,
    pub(crate) network: Network,
    pub(crate) admission: FamilyAdmission,
}

impl FamilyCaller {
    fn admit(parts: &RequestParts, read: FamilyRead) -> Result<Self, Problem> {
        let token = parts.path_segment("token").to_owned();
        let network = Client::of(parts.http()).network();
        let admission = admit(parts.http(), read, &token)?;
        Ok(Self { token, network, admission })
    }
}

/// Admits a request through a family link; comes before the link is looked up.
pub(crate) fn admit(
    http: &HttpRequest,
    read: FamilyRead,
    token: &str,
) -> Result<FamilyAdmission, DomainError> {
    let limits = http.app_data::<web::Data<FamilyLimits>>().expect("the server limits families");
    FamilyLimits::admit(limits, read, Client::of(http).network(), token)
}

impl Caller for FamilyCaller {
    const PERMISSION: Permission = Permission::Family;

    async fn authorize(parts: &mut RequestParts) -> Result<Self, Problem> {
        Self::admit(parts, FamilyRead::Page)
    }
}

/// A family that loads a photo.
pub(crate) struct FamilyPhotoCaller(pub(crate) FamilyCaller);

impl Caller for FamilyPhotoCaller {
    const PERMISSION: Permission = Permission::Family;

    async fn authorize(parts: &mut RequestParts) -> Result<Self, Problem> {
        FamilyCaller::admit(parts, FamilyRead::Photo).map(Self)
    }
}
