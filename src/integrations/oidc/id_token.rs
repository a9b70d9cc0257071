//! Verifies ID tokens: signature, audience, nonce, age and the time of authentication.

use std::collections::HashMap;
use std::time::Duration;

use chrono::{DateTime, Utc};
use openidconnect::core::{
    CoreAuthDisplay, CoreAuthPrompt, CoreErrorResponseType, CoreGenderClaim, CoreJsonWebKey,
    CoreJsonWebKeySet, CoreJweContentEncryptionAlgorithm, CoreJwsSigningAlgorithm,
    CoreProviderMetadata, CoreRevocableToken, CoreRevocationErrorResponse,
    CoreTokenIntrospectionResponse, CoreTokenType,
};
use openidconnect::{
    AdditionalClaims, ClaimsVerificationError, ClientId, ClientSecret, EmptyExtraTokenFields,
    EndpointMaybeSet, EndpointNotSet, EndpointSet, IdTokenClaims, IdTokenFields, IdTokenVerifier,
    IssuerUrl, Nonce, RedirectUrl, StandardErrorResponse, StandardTokenResponse,
    TokenResponse as _,
};
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::config::OidcConfig;
use super::login_flow::OidcLoginAttempt;
use crate::domain::account::hospital_account::{HospitalAccount, VerifiedIdentity};
use crate::domain::time::{Time, minutes};

/// The provider's clock may differ from ours by this much.
const CLOCK_SKEW: Duration = minutes(2);
/// From OpenID Connect Core 2.
const MAX_SUBJECT_BYTES: usize = 255;

/// Only signatures with the provider's private keys: no HMAC with our client secret, and never `none`.
const SIGNATURE_ALGORITHMS: [CoreJwsSigningAlgorithm; 9] = [
    CoreJwsSigningAlgorithm::RsaSsaPkcs1V15Sha256,
    CoreJwsSigningAlgorithm::RsaSsaPkcs1V15Sha384,
    CoreJwsSigningAlgorithm::RsaSsaPkcs1V15Sha512,
    CoreJwsSigningAlgorithm::RsaSsaPssSha256,
    CoreJwsSigningAlgorithm::RsaSsaPssSha384,
    CoreJwsSigningAlgorithm::RsaSsaPssSha512,
    CoreJwsSigningAlgorithm::EcdsaP256Sha256,
    CoreJwsSigningAlgorithm::EcdsaP384Sha384,
    CoreJwsSigningAlgorithm::EdDsa,
];

/// All other claims; the settings name the one with the groups.
#[derive(Clone, Debug, Deserialize, Serialize)]
pub(crate) struct ExtraClaims(HashMap<String, Value>);

impl AdditionalClaims for ExtraClaims {}

type Fields = IdTokenFields<
    ExtraClaims,
    EmptyExtraTokenFields,
    CoreGenderClaim,
    CoreJweContentEncryptionAlgorithm,
    CoreJwsSigningAlgorithm,
>;
pub(crate) type Token = StandardTokenResponse<Fields, CoreTokenType>;
type Claims = IdTokenClaims<ExtraClaims, CoreGenderClaim>;

/// The library's client for tokens with these claims.
pub(crate) type Client = openidconnect::Client<
    ExtraClaims,
    CoreAuthDisplay,
    CoreGenderClaim,
    CoreJweContentEncryptionAlgorithm,
    CoreJsonWebKey,
    CoreAuthPrompt,
    StandardErrorResponse<CoreErrorResponseType>,
    Token,
    CoreTokenIntrospectionResponse,
    CoreRevocableToken,
    CoreRevocationErrorResponse,
    EndpointSet,
    EndpointNotSet,
    EndpointNotSet,
    EndpointNotSet,
    EndpointMaybeSet,
    EndpointMaybeSet,
>;

pub(crate) fn client(
    config: &OidcConfig,
    metadata: &CoreProviderMetadata,
) -> Result<Client, String> {
    let secret = config.client_secret.clone().map(ClientSecret::new);
    let redirect_url =
        RedirectUrl::new(config.redirect_url.clone()).map_err(|error| error.to_string())?;
    let id = ClientId::new(config.client_id.clone());
    Ok(openidconnect::Client::from_provider_metadata(metadata.clone(), id, secret)
        .set_redirect_uri(redirect_url))
}

/// Why a token is invalid.
#[derive(Debug, thiserror::Error)]
pub(crate) enum IdTokenError {
    /// The signature matches none of the known keys.
    #[error("{0}")]
    Signature(String),
    #[error("{0}")]
    Other(String),
}

/// Verifies the token of a login attempt and returns the identity in it.
pub(crate) fn verify(
    config: &OidcConfig,
    keys: &CoreJsonWebKeySet,
    token: &Token,
    attempt: &OidcLoginAttempt,
    now: Time,
) -> Result<VerifiedIdentity, IdTokenError> {
    let other = |reason: &str| IdTokenError::Other(reason.to_owned());
    let token = token.id_token().ok_or_else(|| other("no ID token"))?;
    let verifier = verifier(config, keys, attempt, now)?;
    let nonce = Nonce::new(attempt.nonce());
    let claims = token.claims(&verifier, &nonce).map_err(|error| match error {
        ClaimsVerificationError::SignatureVerification(cause) => {
            IdTokenError::Signature(cause.to_string())
        }
        // Some messages of the library quote the token.
        error => IdTokenError::Other(describe(&error).to_owned()),
    })?;
    // The library does not check the authorized party.
    let party = claims.authorized_party();
    if party.is_some_and(|party| party.as_str() != config.client_id) {
        return Err(other("authorized party is another client"));
    }
    let subject = claims.subject().as_str();
    if subject.is_empty() || subject.len() > MAX_SUBJECT_BYTES {
        return Err(other("invalid subject"));
    }
    Ok(VerifiedIdentity {
        account: HospitalAccount { issuer: config.issuer.clone(), subject: subject.to_owned() },
        name: claims.name().and_then(|name| name.get(None)).map(|name| name.as_str().to_owned()),
        username: claims.preferred_username().map(|name| name.as_str().to_owned()),
        role: config.groups.role(&groups(claims, &config.groups_claim)),
    })
}

fn verifier<'k>(
    config: &OidcConfig,
    keys: &CoreJsonWebKeySet,
    attempt: &OidcLoginAttempt,
    now: Time,
) -> Result<IdTokenVerifier<'k, CoreJsonWebKey>, IdTokenError> {
    let issuer = IssuerUrl::new(config.issuer.clone())
        .map_err(|error| IdTokenError::Other(error.to_string()))?;
    let id = ClientId::new(config.client_id.clone());
    let at = |time: Time| DateTime::<Utc>::from_timestamp_millis(time.millis()).unwrap_or_default();
    let (now, latest) = (at(now), at(now.plus(CLOCK_SKEW)));
    let earliest = at(attempt.started_at().minus(CLOCK_SKEW));
    let reauthenticate = attempt.reauthenticate();
    // Verifying as a public client refuses tokens signed with the shared client secret.
    Ok(IdTokenVerifier::new_public_client(id, issuer, keys.clone())
        .set_allowed_algs(SIGNATURE_ALGORITHMS)
        .set_time_fn(move || now)
        .set_issue_time_verifier_fn(move |issued_at| {
            let is_valid = (earliest..=latest).contains(&issued_at);
            if is_valid { Ok(()) } else { Err("issued before this login attempt".to_owned()) }
        })
        .set_auth_time_verifier_fn(move |auth_time| match auth_time {
            Some(auth_time) if reauthenticate && auth_time < earliest => {
                Err("authenticated before this login attempt".to_owned())
            }
            // Required because we sent max_age (OpenID Connect Core 3.1.2.1).
            None if reauthenticate => Err("no auth_time claim".to_owned()),
            _ => Ok(()),
        }))
}

/// The claim is a list of groups or a single group.
fn groups(claims: &Claims, claim: &str) -> Vec<String> {
    match claims.additional_claims().0.get(claim) {
        Some(Value::String(group)) => vec![group.clone()],
        Some(Value::Array(groups)) => {
            groups.iter().filter_map(Value::as_str).map(str::to_owned).collect()
        }
        _ => Vec::new(),
    }
}

const fn describe(error: &ClaimsVerificationError) -> &'static str {
    match error {
        ClaimsVerificationError::Expired(_) => "token has expired or was issued too early",
        ClaimsVerificationError::InvalidAudience(_) => "token is for another client",
        ClaimsVerificationError::InvalidIssuer(_) => "token is from another issuer",
        ClaimsVerificationError::InvalidNonce(_) => "token is of another login attempt",
        ClaimsVerificationError::InvalidAuthTime(_) => {
            "user authenticated before this login attempt"
        }
        ClaimsVerificationError::InvalidSubject(_) => "invalid subject",
        _ => "token cannot be parsed",
    }
}
