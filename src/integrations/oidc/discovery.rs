//! Fetches the provider's metadata: its endpoints and signing keys.

use std::error::Error;
use std::time::Duration;

use openidconnect::core::{CoreJsonWebKeySet, CoreProviderMetadata};
use openidconnect::url::Url;
use openidconnect::{HttpRequest, HttpResponse, IssuerUrl, TokenUrl};

use super::config::is_safe;
use super::error::OidcError;
use crate::domain::time::{Time, hours};
use crate::integrations::http_client::{AddressTrust, DeliveryError, OutboundHttpClient};

const MAX_RESPONSE_BYTES: usize = 1024 * 1024;
const CACHE_LIFETIME: Duration = hours(1);

#[derive(Clone)]
pub(crate) struct ProviderMetadata {
    pub(crate) metadata: CoreProviderMetadata,
    pub(crate) keys: CoreJsonWebKeySet,
    fetched_at: Time,
}

impl ProviderMetadata {
    pub(crate) fn is_fresh(&self, now: Time) -> bool {
        now.since(self.fetched_at) < CACHE_LIFETIME
    }
}

/// Sends requests to the provider.
pub(crate) struct Endpoint {
    client: OutboundHttpClient,
    issuer: IssuerUrl,
}

impl Endpoint {
    pub(crate) fn new(client: OutboundHttpClient, issuer: &str) -> Result<Self, String> {
        let issuer = IssuerUrl::new(issuer.to_owned())
            .map_err(|_| "STUFFY_OIDC_ISSUER is not a URL, such as https://login.example")?;
        Ok(Self { client, issuer })
    }

    /// Fetches the metadata. The library checks that the provider names the issuer of our settings.
    pub(crate) async fn discover(&self, now: Time) -> Result<ProviderMetadata, OidcError> {
        let http = |request| self.send(request);
        let metadata = CoreProviderMetadata::discover_async(self.issuer.clone(), &http)
            .await
            .map_err(|error| OidcError::Unavailable(error_chain(&error)))?;
        // Users type their password at one, and we send our client secret to the other.
        let endpoints = [
            Some(metadata.authorization_endpoint().url()),
            metadata.token_endpoint().map(TokenUrl::url),
        ];
        if !endpoints.into_iter().flatten().all(is_safe) {
            return Err(OidcError::Unavailable("an endpoint does not use https".to_owned()));
        }
        Ok(ProviderMetadata { keys: metadata.jwks().clone(), metadata, fetched_at: now })
    }

    pub(crate) async fn send(&self, request: HttpRequest) -> Result<HttpResponse, DeliveryError> {
        let not_https = DeliveryError::Refused("URL is not https");
        let url = Url::parse(&request.uri().to_string()).map_err(|_| not_https)?;
        if !is_safe(&url) {
            return Err(not_https);
        }
        let uri = request.uri().clone();
        let connection = self.client.connect(&uri, AddressTrust::Configured).await?;
        let response = connection.send_and_read(request, MAX_RESPONSE_BYTES).await?;
        if response.status().is_server_error() {
            return Err(DeliveryError::Unavailable("provider responded with a server error"));
        }
        Ok(response)
    }
}

/// An error with its causes in one line; none of them quotes a response.
pub(crate) fn error_chain(error: &dyn Error) -> String {
    let mut line = error.to_string();
    let mut cause = error.source();
    while let Some(error) = cause {
        line = format!("{line}: {error}");
        cause = error.source();
    }
    line
}
