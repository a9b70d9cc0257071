//! `/sessions`: signing in, the current session, signing out.

use crate::domain::account::person::Role;
use actix_web::HttpResponse;
use deserr::Deserr;
use serde::Serialize;
use uuid::Uuid;

use crate::json::{JsonKey, Timestamp};
use crate::use_cases::AppContext;
use crate::use_cases::models::Staff;
use crate::use_cases::sign_in::pins;
use crate::use_cases::sign_in::{self, SignedIn};
use crate::web::api::response;
use crate::web::extract::callers::{Anyone, StaffCaller};
use crate::web::extract::input_errors::InputErrors;
use crate::web::extract::json::Json;
use crate::web::extract::state::App;
use crate::web::problem::Problem;
use crate::web::validation::{self, NewPin, TypedCredential};
use crate::web::{auth, session_cookies};
use actix_web::HttpRequest;

#[derive(Deserr)]
#[deserr(error = InputErrors, deny_unknown_fields)]
pub(crate) struct SignInRequest {
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
pub(crate) async fn create(
    _: Anyone,
    app: App,
    http: HttpRequest,
    Json(body): Json<SignInRequest>,
) -> Result<HttpResponse, Problem> {
    let SignInRequest { username, password } = body;
    let phone = auth::enrolled_phone(&http, &app).await?.map(|phone| phone.id);
    let origin = auth::login_origin(&http, &app, phone);
    let username = plausible_username(username);
    let signed_in = sign_in::sign_in(&app, username, password.0, origin).await?;
    Ok(session_response(&app, &http, signed_in))
}

#[derive(Deserr)]
#[deserr(error = InputErrors, deny_unknown_fields)]
pub(crate) struct SignInByPinRequest {
    username: TypedCredential,
    pin: TypedCredential,
}

/// `POST /sessions/pin`
pub(crate) async fn create_by_pin(
    _: Anyone,
    app: App,
    http: HttpRequest,
    Json(body): Json<SignInByPinRequest>,
) -> Result<HttpResponse, Problem> {
    let SignInByPinRequest { username, pin } = body;
    let phone = auth::enrolled_phone(&http, &app).await?;
    let username = plausible_username(username);
    let signed_in = pins::sign_in(&app, phone, username, pin.0).await?;
    Ok(session_response(&app, &http, signed_in))
}

/// An impossible username becomes one that nobody has, so that refusing it takes as long as any other.
fn plausible_username(username: TypedCredential) -> String {
    if validation::is_username(&username.0) { username.0 } else { String::new() }
}

fn session_response(app: &AppContext, http: &HttpRequest, signed_in: SignedIn) -> HttpResponse {
    let cookies = session_cookies::session_cookies(app, &signed_in);
    let known_device = session_cookies::known_device_cookie(http, app, &signed_in);
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
pub(crate) async fn get_current(staff: StaffCaller, app: App) -> Result<HttpResponse, Problem> {
    Ok(response::ok(&CurrentSessionResponse {
        user: (&staff.session.staff).into(),
        expires_at: Timestamp(staff.session.expires_at),
        idle_lock_seconds: app.session_policy.idle_lock.as_secs_f64(),
    }))
}

/// `DELETE /sessions/current`
pub(crate) async fn delete_current(staff: StaffCaller, app: App) -> Result<HttpResponse, Problem> {
    sign_in::sign_out(&app, &staff.token).await?;
    let mut response = HttpResponse::NoContent();
    for cookie in session_cookies::expired_session_cookies(&app) {
        response.cookie(cookie);
    }
    Ok(response.finish())
}

#[derive(Deserr)]
#[deserr(error = InputErrors, deny_unknown_fields)]
pub(crate) struct SetPinRequest {
    password: TypedCredential,
    pin: NewPin,
}

/// `PUT /sessions/current/pin`
pub(crate) async fn set_pin(
    staff: StaffCaller,
    app: App,
    Json(body): Json<SetPinRequest>,
) -> Result<HttpResponse, Problem> {
    let SetPinRequest { password, pin } = body;
    pins::set(&app, &staff.session, password.0, pin.0).await?;
    Ok(response::no_content())
}
