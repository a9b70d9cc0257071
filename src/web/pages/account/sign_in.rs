//! Signing in and out on a phone: by PIN where it is an enrolled one, elsewhere by password (R31).

use actix_web::HttpResponse;
use actix_web::cookie::Cookie;
use actix_web::http::StatusCode;
use askama::Template;

use crate::domain::error::DomainError;
use crate::use_cases::models::Phone;
use crate::use_cases::sign_in::SignedIn;
use crate::use_cases::sign_in::{self, phones, pins};
use crate::use_cases::{UseCaseError, UseCaseResult};
use crate::web::auth;
use crate::web::pages::shared::error::PageError;
use crate::web::pages::shared::layout::Layout;
use crate::web::pages::shared::request::{Form, HtmlRequest};
use crate::web::pages::{page, see_other};
use crate::web::validation;

/// Somebody who used this phone lately.
struct User {
    username: String,
    name: String,
    has_pin: bool,
    /// Whether they come by the hospital's account.
    is_hospitals: bool,
}

/// How the page asks who it is.
enum Way {
    /// The names of those who used this phone last.
    Names(Vec<User>),
    /// The PIN of one of them.
    Pin(User),
    /// User name and password.
    Password(String),
}

#[derive(Template)]
#[template(path = "account/sign_in.html")]
struct SignInTemplate {
    frame: Layout,
    /// Where to go on, as it stands in a form.
    next: String,
    /// The same, as it stands in an address.
    next_part: String,
    phone: Option<String>,
    way: Way,
    wrong: Option<&'static str>,
    /// What people call an account of the hospital's, where one may sign in by it.
    hospital: Option<String>,
}

/// `GET /sign-in`
///
/// # Errors
/// Only the store's.
pub async fn show(asked: HtmlRequest) -> Result<HttpResponse, PageError> {
    let phone = auth::phone(asked.request(), asked.app()).await?;
    let way = way(&asked, phone.as_ref(), &asked.query()).await?;
    let next = return_path(asked.query().get("next"));
    page(StatusCode::OK, &SignInTemplate::new(&asked, phone, way, next, None))
}

impl SignInTemplate {
    fn new(
        asked: &HtmlRequest,
        phone: Option<Phone>,
        way: Way,
        next: String,
        wrong: Option<&'static str>,
    ) -> Self {
        let next_part = crate::web::pages::query_escape(&next);
        let phone = phone.map(|phone| phone.name);
        let hospital = asked.accounts().map(|accounts| accounts.name().to_owned());
        Self { frame: Layout::bare("Sign in"), next, next_part, phone, way, wrong, hospital }
    }

    const fn asks_for_pin(&self) -> bool {
        matches!(self.way, Way::Pin(_))
    }
}

/// On an enrolled phone its users by name, then the PIN of the one who taps theirs; the password for
/// everybody else, and for who has no PIN.
async fn way(asked: &HtmlRequest, phone: Option<&Phone>, said: &Form) -> Result<Way, PageError> {
    let who = said.get("who").or_else(|| said.get("username")).unwrap_or_default().to_lowercase();
    let Some(phone) = phone.filter(|_| said.get("by") != Some("password")) else {
        return Ok(Way::Password(who));
    };
    let users = phones::last_users(asked.app(), phone.id).await?.into_iter().map(|staff| User {
        has_pin: staff.pin_hash.is_some(),
        is_hospitals: staff.is_hospitals(),
        username: staff.username,
        name: staff.display_name,
    });
    let users: Vec<_> = users.collect();
    if users.is_empty() {
        return Ok(Way::Password(who));
    }
    if who.is_empty() {
        return Ok(Way::Names(users));
    }
    let chosen = users.into_iter().find(|user| user.username == who && user.has_pin);
    Ok(chosen.map_or(Way::Password(who), Way::Pin))
}

/// `POST /sign-in`
///
/// # Errors
/// `cross-origin`, and the store's; a wrong password or PIN shows the page again, with 401.
pub async fn sign_in(asked: HtmlRequest) -> Result<HttpResponse, PageError> {
    asked.from_our_own_page()?;
    let (app, form) = (asked.app(), asked.form()?);
    let phone = auth::phone(asked.request(), app).await?;
    let next = return_path(form.get("next"));
    let (status, wrong) = match begin(&asked, &form, phone.clone()).await {
        Ok(begun) => {
            // Whoever was signed in here before is not any more.
            if let Some(before) = asked.cookie(auth::COOKIE) {
                sign_in::sign_out(app, &before).await?;
            }
            let known = auth::known_cookie(asked.request(), app, &begun);
            let cookies = auth::cookies(app, &begun).into_iter().chain(known);
            return with(see_other(&next), &cookies.collect::<Vec<_>>());
        }
        Err(UseCaseError::Domain(refusal)) => told(refusal, form.get("pin").is_some())?,
        Err(error) => return Err(error.into()),
    };
    let locked = wrong == PIN_LOCKED || wrong == NOT_ENROLLED;
    let username = || form.get("username").unwrap_or_default().to_lowercase();
    let way = match phone.as_ref().filter(|_| form.get("pin").is_some() && !locked) {
        Some(phone) => way(&asked, Some(phone), &form).await?,
        None => Way::Password(username()),
    };
    page(status, &SignInTemplate::new(&asked, phone, way, next, Some(wrong)))
}

const PIN_LOCKED: &str =
    "The PIN was wrong too often on this phone. Sign in with your password; that frees it.";
const NOT_ENROLLED: &str = "This phone is not enrolled any more. Sign in with your password.";

async fn begin(asked: &HtmlRequest, form: &Form, phone: Option<Phone>) -> UseCaseResult<SignedIn> {
    let said = |name| form.get(name).unwrap_or_default().to_owned();
    // What cannot be a user name belongs to nobody, and takes as long to be told so.
    let username =
        Some(said("username").to_lowercase()).filter(|name| validation::is_username(name));
    let (app, username) = (asked.app(), username.unwrap_or_default());
    if form.get("pin").is_some() {
        return pins::sign_in(app, phone, username, said("pin")).await;
    }
    let stand = auth::login_origin(asked.request(), phone.map(|phone| phone.id));
    sign_in::sign_in(app, username, said("password"), stand).await
}

/// Why not, in words for the page.
fn told(refusal: DomainError, by_pin: bool) -> Result<(StatusCode, &'static str), PageError> {
    Ok(match refusal {
        DomainError::BadCredentials if by_pin => {
            (StatusCode::UNAUTHORIZED, "This is not your PIN.")
        }
        DomainError::BadCredentials => {
            (StatusCode::UNAUTHORIZED, "User name and password do not belong together.")
        }
        DomainError::PinLocked => (StatusCode::UNAUTHORIZED, PIN_LOCKED),
        DomainError::PhoneNotEnrolled => (StatusCode::FORBIDDEN, NOT_ENROLLED),
        DomainError::TooManyRequests(_) => {
            (StatusCode::TOO_MANY_REQUESTS, "Too many tries. Wait a few minutes.")
        }
        other => return Err(other.into()),
    })
}

/// `POST /sign-out`
///
/// # Errors
/// `cross-origin`, and the store's.
pub async fn sign_out(asked: HtmlRequest) -> Result<HttpResponse, PageError> {
    asked.from_our_own_page()?;
    if let Ok(token) = auth::token(asked.request(), asked.app()) {
        // Only to say whose session it was; one that is over is ended all the same.
        let _ = sign_in::peek(asked.app(), &token).await;
        sign_in::sign_out(asked.app(), &token).await?;
    }
    with(see_other("/sign-in"), &auth::no_cookies(asked.app()))
}

/// An answer that sets cookies.
pub(crate) fn with(
    mut answer: HttpResponse,
    cookies: &[Cookie<'static>],
) -> Result<HttpResponse, PageError> {
    for cookie in cookies {
        answer.add_cookie(cookie).map_err(|error| PageError::fault(&error))?;
    }
    Ok(answer)
}

/// Where to go on: a path of this site, and nothing that leads elsewhere.
pub(crate) fn return_path(next: Option<&str>) -> String {
    let next = next.unwrap_or("/");
    let ours = next.starts_with('/')
        && !next.starts_with("//")
        && !next.contains(['\\', '\r', '\n', '\t'])
        && !next.starts_with("/sign-in");
    if ours { next.to_owned() } else { "/".to_owned() }
}
