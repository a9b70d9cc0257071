//! `/sessions`: signing in, who am I, signing out.

use actix_web::HttpResponse;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::domain::account::person::Role;
use crate::json::{JsonKey, Timestamp};
use crate::use_cases::models::Staff;
use crate::use_cases::sign_in::pins;
use crate::use_cases::sign_in::{self, SignedIn};
use crate::web::api::extract::ApiRequest;
use crate::web::api::response;
use crate::web::auth;
use crate::web::problem::Problem;
use crate::web::validation::{self, ChosenPin, Typed};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct SignIn {
    username: Typed,
    password: Typed,
}

#[derive(Serialize)]
struct UserResponse {
    id: Uuid,
    username: String,
    display_name: String,
    role: JsonKey<Role>,
}

impl From<&Staff> for UserResponse {
    fn from(staff: &Staff) -> Self {
        Self {
            id: staff.id.uuid(),
            username: staff.username.clone(),
            display_name: staff.display_name.clone(),
            role: JsonKey(staff.role),
        }
    }
}

#[derive(Serialize)]
struct SignedInResponse {
    token: String,
    expires_at: Timestamp,
    user: UserResponse,
}

#[derive(Serialize)]
struct CurrentResponse {
    user: UserResponse,
    expires_at: Timestamp,
    idle_lock_seconds: f64,
}

/// `POST /sessions`
///
/// # Errors
/// See `signIn` in openapi.yaml.
pub async fn sign_in(ask: ApiRequest) -> Result<HttpResponse, Problem> {
    ask.query(&[])?;
    let SignIn { username, password } = ask.json()?;
    let phone = ask.phone().await?.map(|phone| phone.id);
    let stand = auth::login_origin(ask.request(), phone);
    let begun = sign_in::sign_in(ask.app(), known(username), password.0, stand).await?;
    Ok(begin(&ask, begun))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct SignInByPin {
    username: Typed,
    pin: Typed,
}

/// `POST /sessions/pin`
///
/// # Errors
/// See `signInByPin` in openapi.yaml.
pub async fn sign_in_by_pin(ask: ApiRequest) -> Result<HttpResponse, Problem> {
    ask.query(&[])?;
    let SignInByPin { username, pin } = ask.json()?;
    let phone = ask.phone().await?;
    let begun = pins::sign_in(ask.app(), phone, known(username), pin.0).await?;
    Ok(begin(&ask, begun))
}

/// What cannot be a user name belongs to nobody, and takes as long to be told so.
fn known(username: Typed) -> String {
    if validation::is_username(&username.0) { username.0 } else { String::new() }
}

fn begin(ask: &ApiRequest, begun: SignedIn) -> HttpResponse {
    let [session, queue] = auth::cookies(ask.app(), &begun);
    let known_here = auth::known_cookie(ask.request(), ask.app(), &begun);
    let out = SignedInResponse {
        user: (&begun.staff).into(),
        expires_at: Timestamp(begun.expires_at),
        token: begun.token,
    };
    let mut answer = HttpResponse::Created();
    answer.cookie(session).cookie(queue);
    if let Some(known) = known_here {
        answer.cookie(known);
    }
    answer.json(out)
}

/// `GET /sessions/current`
///
/// # Errors
/// See `whoAmI` in openapi.yaml.
pub async fn current(ask: ApiRequest) -> Result<HttpResponse, Problem> {
    let (_, going_on) = ask.signed_in().await?;
    ask.query(&[])?;
    Ok(response::ok(&CurrentResponse {
        user: (&going_on.staff).into(),
        expires_at: Timestamp(going_on.expires_at),
        idle_lock_seconds: ask.app().session_policy.idle_lock.as_secs_f64(),
    }))
}

/// `DELETE /sessions/current`
///
/// # Errors
/// See `signOut` in openapi.yaml.
pub async fn sign_out(ask: ApiRequest) -> Result<HttpResponse, Problem> {
    ask.signed_in().await?;
    ask.query(&[])?;
    sign_in::sign_out(ask.app(), &ask.token()?).await?;
    let [session, queue] = auth::no_cookies(ask.app());
    Ok(HttpResponse::NoContent().cookie(session).cookie(queue).finish())
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct PinRequest {
    password: Typed,
    pin: ChosenPin,
}

/// `PUT /sessions/current/pin`
///
/// # Errors
/// See `setPin` in openapi.yaml.
pub async fn set_pin(ask: ApiRequest) -> Result<HttpResponse, Problem> {
    let (_, going_on) = ask.signed_in().await?;
    ask.query(&[])?;
    let PinRequest { password, pin } = ask.json()?;
    pins::set(ask.app(), &going_on, password.0, pin.0).await?;
    Ok(response::nothing())
}
