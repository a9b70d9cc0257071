//! What the site has set about its hospital accounts.

use openidconnect::url::{Host, Url};

use crate::domain::account::hospital_account::GroupMapping;

/// The settings, put together.
#[derive(Clone)]
pub struct OidcConfig {
    /// Who vouches: its address, to the letter as it writes it itself.
    pub issuer: String,
    /// By which name it knows this house.
    pub client_id: String,
    /// The secret that it knows this house by, where they have one.
    pub client_secret: Option<String>,
    /// What is asked for besides `openid`.
    pub scopes: Vec<String>,
    /// In which claim it says somebody's groups.
    pub groups_claim: String,
    /// Which of them have which role.
    pub groups: GroupMapping,
    /// What people call an account there.
    pub name: String,
    /// Where people come back to.
    pub back: String,
}

impl OidcConfig {
    /// What is wrong with it, for whoever starts the program.
    ///
    /// # Errors
    /// The same.
    pub(crate) fn check(&self) -> Result<(), String> {
        let issuer = Url::parse(&self.issuer)
            .map_err(|_| "STUFFY_OIDC_ISSUER is no address, such as https://login.example")?;
        if !is_safe(&issuer) {
            return Err("STUFFY_OIDC_ISSUER must be https: whoever sits between could sign in as anybody (http is taken on this machine alone, for a trial)".to_owned());
        }
        if issuer.query().is_some() || issuer.fragment().is_some() {
            return Err("STUFFY_OIDC_ISSUER has a ? or a # in it, which no issuer has".to_owned());
        }
        if self.client_id.is_empty() {
            return Err("STUFFY_OIDC_CLIENT_ID is empty: it is the name that the hospital's sign-in gave this house".to_owned());
        }
        if self.groups.is_empty() {
            return Err("nobody could come in by a hospital account: name groups in STUFFY_OIDC_STAFF_GROUPS, STUFFY_OIDC_LEAD_GROUPS or STUFFY_OIDC_ADMIN_GROUPS".to_owned());
        }
        Ok(())
    }
}

/// Whether nobody can listen in: by https, or within this machine.
pub(crate) fn is_safe(address: &Url) -> bool {
    let here = match address.host() {
        Some(Host::Domain(name)) => name == "localhost",
        Some(Host::Ipv4(at)) => at.is_loopback(),
        Some(Host::Ipv6(at)) => at.is_loopback(),
        None => false,
    };
    address.scheme() == "https" || (address.scheme() == "http" && here)
}
