//! Signing in with a hospital account (OpenID Connect): the redirect to the provider and the callback.
//!
//! A callback that is invalid in any way shows an error page, opens no session and changes nothing.

use actix_web::HttpResponse;
use actix_web::http::{StatusCode, header};
use askama::Template;

use super::sign_in::{return_path, with_cookies};
use crate::domain::account::hospital_account::LoginDenied;
use crate::domain::error::DomainError;
use crate::integrations::oidc::{OidcError, OidcLoginAttempt, Provider};
use crate::use_cases::sign_in::oidc_sign_in::{self, OidcSignIn};
use crate::use_cases::sign_in::{self, login_throttle};
use crate::web::auth;
use crate::web::pages::shared::cookies::OIDC_LOGIN;
use crate::web::pages::shared::error::PageError;
use crate::web::pages::shared::form::Form;
use crate::web::pages::shared::layout::Layout;
use crate::web::pages::shared::redirect::{query_escape, see_other};
use crate::web::pages::shared::request::HtmlRequest;
use crate::web::pages::shared::response::page;
use crate::web::session_cookies;

/// A longer path to return to is dropped, because it must fit into a cookie.
const MAX_RETURN_PATH: usize = 1000;

/// Why nobody was signed in.
#[derive(Clone, Copy)]
struct Failure {
    status: StatusCode,
    title: &'static str,
    advice: &'static str,
}

#[derive(Template)]
#[template(path = "account/oidc.html")]
struct OidcTemplate<'a> {
    frame: Layout,
    failure: Failure,
    name: &'a str,
    return_to: String,
}

/// `GET /sign-in/hospital`: redirects to the provider.
pub(crate) async fn start(request: HtmlRequest) -> Result<HttpResponse, PageError> {
    let (app, provider) = (request.app(), provider(&request)?);
    let return_to =
        return_path(request.query().get("to").filter(|path| path.len() <= MAX_RETURN_PATH));
    // On a shared phone the provider may still have a session of the previous user.
    let reauthenticate = auth::enrolled_phone(request.http_request(), app).await?.is_some();
    let now = app.clock.now();
    let attempt = OidcLoginAttempt::new(now, return_to, reauthenticate);
    match provider.authorization_url(&attempt, now).await {
        Ok(url) => {
            let mut response = see_other(&url);
            OIDC_LOGIN.set(app, &mut response, &attempt.cookie())?;
            Ok(response)
        }
        Err(error) => failure_page(provider, explain(&error), attempt.return_path()),
    }
}

/// `GET /sign-in/hospital/back`: the provider redirects back here.
pub(crate) async fn callback(request: HtmlRequest) -> Result<HttpResponse, PageError> {
    let provider = provider(&request)?;
    let query = request.query();
    let (now, state) = (request.app().clock.now(), query.get("state").unwrap_or_default());
    let cookies = request.cookie_values(OIDC_LOGIN);
    let mut attempts =
        cookies.iter().filter_map(|cookie| OidcLoginAttempt::from_cookie(cookie, now));
    let attempt = attempts.find(|attempt| attempt.matches_state(state));
    let mut response = if let Some(attempt) = attempt {
        complete(&request, provider, &attempt, &query).await?
    } else {
        tracing::info!("OIDC callback without a matching sign-in attempt");
        failure_page(provider, UNKNOWN_ATTEMPT, "/")?
    };
    // An attempt can be used once.
    OIDC_LOGIN.remove(request.app(), &mut response)?;
    Ok(response)
}

/// Verifies the callback of a sign-in that this browser started, and opens a session.
async fn complete(
    request: &HtmlRequest,
    provider: &Provider,
    attempt: &OidcLoginAttempt,
    query: &Form,
) -> Result<HttpResponse, PageError> {
    let (app, network) = (request.app(), request.client_network());
    let phone = auth::enrolled_phone(request.http_request(), app).await?.map(|phone| phone.id);
    login_throttle::check_allowed(app, phone, network).await?;
    // An attempt started in a private browser must not sign anybody in on a shared phone.
    if phone.is_some() && !attempt.reauthenticate() {
        return failure_page(provider, UNKNOWN_ATTEMPT, "/");
    }
    let verified = match authorization_code(provider, query) {
        Ok(code) => provider.verify_callback(attempt, code, app.clock.now()).await,
        Err(error) => Err(error),
    };
    let identity = match verified {
        Ok(identity) => identity,
        Err(error) => {
            // Cancelling is no guess and does not count towards the limit.
            if matches!(error, OidcError::Invalid(_)) {
                login_throttle::record_oidc_denied(app, phone, network).await?;
            }
            return failure_page(provider, explain(&error), attempt.return_path());
        }
    };
    let one_time_hash = attempt.one_time_hash();
    match oidc_sign_in::sign_in(app, &identity, one_time_hash, phone).await? {
        OidcSignIn::SignedIn(session) => {
            // A sign-in ends the session that this browser had before.
            for previous in auth::tokens_to_end(request.http_request()) {
                sign_in::sign_out(app, &previous).await?;
            }
            let response = see_other(&return_path(Some(attempt.return_path())));
            with_cookies(response, &session_cookies::session_cookies(app, &session))
        }
        OidcSignIn::Denied(reason) => failure_page(provider, denied(reason), attempt.return_path()),
    }
}

/// The code in the callback's query, or the error there.
fn authorization_code(provider: &Provider, query: &Form) -> Result<String, OidcError> {
    if query.get("iss").is_some_and(|issuer| !provider.is_issuer(issuer)) {
        return Err(OidcError::Invalid("callback from another issuer".to_owned()));
    }
    if let Some(error) = query.get("error") {
        // Only a code in the form of the specification is logged; anybody can write anything into a URL.
        let is_code =
            error.bytes().all(|b| b.is_ascii_lowercase() || b == b'_') && error.len() < 60;
        return Err(OidcError::Declined(if is_code { error } else { "unknown" }.to_owned()));
    }
    query.get("code").map(str::to_owned).ok_or_else(|| OidcError::Invalid("no code".to_owned()))
}

fn provider(request: &HtmlRequest) -> Result<&Provider, PageError> {
    request.oidc_provider().ok_or(DomainError::NotFound("page").into())
}

fn failure_page(
    provider: &Provider,
    failure: Failure,
    return_to: &str,
) -> Result<HttpResponse, PageError> {
    let (frame, return_to) = (Layout::anonymous(failure.title), query_escape(return_to));
    let template = OidcTemplate { frame, failure, name: provider.name(), return_to };
    let mut response = page(failure.status, &template)?;
    if failure.status == StatusCode::SERVICE_UNAVAILABLE {
        response.headers_mut().insert(header::RETRY_AFTER, header::HeaderValue::from_static("30"));
    }
    Ok(response)
}

const UNKNOWN_ATTEMPT: Failure = Failure {
    status: StatusCode::BAD_REQUEST,
    title: "Please start again",
    advice: "This browser did not start this sign-in within the last ten minutes, or it was already used. You are not signed in.",
};

/// The message for the user; the cause is only logged.
fn explain(error: &OidcError) -> Failure {
    match error {
        OidcError::Unavailable(cause) => {
            tracing::warn!(%cause, "OIDC provider unavailable");
            Failure {
                status: StatusCode::SERVICE_UNAVAILABLE,
                title: "Hospital sign-in unavailable",
                advice: "The hospital's sign-in does not respond. Try again in a moment; passwords and PINs of Stuffy still work.",
            }
        }
        OidcError::Declined(cause) => {
            tracing::info!(%cause, "OIDC provider declined the sign-in");
            Failure {
                status: StatusCode::FORBIDDEN,
                title: "Not signed in",
                advice: "The sign-in was cancelled or declined by the hospital. You are not signed in.",
            }
        }
        OidcError::Invalid(cause) => {
            tracing::warn!(%cause, "OIDC sign-in could not be verified");
            Failure {
                status: StatusCode::FORBIDDEN,
                title: "Not signed in",
                advice: "The hospital's response could not be verified, so you are not signed in. Try again; if it keeps failing, contact your administrator.",
            }
        }
    }
}

const fn denied(reason: LoginDenied) -> Failure {
    match reason {
        LoginDenied::NoRole => Failure {
            status: StatusCode::FORBIDDEN,
            title: "No role assigned",
            advice: "Your hospital account is valid, but none of your groups has a role in Stuffy. Contact your administrator.",
        },
        LoginDenied::Disabled => Failure {
            status: StatusCode::FORBIDDEN,
            title: "Account disabled",
            advice: "Your account in Stuffy is disabled. An administrator can enable it again.",
        },
        LoginDenied::Used => UNKNOWN_ATTEMPT,
    }
}
