//! Signing in with a hospital account: to the hospital's own sign-in, and back.
//!
//! Whatever does not fit on the way back is a page that says so, opens no session and changes nothing.

use actix_web::HttpResponse;
use actix_web::http::{StatusCode, header};
use askama::Template;

use super::sign_in::{return_path, with};
use crate::domain::account::hospital_account::LoginDenied;
use crate::domain::error::DomainError;
use crate::integrations::oidc::{OidcError, OidcLoginAttempt, Provider};
use crate::use_cases::sign_in::oidc_sign_in::{self, OidcSignIn};
use crate::use_cases::sign_in::{self, login_throttle};
use crate::web::auth;
use crate::web::pages::shared::cookies::PASSAGE;
use crate::web::pages::shared::error::PageError;
use crate::web::pages::shared::layout::Layout;
use crate::web::pages::shared::request::{Form, HtmlRequest};
use crate::web::pages::{page, query_escape, see_other};

/// The longest path that is gone on to; a longer one leads home.
const LONGEST: usize = 1000;

/// What is said of it when nobody came in.
#[derive(Clone, Copy)]
struct Callback {
    status: StatusCode,
    title: &'static str,
    advice: &'static str,
}

#[derive(Template)]
#[template(path = "account/oidc.html")]
struct OidcTemplate<'a> {
    frame: Layout,
    said: Callback,
    name: &'a str,
    to: String,
}

/// `GET /sign-in/hospital`
///
/// # Errors
/// `not-found` where the site has no hospital accounts.
pub async fn start(asked: HtmlRequest) -> Result<HttpResponse, PageError> {
    let (app, provider) = (asked.app(), provider(&asked)?);
    let to = return_path(asked.query().get("to").filter(|to| to.len() <= LONGEST));
    // On a shared phone whoever was there before is still known to the hospital's sign-in.
    let anew = auth::phone(asked.request(), app).await?.is_some();
    let now = app.clock.now();
    let passage = OidcLoginAttempt::new(now, to, anew);
    match provider.authorization_url(&passage, now).await {
        Ok(there) => {
            let mut answer = see_other(&there);
            PASSAGE.give(app, &mut answer, &passage.cookie())?;
            Ok(answer)
        }
        Err(failed) => shown(provider, told(&failed), passage.to()),
    }
}

/// `GET /sign-in/hospital/back`
///
/// # Errors
/// `not-found` where the site has no hospital accounts, `too-many-requests`, and the store's.
pub async fn callback(asked: HtmlRequest) -> Result<HttpResponse, PageError> {
    let provider = provider(&asked)?;
    let said = asked.query();
    let cookie = asked.cookie(PASSAGE.name).unwrap_or_default();
    let passage = OidcLoginAttempt::read(&cookie, asked.app().clock.now());
    let known =
        passage.filter(|passage| passage.matches_state(said.get("state").unwrap_or_default()));
    let mut answer = if let Some(passage) = known {
        arrive(&asked, provider, &passage, &said).await?
    } else {
        tracing::info!("somebody came back from the hospital's sign-in who did not set out here");
        shown(provider, ASTRAY, "/")?
    };
    // A way back is gone once.
    PASSAGE.take(asked.app(), &mut answer)?;
    Ok(answer)
}

/// Somebody is back on the passage that they set out on.
async fn arrive(
    asked: &HtmlRequest,
    provider: &Provider,
    passage: &OidcLoginAttempt,
    said: &Form,
) -> Result<HttpResponse, PageError> {
    let (app, address) = (asked.app(), asked.address());
    let phone = auth::phone(asked.request(), app).await?.map(|phone| phone.id);
    login_throttle::check_allowed(app, phone, &address).await?;
    // A passage that a browser of one's own set out on does not end at a phone that others share.
    if phone.is_some() && !passage.reauthenticate() {
        return shown(provider, ASTRAY, "/");
    }
    let proven = match code_of(provider, said) {
        Ok(code) => provider.verify_callback(passage, code, app.clock.now()).await,
        Err(failed) => Err(failed),
    };
    let proven = match proven {
        Ok(proven) => proven,
        Err(failed) => {
            // Who thinks better of it has guessed at nothing.
            if matches!(failed, OidcError::Unproven(_)) {
                login_throttle::record_oidc_denied(app, phone, &address).await?;
            }
            return shown(provider, told(&failed), passage.to());
        }
    };
    let begun = match oidc_sign_in::sign_in(app, &proven, passage.one_time_hash(), phone).await? {
        OidcSignIn::SignedIn(begun) => begun,
        OidcSignIn::Denied(why) => return shown(provider, barred(why), passage.to()),
    };
    // Whoever was signed in here before is not any more.
    if let Some(before) = asked.cookie(auth::COOKIE) {
        sign_in::sign_out(app, &before).await?;
    }
    with(see_other(&return_path(Some(passage.to()))), &auth::cookies(app, &begun))
}

/// The code that came along, or what came instead.
fn code_of(provider: &Provider, said: &Form) -> Result<String, OidcError> {
    if said.get("iss").is_some_and(|issuer| !provider.display_name(issuer)) {
        return Err(OidcError::Unproven("another sends them back".to_owned()));
    }
    if let Some(error) = said.get("error") {
        // A word of the specification; anything else is anybody's.
        let word = error.bytes().all(|b| b.is_ascii_lowercase() || b == b'_') && error.len() < 60;
        return Err(OidcError::Declined(if word { error } else { "unknown" }.to_owned()));
    }
    said.get("code").map(str::to_owned).ok_or_else(|| OidcError::Unproven("no code".to_owned()))
}

fn provider(asked: &HtmlRequest) -> Result<&Provider, PageError> {
    asked.accounts().ok_or(DomainError::NotFound("page").into())
}

fn shown(provider: &Provider, said: Callback, to: &str) -> Result<HttpResponse, PageError> {
    let (frame, to) = (Layout::bare(said.title), query_escape(to));
    let mut answer = page(said.status, &OidcTemplate { frame, said, name: provider.name(), to })?;
    if said.status == StatusCode::SERVICE_UNAVAILABLE {
        answer.headers_mut().insert(header::RETRY_AFTER, header::HeaderValue::from_static("30"));
    }
    Ok(answer)
}

const ASTRAY: Callback = Callback {
    status: StatusCode::BAD_REQUEST,
    title: "Begin again",
    advice: "This way back does not belong to a sign-in that this browser began in the last ten minutes, or it was used before. Nobody was signed in.",
};

/// What is said where nobody is proven to have come; why is for the log.
fn told(failed: &OidcError) -> Callback {
    match failed {
        OidcError::Away(why) => {
            tracing::warn!(%why, "the hospital's sign-in is away");
            Callback {
                status: StatusCode::SERVICE_UNAVAILABLE,
                title: "The hospital's sign-in does not answer",
                advice: "It is away, or takes too long. Try again in a moment; passwords and PINs of this house work meanwhile.",
            }
        }
        OidcError::Declined(why) => {
            tracing::info!(%why, "the hospital's sign-in let somebody not in");
            Callback {
                status: StatusCode::FORBIDDEN,
                title: "Not signed in",
                advice: "The hospital's sign-in was called off or said no. Nobody was signed in.",
            }
        }
        OidcError::Unproven(why) => {
            tracing::warn!(%why, "what the hospital's sign-in said proves nothing");
            Callback {
                status: StatusCode::FORBIDDEN,
                title: "Not signed in",
                advice: "What the hospital's sign-in answered could not be relied on, so nobody was signed in. Try again; if it stays so, tell those who keep this house.",
            }
        }
    }
}

const fn barred(why: LoginDenied) -> Callback {
    match why {
        LoginDenied::NoRole => Callback {
            status: StatusCode::FORBIDDEN,
            title: "No role here yet",
            advice: "The hospital knows you, but none of your groups has a role in this house. Ask those who keep the hospital's groups, or an admin of this house.",
        },
        LoginDenied::Disabled => Callback {
            status: StatusCode::FORBIDDEN,
            title: "Not any more",
            advice: "Your account was disabled in this house. An admin can enable it again.",
        },
        LoginDenied::Used => ASTRAY,
    }
}
