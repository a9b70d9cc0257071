//! Hospital accounts: asks the hospital's own sign-in (OpenID Connect) who somebody is, and believes no more of the
//! answer than what is proven.
//!
//! The only room that knows `openidconnect`. What follows from an answer is decided in
//! [`crate::use_cases::sign_in::oidc_sign_in`]; what goes out and comes back is carried by the [`crate::integrations::http_client`].

mod discovery;
mod login_flow;
mod id_token;
mod config;

use std::sync::Arc;
use std::time::Duration;

use openidconnect::core::{CoreAuthPrompt, CoreClientAuthMethod, CoreResponseType};
use openidconnect::{
    AuthType, AuthenticationFlow, AuthorizationCode, CsrfToken, Nonce, PkceCodeChallenge,
    PkceCodeVerifier, RequestTokenError, Scope,
};
use tokio::sync::Mutex;

use crate::domain::account::hospital_account::VerifiedIdentity;
use crate::domain::time::Time;
use crate::integrations::http_client::OutboundHttpClient;
use discovery::{Endpoint, ProviderMetadata, error_chain};
use id_token::Client;

pub use config::OidcConfig;
pub use login_flow::{LASTS, OidcLoginAttempt};

/// How long somebody waits for the hospital's sign-in, all its answers together, until they are told that it is away.
pub const PATIENCE: Duration = Duration::from_secs(8);

/// The hospital's sign-in, as the house knows it. Clones share it.
#[derive(Clone)]
pub struct Provider(Arc<Inner>);

struct Inner {
    setup: OidcConfig,
    door: Endpoint,
    patience: Duration,
    /// What is known of it, once it was asked; who asks meanwhile waits for the one answer.
    known: Mutex<Option<ProviderMetadata>>,
}

/// Why nobody is proven to have come.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum OidcError {
    /// It cannot be reached, or takes too long, or makes no sense. The cause is for the log.
    Away(String),
    /// It said no.
    Declined(String),
    /// What it said proves nothing. The cause is for the log.
    Unproven(String),
}

impl Provider {
    /// The sign-in that the settings describe; it is asked nothing yet.
    ///
    /// # Errors
    /// What is wrong with the settings.
    pub fn new(
        setup: OidcConfig,
        courier: OutboundHttpClient,
        patience: Duration,
    ) -> Result<Self, String> {
        setup.check()?;
        let door = Endpoint::new(courier, &setup.issuer)?;
        Ok(Self(Arc::new(Inner { setup, door, patience, known: Mutex::new(None) })))
    }

    /// What people call an account there.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.0.setup.name
    }

    /// Whether it goes by this name: what it says of itself on the way back (RFC 9207).
    #[must_use]
    pub fn display_name(&self, issuer: &str) -> bool {
        self.0.setup.issuer == issuer
    }

    /// Where to send somebody who wants to sign in there, on this passage.
    ///
    /// # Errors
    /// [`Failed::Away`].
    pub async fn authorization_url(
        &self,
        passage: &OidcLoginAttempt,
        now: Time,
    ) -> Result<String, OidcError> {
        let known = self.in_time(self.known(now)).await?;
        let client = self.0.client(&known)?;
        let flow = AuthenticationFlow::<CoreResponseType>::AuthorizationCode;
        let (state, nonce) = (passage.state(), passage.nonce());
        let asked = client.authorize_url(flow, || CsrfToken::new(state), || Nonce::new(nonce));
        let challenge = PkceCodeChallenge::from_code_verifier_sha256(&PkceCodeVerifier::new(
            passage.verifier(),
        ));
        let scopes = self.0.setup.scopes.iter().map(|scope| Scope::new(scope.clone()));
        let mut asked = asked.add_scopes(scopes).set_pkce_challenge(challenge);
        if passage.reauthenticate() {
            asked = asked.add_prompt(CoreAuthPrompt::Login).set_max_age(Duration::ZERO);
        }
        Ok(asked.url().0.into())
    }

    /// Who came back on a passage with a code.
    ///
    /// # Errors
    /// [`Failed`].
    pub async fn verify_callback(
        &self,
        passage: &OidcLoginAttempt,
        code: String,
        now: Time,
    ) -> Result<VerifiedIdentity, OidcError> {
        self.in_time(self.proven(passage, code, now)).await
    }

    async fn proven(
        &self,
        passage: &OidcLoginAttempt,
        code: String,
        now: Time,
    ) -> Result<VerifiedIdentity, OidcError> {
        let known = self.known(now).await?;
        let client = self.0.client(&known)?;
        let http = |request| self.0.door.ask(request);
        let asked = client
            .exchange_code(AuthorizationCode::new(code))
            .map_err(|cause| OidcError::Away(cause.to_string()))?
            .set_pkce_verifier(PkceCodeVerifier::new(passage.verifier()));
        let token = asked.request_async(&http).await.map_err(|error| match error {
            RequestTokenError::Request(cause) => OidcError::Away(cause.to_string()),
            // What it says besides may name somebody.
            RequestTokenError::ServerResponse(said) => {
                OidcError::Unproven(said.error().to_string())
            }
            other => OidcError::Unproven(error_chain(&other)),
        })?;
        match id_token::read(&self.0.setup, &known.keys, &token, passage, now) {
            // It may have changed its keys since it was asked for them.
            Err(id_token::IdTokenError::Key(_)) => {
                let anew = self.ask(now).await?;
                let read = id_token::read(&self.0.setup, &anew.keys, &token, passage, now);
                read.map_err(|doubt| OidcError::Unproven(doubt.to_string()))
            }
            read => read.map_err(|doubt| OidcError::Unproven(doubt.to_string())),
        }
    }

    /// What is known of it; it is asked where nothing is, or only what is old.
    async fn known(&self, now: Time) -> Result<ProviderMetadata, OidcError> {
        let mut kept = self.0.known.lock().await;
        if let Some(known) = kept.as_ref().filter(|known| known.is_fresh(now)) {
            return Ok(known.clone());
        }
        let known = self.0.door.discover(now).await?;
        Ok(kept.insert(known).clone())
    }

    /// Asks it anew, whatever is known.
    async fn ask(&self, now: Time) -> Result<ProviderMetadata, OidcError> {
        let known = self.0.door.discover(now).await?;
        Ok(self.0.known.lock().await.insert(known).clone())
    }

    async fn in_time<T>(
        &self,
        work: impl Future<Output = Result<T, OidcError>>,
    ) -> Result<T, OidcError> {
        let done = tokio::time::timeout(self.0.patience, work).await;
        done.unwrap_or_else(|_| Err(OidcError::Away("it took too long".to_owned())))
    }
}

impl Inner {
    fn client(&self, known: &ProviderMetadata) -> Result<Client, OidcError> {
        let client = id_token::client(&self.setup, &known.about).map_err(OidcError::Away)?;
        // Where it says nothing, it takes both.
        let ways = known.about.token_endpoint_auth_methods_supported();
        let in_the_body = ways.is_some_and(|ways| {
            ways.contains(&CoreClientAuthMethod::ClientSecretPost)
                && !ways.contains(&CoreClientAuthMethod::ClientSecretBasic)
        });
        Ok(if in_the_body { client.set_auth_type(AuthType::RequestBody) } else { client })
    }
}
