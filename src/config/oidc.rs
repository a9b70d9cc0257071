//! The settings about hospital accounts: sign-in by the hospital's own, which speaks OpenID Connect.

use clap::Args;

/// Who vouches, and what follows from what they say.
#[derive(Args, Clone)]
pub struct OidcSettings {
    /// The hospital's sign-in (OpenID Connect), as it names itself; with it people may come by its accounts
    #[arg(long = "oidc-issuer", env = "STUFFY_OIDC_ISSUER")]
    pub issuer: Option<String>,
    /// The name that it knows this house by
    #[arg(long = "oidc-client-id", env = "STUFFY_OIDC_CLIENT_ID")]
    pub client_id: Option<String>,
    /// The secret that it knows this house by, where it gave one
    #[arg(long = "oidc-client-secret", env = "STUFFY_OIDC_CLIENT_SECRET", hide_env_values = true)]
    pub client_secret: Option<String>,
    /// What it is asked for besides openid; some want groups here before they tell them
    #[arg(
        long = "oidc-scopes",
        env = "STUFFY_OIDC_SCOPES",
        default_value = "profile",
        value_delimiter = ','
    )]
    pub scopes: Vec<String>,
    /// The claim of its ID token in which somebody's groups stand
    #[arg(long = "oidc-groups-claim", env = "STUFFY_OIDC_GROUPS_CLAIM", default_value = "groups")]
    pub groups_claim: String,
    /// Its groups that are staff here
    #[arg(long = "oidc-staff-groups", env = "STUFFY_OIDC_STAFF_GROUPS", value_delimiter = ',')]
    pub staff_groups: Vec<String>,
    /// Its groups that are leads here
    #[arg(long = "oidc-lead-groups", env = "STUFFY_OIDC_LEAD_GROUPS", value_delimiter = ',')]
    pub lead_groups: Vec<String>,
    /// Its groups that are admins here; of several roles the highest counts
    #[arg(long = "oidc-admin-groups", env = "STUFFY_OIDC_ADMIN_GROUPS", value_delimiter = ',')]
    pub admin_groups: Vec<String>,
    /// What people call such an account, as it stands on the button
    #[arg(long = "oidc-name", env = "STUFFY_OIDC_NAME", default_value = "hospital account")]
    pub name: String,
}
