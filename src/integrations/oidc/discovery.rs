//! What the hospital's sign-in tells of itself: where its doors are, and the keys that it signs with.

use std::error::Error;
use std::time::Duration;

use openidconnect::core::{CoreJsonWebKeySet, CoreProviderMetadata};
use openidconnect::url::Url;
use openidconnect::{HttpRequest, HttpResponse, IssuerUrl, TokenUrl};

use super::OidcError;
use super::config::is_safe;
use crate::domain::time::{Time, hours};
use crate::integrations::http_client::{AddressTrust, DeliveryError, OutboundHttpClient};

/// The largest answer that is read.
const MOST: usize = 1024 * 1024;
/// How long what was told is gone by.
const FRESH: Duration = hours(1);

/// What it told of itself.
#[derive(Clone)]
pub(crate) struct ProviderMetadata {
    pub(crate) about: CoreProviderMetadata,
    pub(crate) keys: CoreJsonWebKeySet,
    asked: Time,
}

impl ProviderMetadata {
    pub(crate) fn is_fresh(&self, now: Time) -> bool {
        now.since(self.asked) < FRESH
    }
}

/// The way to it.
pub(crate) struct Endpoint {
    courier: OutboundHttpClient,
    issuer: IssuerUrl,
}

impl Endpoint {
    pub(crate) fn new(courier: OutboundHttpClient, issuer: &str) -> Result<Self, String> {
        let issuer = IssuerUrl::new(issuer.to_owned())
            .map_err(|_| "STUFFY_OIDC_ISSUER is no address, such as https://login.example")?;
        Ok(Self { courier, issuer })
    }

    /// Asks it to tell of itself. It must call itself as we do.
    pub(crate) async fn discover(&self, now: Time) -> Result<ProviderMetadata, OidcError> {
        let http = |request| self.ask(request);
        let told = CoreProviderMetadata::discover_async(self.issuer.clone(), &http).await;
        let about = told.map_err(|error| OidcError::Away(error_chain(&error)))?;
        let doors =
            [Some(about.authorization_endpoint().url()), about.token_endpoint().map(TokenUrl::url)];
        // Where somebody types a password, and where we say our secret.
        if !doors.into_iter().flatten().all(is_safe) {
            return Err(OidcError::Away("it names a door that is not https".to_owned()));
        }
        Ok(ProviderMetadata { keys: about.jwks().clone(), about, asked: now })
    }

    /// Carries one question to it, and its answer back; no redirect is followed.
    pub(crate) async fn ask(&self, request: HttpRequest) -> Result<HttpResponse, DeliveryError> {
        let refused = DeliveryError::Refused("the address is not https");
        let to = Url::parse(&request.uri().to_string()).map_err(|_| refused)?;
        if !is_safe(&to) {
            return Err(refused);
        }
        let line = self.courier.connect(&request.uri().clone(), AddressTrust::Configured).await?;
        let answer = line.ask(request, MOST).await?;
        let broken = DeliveryError::Away("it says that it is out of order");
        if answer.status().is_server_error() { Err(broken) } else { Ok(answer) }
    }
}

/// An error and what led to it, in one line; none of them repeats what was answered.
pub(crate) fn error_chain(error: &dyn Error) -> String {
    let mut line = error.to_string();
    let mut cause = error.source();
    while let Some(error) = cause {
        line = format!("{line}: {error}");
        cause = error.source();
    }
    line
}
