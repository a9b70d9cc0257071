//! Signing in and out: with a PIN on enrolled phones, with a password everywhere else (R31).

use actix_web::HttpResponse;
use actix_web::cookie::Cookie;
use actix_web::http::StatusCode;
use askama::Template;

use crate::domain::error::DomainError;
use crate::use_cases::models::{Phone, Staff};
use crate::use_cases::sign_in::SignedIn;
use crate::use_cases::sign_in::{self, phones, pins};
use crate::use_cases::{UseCaseError, UseCaseResult};
use crate::web::auth;
use crate::web::extract::callers::{Anyone, Visitor};
use crate::web::middleware::request_log;
use crate::web::pages::shared::error::PageError;
use crate::web::pages::shared::form::Form;
use crate::web::pages::shared::layout::Layout;
use crate::web::pages::shared::redirect::{query_escape, see_other};
use crate::web::pages::shared::request::HtmlRequest;
use crate::web::pages::shared::response::page;
use crate::web::problem_code::ProblemCode;
use crate::web::session_cookies;
use crate::web::validation;

/// A recent user of this phone.
struct User {
    username: String,
    name: String,
    has_pin: bool,
    /// Signs in at the hospital's identity provider.
    is_hospitals: bool,
}

/// What the page asks for.
enum SignInStep {
    /// Choose one of the recent users.
    ChooseUser(Vec<User>),
    /// Enter the PIN of this user.
    EnterPin(User),
    /// Enter username and password; the username may be filled in.
    EnterPassword(String),
}

#[derive(Template)]
#[template(path = "account/sign_in.html")]
struct SignInTemplate {
    frame: Layout,
    /// The path to return to.
    next: String,
    /// The same, escaped for a query string.
    next_escaped: String,
    phone: Option<String>,
    step: SignInStep,
    error: Option<&'static str>,
    /// The name of the hospital's accounts, if the site uses them.
    hospital: Option<String>,
}

/// `GET /sign-in`
pub(crate) async fn show(_: Anyone, request: HtmlRequest) -> Result<HttpResponse, PageError> {
    let phone = auth::enrolled_phone(request.http_request(), request.app()).await?;
    let step = next_step(&request, phone.as_ref(), &request.query()).await?;
    let next = return_path(request.query().get("next"));
    page(StatusCode::OK, &SignInTemplate::new(&request, phone, step, next, None))
}

impl SignInTemplate {
    fn new(
        request: &HtmlRequest,
        phone: Option<Phone>,
        step: SignInStep,
        next: String,
        error: Option<&'static str>,
    ) -> Self {
        let next_escaped = query_escape(&next);
        let phone = phone.map(|phone| phone.name);
        let hospital = request.oidc_provider().map(|provider| provider.name().to_owned());
        Self {
            frame: Layout::anonymous("Sign in"),
            next,
            next_escaped,
            phone,
            step,
            error,
            hospital,
        }
    }

    const fn asks_for_pin(&self) -> bool {
        matches!(self.step, SignInStep::EnterPin(_))
    }
}

/// On an enrolled phone: choose a recent user, then enter their PIN. The password for everybody else, and
/// for users without a PIN.
async fn next_step(
    request: &HtmlRequest,
    phone: Option<&Phone>,
    form: &Form,
) -> Result<SignInStep, PageError> {
    let username =
        form.get("who").or_else(|| form.get("username")).unwrap_or_default().to_lowercase();
    let Some(phone) = phone.filter(|_| form.get("by") != Some("password")) else {
        return Ok(SignInStep::EnterPassword(username));
    };
    let users = phones::last_users(request.app(), phone.id).await?;
    let users: Vec<_> = users.into_iter().map(User::from).collect();
    if users.is_empty() {
        return Ok(SignInStep::EnterPassword(username));
    }
    if username.is_empty() {
        return Ok(SignInStep::ChooseUser(users));
    }
    let chosen = users.into_iter().find(|user| user.username == username && user.has_pin);
    Ok(chosen.map_or(SignInStep::EnterPassword(username), SignInStep::EnterPin))
}

impl From<Staff> for User {
    fn from(staff: Staff) -> Self {
        Self {
            has_pin: staff.pin_hash.is_some(),
            is_hospitals: staff.is_hospitals(),
            username: staff.username,
            name: staff.display_name,
        }
    }
}

/// `POST /sign-in`. A wrong password or PIN shows the page again with 401.
pub(crate) async fn sign_in(
    _: Visitor,
    request: HtmlRequest,
    form: Form,
) -> Result<HttpResponse, PageError> {
    let app = request.app();
    let phone = auth::enrolled_phone(request.http_request(), app).await?;
    let next = return_path(form.get("next"));
    let (code, (status, message)) = match verify(&request, &form, phone.clone()).await {
        Ok(session) => {
            // A sign-in ends the session that this browser had before.
            for previous in auth::tokens_to_end(request.http_request()) {
                sign_in::sign_out(app, &previous).await?;
            }
            let known_device =
                session_cookies::known_device_cookie(request.http_request(), app, &session);
            let cookies =
                session_cookies::session_cookies(app, &session).into_iter().chain(known_device);
            return with_cookies(see_other(&next), &cookies.collect::<Vec<_>>());
        }
        Err(UseCaseError::Domain(error)) => {
            (ProblemCode::from(&error).code(), explain(error, form.get("pin").is_some())?)
        }
        Err(error) => return Err(error.into()),
    };
    let needs_password = message == PIN_LOCKED || message == NOT_ENROLLED;
    let step = match phone.as_ref().filter(|_| form.get("pin").is_some() && !needs_password) {
        Some(phone) => next_step(&request, Some(phone), &form).await?,
        None => SignInStep::EnterPassword(form.get("username").unwrap_or_default().to_lowercase()),
    };
    let template = SignInTemplate::new(&request, phone, step, next, Some(message));
    let mut response = page(status, &template)?;
    request_log::set_problem_code(&mut response, code);
    Ok(response)
}

const PIN_LOCKED: &str =
    "Too many incorrect PINs on this phone. Sign in with your password to unlock the PIN.";
const NOT_ENROLLED: &str = "This phone is no longer enrolled. Sign in with your password.";

async fn verify(
    request: &HtmlRequest,
    form: &Form,
    phone: Option<Phone>,
) -> UseCaseResult<SignedIn> {
    let field = |name| form.get(name).unwrap_or_default().to_owned();
    // An invalid username belongs to nobody; checking it still takes as long as checking a valid one.
    let username =
        Some(field("username").to_lowercase()).filter(|name| validation::is_username(name));
    let (app, username) = (request.app(), username.unwrap_or_default());
    if form.get("pin").is_some() {
        return pins::sign_in(app, phone, username, field("pin")).await;
    }
    let origin = auth::login_origin(request.http_request(), app, phone.map(|phone| phone.id));
    sign_in::sign_in(app, username, field("password"), origin).await
}

/// The message for the sign-in page; any other error is a page of its own.
fn explain(error: DomainError, with_pin: bool) -> Result<(StatusCode, &'static str), PageError> {
    Ok(match error {
        DomainError::BadCredentials if with_pin => (StatusCode::UNAUTHORIZED, "Incorrect PIN."),
        DomainError::BadCredentials => {
            (StatusCode::UNAUTHORIZED, "Incorrect username or password.")
        }
        DomainError::PinLocked => (StatusCode::UNAUTHORIZED, PIN_LOCKED),
        DomainError::PhoneNotEnrolled => (StatusCode::FORBIDDEN, NOT_ENROLLED),
        DomainError::TooManyRequests(_) => {
            (StatusCode::TOO_MANY_REQUESTS, "Too many attempts. Wait a few minutes.")
        }
        other => return Err(other.into()),
    })
}

/// `POST /sign-out`
pub(crate) async fn sign_out(_: Visitor, request: HtmlRequest) -> Result<HttpResponse, PageError> {
    for token in auth::tokens_to_end(request.http_request()) {
        // Looked up only so that the audit log names the user; an expired session is ended as well.
        let _ = sign_in::peek(request.app(), &token).await;
        sign_in::sign_out(request.app(), &token).await?;
    }
    with_cookies(see_other("/sign-in"), &session_cookies::expired_session_cookies(request.app()))
}

pub(crate) fn with_cookies(
    mut response: HttpResponse,
    cookies: &[Cookie<'static>],
) -> Result<HttpResponse, PageError> {
    for cookie in cookies {
        response.add_cookie(cookie).map_err(|error| PageError::internal(&error))?;
    }
    Ok(response)
}

/// The path to return to after signing in. Only a path of this site is accepted (no open redirect).
pub(crate) fn return_path(next: Option<&str>) -> String {
    let next = next.unwrap_or("/");
    let is_local = next.starts_with('/')
        && !next.starts_with("//")
        && !next.contains(['\\', '\r', '\n', '\t'])
        && !next.starts_with("/sign-in");
    if is_local { next.to_owned() } else { "/".to_owned() }
}
