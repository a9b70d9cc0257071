//! The provider: sends users to it and verifies what they come back with.

use std::sync::Arc;
use std::time::Duration;

use openidconnect::core::{CoreAuthPrompt, CoreClientAuthMethod, CoreResponseType};
use openidconnect::{
    AuthType, AuthenticationFlow, AuthorizationCode, CsrfToken, Nonce, PkceCodeChallenge,
    PkceCodeVerifier, RequestTokenError, Scope,
};
use tokio::sync::Mutex;

use super::config::OidcConfig;
use super::discovery::{Endpoint, ProviderMetadata, error_chain};
use super::error::OidcError;
use super::id_token::{self, Client, IdTokenError, Token};
use super::login_flow::OidcLoginAttempt;
use crate::domain::account::hospital_account::VerifiedIdentity;
use crate::domain::time::Time;
use crate::integrations::http_client::OutboundHttpClient;

/// For all requests to the provider during one page request together.
pub const TIMEOUT: Duration = Duration::from_secs(8);

/// Clones share the cached metadata.
#[derive(Clone)]
pub struct Provider(Arc<Inner>);

struct Inner {
    config: OidcConfig,
    endpoint: Endpoint,
    timeout: Duration,
    /// The lock is held while fetching, so concurrent requests share one fetch.
    metadata: Mutex<Option<ProviderMetadata>>,
}

impl Provider {
    /// Checks the configuration; sends no request yet.
    pub fn new(
        config: OidcConfig,
        client: OutboundHttpClient,
        timeout: Duration,
    ) -> Result<Self, String> {
        config.check()?;
        let endpoint = Endpoint::new(client, &config.issuer)?;
        Ok(Self(Arc::new(Inner { config, endpoint, timeout, metadata: Mutex::new(None) })))
    }

    /// What the sign-in button calls an account of this provider.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.0.config.name
    }

    /// Compares the `iss` parameter of a callback (RFC 9207).
    #[must_use]
    pub fn is_issuer(&self, issuer: &str) -> bool {
        self.0.config.issuer == issuer
    }

    /// Where to redirect the user's browser.
    pub async fn authorization_url(
        &self,
        attempt: &OidcLoginAttempt,
        now: Time,
    ) -> Result<String, OidcError> {
        let metadata = self.with_timeout(self.metadata(now)).await?;
        let client = self.0.client(&metadata)?;
        let flow = AuthenticationFlow::<CoreResponseType>::AuthorizationCode;
        let (state, nonce) = (attempt.state(), attempt.nonce());
        let verifier = PkceCodeVerifier::new(attempt.verifier());
        let scopes = self.0.config.scopes.iter().map(|scope| Scope::new(scope.clone()));
        let mut request = client
            .authorize_url(flow, || CsrfToken::new(state), || Nonce::new(nonce))
            .add_scopes(scopes)
            .set_pkce_challenge(PkceCodeChallenge::from_code_verifier_sha256(&verifier));
        if attempt.reauthenticate() {
            request = request.add_prompt(CoreAuthPrompt::Login).set_max_age(Duration::ZERO);
        }
        Ok(request.url().0.into())
    }

    /// Exchanges the code of a callback for an ID token and verifies it.
    pub async fn verify_callback(
        &self,
        attempt: &OidcLoginAttempt,
        code: String,
        now: Time,
    ) -> Result<VerifiedIdentity, OidcError> {
        self.with_timeout(self.exchange_and_verify(attempt, code, now)).await
    }

    async fn exchange_and_verify(
        &self,
        attempt: &OidcLoginAttempt,
        code: String,
        now: Time,
    ) -> Result<VerifiedIdentity, OidcError> {
        let metadata = self.metadata(now).await?;
        let token = self.exchange_code(attempt, code, &metadata).await?;
        let config = &self.0.config;
        let verified = match id_token::verify(config, &metadata.keys, &token, attempt, now) {
            // The provider may have new keys since the last fetch.
            Err(IdTokenError::Signature(_)) => {
                let metadata = self.fetch_metadata(now).await?;
                id_token::verify(config, &metadata.keys, &token, attempt, now)
            }
            verified => verified,
        };
        verified.map_err(|error| OidcError::Invalid(error.to_string()))
    }

    async fn exchange_code(
        &self,
        attempt: &OidcLoginAttempt,
        code: String,
        metadata: &ProviderMetadata,
    ) -> Result<Token, OidcError> {
        let http = |request| self.0.endpoint.send(request);
        let client = self.0.client(metadata)?;
        let request = client
            .exchange_code(AuthorizationCode::new(code))
            .map_err(|error| OidcError::Unavailable(error.to_string()))?
            .set_pkce_verifier(PkceCodeVerifier::new(attempt.verifier()));
        request.request_async(&http).await.map_err(|error| match error {
            RequestTokenError::Request(error) => OidcError::Unavailable(error.to_string()),
            // Only the error code: the description may contain a user's name.
            RequestTokenError::ServerResponse(response) => {
                OidcError::Invalid(response.error().to_string())
            }
            error => OidcError::Invalid(error_chain(&error)),
        })
    }

    /// The cached metadata, fetched if there is none or it is too old.
    async fn metadata(&self, now: Time) -> Result<ProviderMetadata, OidcError> {
        let mut cached = self.0.metadata.lock().await;
        if let Some(metadata) = cached.as_ref().filter(|metadata| metadata.is_fresh(now)) {
            return Ok(metadata.clone());
        }
        let metadata = self.0.endpoint.discover(now).await?;
        Ok(cached.insert(metadata).clone())
    }

    async fn fetch_metadata(&self, now: Time) -> Result<ProviderMetadata, OidcError> {
        let metadata = self.0.endpoint.discover(now).await?;
        Ok(self.0.metadata.lock().await.insert(metadata).clone())
    }

    async fn with_timeout<T>(
        &self,
        work: impl Future<Output = Result<T, OidcError>>,
    ) -> Result<T, OidcError> {
        tokio::time::timeout(self.0.timeout, work)
            .await
            .unwrap_or_else(|_| Err(OidcError::Unavailable("request timed out".to_owned())))
    }
}

impl Inner {
    fn client(&self, metadata: &ProviderMetadata) -> Result<Client, OidcError> {
        let client =
            id_token::client(&self.config, &metadata.metadata).map_err(OidcError::Unavailable)?;
        // A provider that lists no methods supports both.
        let methods = metadata.metadata.token_endpoint_auth_methods_supported();
        let secret_in_body = methods.is_some_and(|methods| {
            methods.contains(&CoreClientAuthMethod::ClientSecretPost)
                && !methods.contains(&CoreClientAuthMethod::ClientSecretBasic)
        });
        Ok(if secret_in_body { client.set_auth_type(AuthType::RequestBody) } else { client })
    }
}
