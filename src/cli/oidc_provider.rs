//! Builds the client of the hospital's OpenID Connect provider from the settings.

use crate::config::Settings;
use crate::domain::account::hospital_account::GroupMapping;
use crate::integrations::http_client::OutboundHttpClient;
use crate::integrations::oidc::{OidcConfig, Provider, TIMEOUT};

const CALLBACK_PATH: &str = "/sign-in/hospital/back";

/// Sends no request yet, so the server starts even if the provider is unavailable.
pub(crate) fn from_settings(
    settings: &Settings,
    client: &OutboundHttpClient,
) -> Result<Option<Provider>, String> {
    let oidc = &settings.oidc;
    let Some(issuer) = &oidc.issuer else {
        if oidc.client_id.is_some() || oidc.client_secret.is_some() {
            return Err("STUFFY_OIDC_CLIENT_ID or STUFFY_OIDC_CLIENT_SECRET is set, but STUFFY_OIDC_ISSUER is not: set it to the provider's issuer URL".to_owned());
        }
        return Ok(None);
    };
    let Some(client_id) = &oidc.client_id else {
        return Err("STUFFY_OIDC_ISSUER is set, but STUFFY_OIDC_CLIENT_ID is not: register this server with the provider and set its client ID".to_owned());
    };
    let Some(public_url) = &settings.server.public_url else {
        return Err(
            "hospital accounts need STUFFY_PUBLIC_URL: the provider redirects to it".to_owned()
        );
    };
    let config = OidcConfig {
        issuer: issuer.clone(),
        client_id: client_id.clone(),
        client_secret: oidc.client_secret.clone(),
        scopes: trimmed(&oidc.scopes),
        groups_claim: oidc.groups_claim.clone(),
        groups: GroupMapping {
            staff: trimmed(&oidc.staff_groups),
            lead: trimmed(&oidc.lead_groups),
            admin: trimmed(&oidc.admin_groups),
        },
        name: oidc.name.clone(),
        redirect_url: format!("{public_url}{CALLBACK_PATH}"),
    };
    Provider::new(config, client.clone(), TIMEOUT).map(Some)
}

fn trimmed(texts: &[String]) -> Vec<String> {
    let texts = texts.iter().map(|text| text.trim().to_owned());
    texts.filter(|text| !text.is_empty()).collect()
}
