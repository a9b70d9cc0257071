//! What an ID token proves: signed by a key of the hospital's, for this house, for this passage, just now.

use std::collections::HashMap;
use std::fmt;
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

/// How far their clock may be from ours.
const SLACK: Duration = minutes(2);
/// The longest subject: that of the specification.
const SUBJECT: usize = 255;

/// The ways of signing that are taken: those by a key of theirs that is no secret of ours, and never none.
const SIGNED_BY: [CoreJwsSigningAlgorithm; 9] = [
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

/// The claims that the site may have named.
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

/// The library's client for such tokens.
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

/// The client that the settings and what is known describe.
pub(crate) fn client(setup: &OidcConfig, about: &CoreProviderMetadata) -> Result<Client, String> {
    let secret = setup.client_secret.clone().map(ClientSecret::new);
    let back = RedirectUrl::new(setup.back.clone()).map_err(|error| error.to_string())?;
    let id = ClientId::new(setup.client_id.clone());
    Ok(openidconnect::Client::from_provider_metadata(about.clone(), id, secret)
        .set_redirect_uri(back))
}

/// Why a token proves nothing.
#[derive(Debug)]
pub(crate) enum IdTokenError {
    /// No key that is known made its signature.
    Key(String),
    /// Anything else.
    Other(String),
}

impl fmt::Display for IdTokenError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (Self::Key(why) | Self::Other(why)) = self;
        f.write_str(why)
    }
}

/// Who a token says came back on a passage.
pub(crate) fn read(
    setup: &OidcConfig,
    keys: &CoreJsonWebKeySet,
    token: &Token,
    passage: &OidcLoginAttempt,
    now: Time,
) -> Result<VerifiedIdentity, IdTokenError> {
    let other = |why: &str| IdTokenError::Other(why.to_owned());
    let token = token.id_token().ok_or_else(|| other("there is no ID token"))?;
    let verifier = verifier(setup, keys, passage, now)?;
    let claims = token.claims(&verifier, &Nonce::new(passage.nonce())).map_err(|error| {
        match error {
            ClaimsVerificationError::SignatureVerification(cause) => {
                IdTokenError::Key(cause.to_string())
            }
            // What some of the others say holds what the token says.
            error => IdTokenError::Other(kind_of(&error).to_owned()),
        }
    })?;
    // The library leaves this one to us.
    let party = claims.authorized_party();
    if party.is_some_and(|party| party.as_str() != setup.client_id) {
        return Err(other("it was made out to another house"));
    }
    let subject = claims.subject().as_str();
    if subject.is_empty() || subject.len() > SUBJECT {
        return Err(other("it names nobody"));
    }
    Ok(VerifiedIdentity {
        account: HospitalAccount { issuer: setup.issuer.clone(), subject: subject.to_owned() },
        name: claims.name().and_then(|name| name.get(None)).map(|name| name.as_str().to_owned()),
        username: claims.preferred_username().map(|name| name.as_str().to_owned()),
        role: setup.groups.role(&groups(claims, &setup.groups_claim)),
    })
}

fn verifier<'k>(
    setup: &OidcConfig,
    keys: &CoreJsonWebKeySet,
    passage: &OidcLoginAttempt,
    now: Time,
) -> Result<IdTokenVerifier<'k, CoreJsonWebKey>, IdTokenError> {
    let issuer =
        IssuerUrl::new(setup.issuer.clone()).map_err(|e| IdTokenError::Other(e.to_string()))?;
    let id = ClientId::new(setup.client_id.clone());
    let at = |time: Time| DateTime::<Utc>::from_timestamp_millis(time.millis()).unwrap_or_default();
    let (now, latest, earliest) =
        (at(now), at(now.plus(SLACK)), at(passage.started_at().minus(SLACK)));
    let anew = passage.reauthenticate();
    // As a public client has it: no token is signed by the secret that we share.
    Ok(IdTokenVerifier::new_public_client(id, issuer, keys.clone())
        .set_allowed_algs(SIGNED_BY)
        .set_time_fn(move || now)
        .set_issue_time_verifier_fn(move |made| {
            let fits = (earliest..=latest).contains(&made);
            if fits { Ok(()) } else { Err("it was not made just now".to_owned()) }
        })
        .set_auth_time_verifier_fn(move |shown| match shown {
            Some(shown) if anew && shown < earliest => Err("they signed in earlier".to_owned()),
            // Whoever is asked for an age has to tell one (OpenID Connect Core 3.1.2.1).
            None if anew => Err("it does not say when they signed in".to_owned()),
            _ => Ok(()),
        }))
}

/// The groups that a token names: a list, or a single one.
fn groups(claims: &Claims, claim: &str) -> Vec<String> {
    match claims.additional_claims().0.get(claim) {
        Some(Value::String(one)) => vec![one.clone()],
        Some(Value::Array(several)) => {
            several.iter().filter_map(Value::as_str).map(str::to_owned).collect()
        }
        _ => Vec::new(),
    }
}

const fn kind_of(error: &ClaimsVerificationError) -> &'static str {
    match error {
        ClaimsVerificationError::Expired(_) => "it is over, or was not made just now",
        ClaimsVerificationError::InvalidAudience(_) => "it is for another house",
        ClaimsVerificationError::InvalidIssuer(_) => "another made it",
        ClaimsVerificationError::InvalidNonce(_) => "it is of another passage",
        ClaimsVerificationError::InvalidAuthTime(_) => "whoever it is for signed in earlier",
        ClaimsVerificationError::InvalidSubject(_) => "it names nobody",
        _ => "it cannot be read",
    }
}
