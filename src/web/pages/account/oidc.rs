//! Signing in with a hospital account: to the hospital's own sign-in, and back.
//!
//! Whatever does not fit on the way back is a page that says so, opens no session and changes nothing.

use actix_web::HttpResponse;
use actix_web::http::{StatusCode, header};
use askama::Template;

use super::sign_in::{way_back, with};
use crate::domain::account::hospital_account::Barred;
use crate::domain::error::Refusal;
use crate::integrations::oidc::{Failed, Passage, Provider};
use crate::use_cases::sign_in::oidc_sign_in::{self, Entered};
use crate::use_cases::sign_in::{self, login_throttle};
use crate::web::auth;
use crate::web::pages::shared::cookies::PASSAGE;
use crate::web::pages::shared::error::Turned;
use crate::web::pages::shared::layout::Frame;
use crate::web::pages::shared::request::{Asked, Form};
use crate::web::pages::{in_a_query, page, see_other};

/// The longest path that is gone on to; a longer one leads home.
const LONGEST: usize = 1000;

/// What is said of it when nobody came in.
#[derive(Clone, Copy)]
struct Said {
    status: StatusCode,
    title: &'static str,
    advice: &'static str,
}

#[derive(Template)]
#[template(path = "account/oidc.html")]
struct Page<'a> {
    frame: Frame,
    said: Said,
    name: &'a str,
    to: String,
}

/// `GET /sign-in/hospital`
///
/// # Errors
/// `not-found` where the site has no hospital accounts.
pub async fn begin(asked: Asked) -> Result<HttpResponse, Turned> {
    let (world, provider) = (asked.world(), provider(&asked)?);
    let to = way_back(asked.query().get("to").filter(|to| to.len() <= LONGEST));
    // On a shared phone whoever was there before is still known to the hospital's sign-in.
    let anew = auth::phone(asked.request(), world).await?.is_some();
    let now = world.clock.now();
    let passage = Passage::new(now, to, anew);
    match provider.way_in(&passage, now).await {
        Ok(there) => {
            let mut answer = see_other(&there);
            PASSAGE.give(world, &mut answer, &passage.cookie())?;
            Ok(answer)
        }
        Err(failed) => shown(provider, told(&failed), passage.to()),
    }
}

/// `GET /sign-in/hospital/back`
///
/// # Errors
/// `not-found` where the site has no hospital accounts, `too-many-requests`, and the store's.
pub async fn come_back(asked: Asked) -> Result<HttpResponse, Turned> {
    let provider = provider(&asked)?;
    let said = asked.query();
    let cookie = asked.cookie(PASSAGE.name).unwrap_or_default();
    let passage = Passage::read(&cookie, asked.world().clock.now());
    let known = passage.filter(|passage| passage.knows(said.get("state").unwrap_or_default()));
    let mut answer = if let Some(passage) = known {
        arrive(&asked, provider, &passage, &said).await?
    } else {
        tracing::info!("somebody came back from the hospital's sign-in who did not set out here");
        shown(provider, ASTRAY, "/")?
    };
    // A way back is gone once.
    PASSAGE.take(asked.world(), &mut answer)?;
    Ok(answer)
}

/// Somebody is back on the passage that they set out on.
async fn arrive(
    asked: &Asked,
    provider: &Provider,
    passage: &Passage,
    said: &Form,
) -> Result<HttpResponse, Turned> {
    let (world, address) = (asked.world(), asked.address());
    let phone = auth::phone(asked.request(), world).await?.map(|phone| phone.id);
    login_throttle::may_try(world, phone, &address).await?;
    // A passage that a browser of one's own set out on does not end at a phone that others share.
    if phone.is_some() && !passage.anew() {
        return shown(provider, ASTRAY, "/");
    }
    let proven = match code_of(provider, said) {
        Ok(code) => provider.prove(passage, code, world.clock.now()).await,
        Err(failed) => Err(failed),
    };
    let proven = match proven {
        Ok(proven) => proven,
        Err(failed) => {
            // Who thinks better of it has guessed at nothing.
            if matches!(failed, Failed::Unproven(_)) {
                login_throttle::refuse(world, phone, &address).await?;
            }
            return shown(provider, told(&failed), passage.to());
        }
    };
    let begun = match oidc_sign_in::sign_in(world, &proven, passage.mark(), phone).await? {
        Entered::In(begun) => begun,
        Entered::Barred(why) => return shown(provider, barred(why), passage.to()),
    };
    // Whoever was signed in here before is not any more.
    if let Some(before) = asked.cookie(auth::COOKIE) {
        sign_in::sign_out(world, &before).await?;
    }
    with(see_other(&way_back(Some(passage.to()))), &auth::cookies(world, &begun))
}

/// The code that came along, or what came instead.
fn code_of(provider: &Provider, said: &Form) -> Result<String, Failed> {
    if said.get("iss").is_some_and(|issuer| !provider.is_called(issuer)) {
        return Err(Failed::Unproven("another sends them back".to_owned()));
    }
    if let Some(error) = said.get("error") {
        // A word of the specification; anything else is anybody's.
        let word = error.bytes().all(|b| b.is_ascii_lowercase() || b == b'_') && error.len() < 60;
        return Err(Failed::Declined(if word { error } else { "unknown" }.to_owned()));
    }
    said.get("code").map(str::to_owned).ok_or_else(|| Failed::Unproven("no code".to_owned()))
}

fn provider(asked: &Asked) -> Result<&Provider, Turned> {
    asked.accounts().ok_or(Refusal::NotFound("page").into())
}

fn shown(provider: &Provider, said: Said, to: &str) -> Result<HttpResponse, Turned> {
    let (frame, to) = (Frame::bare(said.title), in_a_query(to));
    let mut answer = page(said.status, &Page { frame, said, name: provider.name(), to })?;
    if said.status == StatusCode::SERVICE_UNAVAILABLE {
        answer.headers_mut().insert(header::RETRY_AFTER, header::HeaderValue::from_static("30"));
    }
    Ok(answer)
}

const ASTRAY: Said = Said {
    status: StatusCode::BAD_REQUEST,
    title: "Begin again",
    advice: "This way back does not belong to a sign-in that this browser began in the last ten minutes, or it was used before. Nobody was signed in.",
};

/// What is said where nobody is proven to have come; why is for the log.
fn told(failed: &Failed) -> Said {
    match failed {
        Failed::Away(why) => {
            tracing::warn!(%why, "the hospital's sign-in is away");
            Said {
                status: StatusCode::SERVICE_UNAVAILABLE,
                title: "The hospital's sign-in does not answer",
                advice: "It is away, or takes too long. Try again in a moment; passwords and PINs of this house work meanwhile.",
            }
        }
        Failed::Declined(why) => {
            tracing::info!(%why, "the hospital's sign-in let somebody not in");
            Said {
                status: StatusCode::FORBIDDEN,
                title: "Not signed in",
                advice: "The hospital's sign-in was called off or said no. Nobody was signed in.",
            }
        }
        Failed::Unproven(why) => {
            tracing::warn!(%why, "what the hospital's sign-in said proves nothing");
            Said {
                status: StatusCode::FORBIDDEN,
                title: "Not signed in",
                advice: "What the hospital's sign-in answered could not be relied on, so nobody was signed in. Try again; if it stays so, tell those who keep this house.",
            }
        }
    }
}

const fn barred(why: Barred) -> Said {
    match why {
        Barred::NoRole => Said {
            status: StatusCode::FORBIDDEN,
            title: "No role here yet",
            advice: "The hospital knows you, but none of your groups has a role in this house. Ask those who keep the hospital's groups, or an admin of this house.",
        },
        Barred::Disabled => Said {
            status: StatusCode::FORBIDDEN,
            title: "Not any more",
            advice: "Your account was disabled in this house. An admin can enable it again.",
        },
        Barred::Used => ASTRAY,
    }
}
