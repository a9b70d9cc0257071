//! `/sessions`: signing in, who am I, signing out.

use std::time::Duration;

use actix_web::HttpResponse;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::ask::Ask;
use super::problem::Problem;
use super::reply;
use crate::actions::records::Staff;
use crate::actions::sign_in;
use crate::domain::person::Role;
use crate::door::credentials;
use crate::door::text::{self, Typed};
use crate::wire::{Key, Stamp};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct SignIn {
    username: Typed,
    password: Typed,
}

#[derive(Serialize)]
struct UserOut {
    id: Uuid,
    username: String,
    display_name: String,
    role: Key<Role>,
}

impl From<&Staff> for UserOut {
    fn from(staff: &Staff) -> Self {
        Self {
            id: staff.id.uuid(),
            username: staff.username.clone(),
            display_name: staff.display_name.clone(),
            role: Key(staff.role),
        }
    }
}

#[derive(Serialize)]
struct SignedInOut {
    token: String,
    expires_at: Stamp,
    user: UserOut,
}

#[derive(Serialize)]
struct CurrentOut {
    user: UserOut,
    expires_at: Stamp,
    idle_lock_seconds: f64,
}

/// `POST /sessions`
///
/// # Errors
/// See `signIn` in openapi.yaml.
pub async fn sign_in(ask: Ask) -> Result<HttpResponse, Problem> {
    ask.query(&[])?;
    let SignIn { username, password } = ask.json()?;
    // What cannot be a user name belongs to nobody, and takes as long to be told so.
    let username = if text::is_username(&username.0) { username.0 } else { String::new() };
    let begun = sign_in::sign_in(ask.world(), username, password.0, ask.address()).await?;
    let (world, token) = (ask.world(), begun.token.clone());
    let cookie = credentials::cookie(world, token, world.signing_in.lasts);
    let out = SignedInOut {
        user: (&begun.staff).into(),
        expires_at: Stamp(begun.expires_at),
        token: begun.token,
    };
    Ok(HttpResponse::Created().cookie(cookie).json(out))
}

/// `GET /sessions/current`
///
/// # Errors
/// See `whoAmI` in openapi.yaml.
pub async fn current(ask: Ask) -> Result<HttpResponse, Problem> {
    let (_, going_on) = ask.signed_in().await?;
    ask.query(&[])?;
    Ok(reply::ok(&CurrentOut {
        user: (&going_on.staff).into(),
        expires_at: Stamp(going_on.expires_at),
        idle_lock_seconds: ask.world().signing_in.idle_lock.as_secs_f64(),
    }))
}

/// `DELETE /sessions/current`
///
/// # Errors
/// See `signOut` in openapi.yaml.
pub async fn sign_out(ask: Ask) -> Result<HttpResponse, Problem> {
    ask.signed_in().await?;
    ask.query(&[])?;
    sign_in::sign_out(ask.world(), &ask.token()?).await?;
    let cookie = credentials::cookie(ask.world(), String::new(), Duration::ZERO);
    Ok(HttpResponse::NoContent().cookie(cookie).finish())
}
