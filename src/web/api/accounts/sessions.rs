//! `/sessions`: signing in, the current session, signing out.

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
use crate::web::problem::Problem;
use crate::web::validation::{self, NewPin, TypedCredential};
use crate::web::{auth, session_cookies};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct SignInRequest {
    username: TypedCredential,
    password: TypedCredential,
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
struct SessionResponse {
    token: String,
    expires_at: Timestamp,
    user: UserResponse,
}

#[derive(Serialize)]
struct CurrentSessionResponse {
    user: UserResponse,
    expires_at: Timestamp,
    idle_lock_seconds: f64,
}

/// `POST /sessions`
pub(crate) async fn create(request: ApiRequest) -> Result<HttpResponse, Problem> {
    request.query(&[])?;
    let SignInRequest { username, password } = request.json()?;
    let phone = request.enrolled_phone().await?.map(|phone| phone.id);
    let origin = auth::login_origin(request.http(), request.app(), phone);
    let username = plausible_username(username);
    let signed_in = sign_in::sign_in(request.app(), username, password.0, origin).await?;
    Ok(session_response(&request, signed_in))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct SignInByPinRequest {
    username: TypedCredential,
    pin: TypedCredential,
}

/// `POST /sessions/pin`
pub(crate) async fn create_by_pin(request: ApiRequest) -> Result<HttpResponse, Problem> {
    request.query(&[])?;
    let SignInByPinRequest { username, pin } = request.json()?;
    let phone = request.enrolled_phone().await?;
    let username = plausible_username(username);
    let signed_in = pins::sign_in(request.app(), phone, username, pin.0).await?;
    Ok(session_response(&request, signed_in))
}

/// An impossible username becomes one that nobody has, so that refusing it takes as long as any other.
fn plausible_username(username: TypedCredential) -> String {
    if validation::is_username(&username.0) { username.0 } else { String::new() }
}

fn session_response(request: &ApiRequest, signed_in: SignedIn) -> HttpResponse {
    let cookies = session_cookies::session_cookies(request.app(), &signed_in);
    let known_device =
        session_cookies::known_device_cookie(request.http(), request.app(), &signed_in);
    let body = SessionResponse {
        user: (&signed_in.staff).into(),
        expires_at: Timestamp(signed_in.expires_at),
        token: signed_in.token,
    };
    let mut response = HttpResponse::Created();
    for cookie in cookies.into_iter().chain(known_device) {
        response.cookie(cookie);
    }
    response.json(body)
}

/// `GET /sessions/current`
pub(crate) async fn get_current(request: ApiRequest) -> Result<HttpResponse, Problem> {
    let (_, session) = request.require_session().await?;
    request.query(&[])?;
    Ok(response::ok(&CurrentSessionResponse {
        user: (&session.staff).into(),
        expires_at: Timestamp(session.expires_at),
        idle_lock_seconds: request.app().session_policy.idle_lock.as_secs_f64(),
    }))
}

/// `DELETE /sessions/current`
pub(crate) async fn delete_current(request: ApiRequest) -> Result<HttpResponse, Problem> {
    request.require_session().await?;
    request.query(&[])?;
    sign_in::sign_out(request.app(), &request.token().await?).await?;
    let mut response = HttpResponse::NoContent();
    for cookie in session_cookies::expired_session_cookies(request.app()) {
        response.cookie(cookie);
    }
    Ok(response.finish())
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct SetPinRequest {
    password: TypedCredential,
    pin: NewPin,
}

/// `PUT /sessions/current/pin`
pub(crate) async fn set_pin(request: ApiRequest) -> Result<HttpResponse, Problem> {
    let (_, session) = request.require_session().await?;
    request.query(&[])?;
    let SetPinRequest { password, pin } = request.json()?;
    pins::set(request.app(), &session, password.0, pin.0).await?;
    Ok(response::no_content())
}
