//! The configuration of hospital accounts and its checks.

use openidconnect::url::{Host, Url};

use crate::domain::account::hospital_account::GroupMapping;

#[derive(Clone)]
pub struct OidcConfig {
    /// The issuer URL, exactly as the provider writes it.
    pub issuer: String,
    pub client_id: String,
    /// Absent for public clients.
    pub client_secret: Option<String>,
    /// Scopes besides `openid`.
    pub scopes: Vec<String>,
    /// The claim of the ID token with the user's groups.
    pub groups_claim: String,
    pub groups: GroupMapping,
    /// What the sign-in button calls an account of this provider.
    pub name: String,
    /// Where the provider sends users back to.
    pub redirect_url: String,
}

impl OidcConfig {
    pub(crate) fn check(&self) -> Result<(), String> {
        let issuer = Url::parse(&self.issuer)
            .map_err(|_| "STUFFY_OIDC_ISSUER is not a URL, such as https://login.example")?;
        if !is_safe(&issuer) {
            return Err("STUFFY_OIDC_ISSUER must be https, otherwise an attacker on the network could sign in as anyone (http is allowed on localhost only)".to_owned());
        }
        if issuer.query().is_some() || issuer.fragment().is_some() {
            return Err("STUFFY_OIDC_ISSUER must not contain ? or #".to_owned());
        }
        if self.client_id.is_empty() {
            return Err(
                "STUFFY_OIDC_CLIENT_ID is empty: set it to the client ID that the provider issued"
                    .to_owned(),
            );
        }
        if self.groups.is_empty() {
            return Err("no group has a role, so nobody could sign in with a hospital account: set STUFFY_OIDC_STAFF_GROUPS, STUFFY_OIDC_LEAD_GROUPS or STUFFY_OIDC_ADMIN_GROUPS".to_owned());
        }
        Ok(())
    }
}

/// Whether requests to this URL cannot be intercepted: https, or this machine.
pub(crate) fn is_safe(url: &Url) -> bool {
    let is_localhost = match url.host() {
        Some(Host::Domain(name)) => name == "localhost",
        Some(Host::Ipv4(address)) => address.is_loopback(),
        Some(Host::Ipv6(address)) => address.is_loopback(),
        None => false,
    };
    url.scheme() == "https" || (url.scheme() == "http" && is_localhost)
}
