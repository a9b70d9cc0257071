//! Settings of sign-in with hospital accounts (OpenID Connect).

use clap::Args;

#[derive(Args, Clone)]
#[command(next_help_heading = "Hospital accounts (OpenID Connect)")]
pub struct OidcSettings {
    /// OIDC issuer URL, exactly as the provider writes it; enables sign-in with hospital accounts
    #[arg(long = "oidc-issuer", env = "STUFFY_OIDC_ISSUER")]
    pub issuer: Option<String>,
    /// OIDC client ID
    #[arg(long = "oidc-client-id", env = "STUFFY_OIDC_CLIENT_ID")]
    pub client_id: Option<String>,
    /// OIDC client secret, if the provider issued one
    #[arg(long = "oidc-client-secret", env = "STUFFY_OIDC_CLIENT_SECRET", hide_env_values = true)]
    pub client_secret: Option<String>,
    /// OIDC scopes to request besides openid; some providers send groups only if groups is requested
    #[arg(
        long = "oidc-scopes",
        env = "STUFFY_OIDC_SCOPES",
        default_value = "profile",
        value_delimiter = ','
    )]
    pub scopes: Vec<String>,
    /// Claim of the ID token that contains the user's groups
    #[arg(long = "oidc-groups-claim", env = "STUFFY_OIDC_GROUPS_CLAIM", default_value = "groups")]
    pub groups_claim: String,
    /// Groups whose members get the role staff
    #[arg(long = "oidc-staff-groups", env = "STUFFY_OIDC_STAFF_GROUPS", value_delimiter = ',')]
    pub staff_groups: Vec<String>,
    /// Groups whose members get the role lead
    #[arg(long = "oidc-lead-groups", env = "STUFFY_OIDC_LEAD_GROUPS", value_delimiter = ',')]
    pub lead_groups: Vec<String>,
    /// Groups whose members get the role admin; a user with several roles gets the highest
    #[arg(long = "oidc-admin-groups", env = "STUFFY_OIDC_ADMIN_GROUPS", value_delimiter = ',')]
    pub admin_groups: Vec<String>,
    /// Name of these accounts on the sign-in button
    #[arg(long = "oidc-name", env = "STUFFY_OIDC_NAME", default_value = "hospital account")]
    pub name: String,
}
