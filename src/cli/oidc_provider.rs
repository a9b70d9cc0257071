//! The hospital's sign-in, as the settings describe it.

use crate::config::Settings;
use crate::domain::account::hospital_account::GroupMapping;
use crate::integrations::http_client::OutboundHttpClient;
use crate::integrations::oidc::{OidcConfig, PATIENCE, Provider};

/// The path that people come back to.
const BACK: &str = "/sign-in/hospital/back";

/// The hospital's sign-in, where the site has set one. Nothing is asked of it yet, so it may be away now.
///
/// # Errors
/// What is wrong with the settings, and what helps.
pub(crate) fn provider(
    settings: &Settings,
    courier: &OutboundHttpClient,
) -> Result<Option<Provider>, String> {
    let said = &settings.accounts;
    let Some(issuer) = &said.issuer else {
        let half = said.client_id.is_some() || said.client_secret.is_some();
        let advice = "STUFFY_OIDC_CLIENT_ID or its secret is set and STUFFY_OIDC_ISSUER is not: set it to the address that the hospital's sign-in names itself by";
        return if half { Err(advice.to_owned()) } else { Ok(None) };
    };
    let Some(client_id) = &said.client_id else {
        return Err("STUFFY_OIDC_ISSUER is set and STUFFY_OIDC_CLIENT_ID is not: register this house with the hospital's sign-in and set the name that it gets there".to_owned());
    };
    let Some(public_url) = &settings.public_url else {
        return Err(
            "hospital accounts need STUFFY_PUBLIC_URL: people are sent back to it".to_owned()
        );
    };
    let plain = |texts: &[String]| {
        let texts = texts.iter().map(|text| text.trim().to_owned());
        texts.filter(|text| !text.is_empty()).collect::<Vec<_>>()
    };
    let setup = OidcConfig {
        issuer: issuer.clone(),
        client_id: client_id.clone(),
        client_secret: said.client_secret.clone(),
        scopes: plain(&said.scopes),
        groups_claim: said.groups_claim.clone(),
        groups: GroupMapping {
            staff: plain(&said.staff_groups),
            lead: plain(&said.lead_groups),
            admin: plain(&said.admin_groups),
        },
        name: said.name.clone(),
        back: format!("{public_url}{BACK}"),
    };
    Provider::new(setup, courier.clone(), PATIENCE).map(Some)
}
