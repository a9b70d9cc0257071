//! A request for a page, taken apart: who, path, query, and the form that came along.

use std::future::Future;
use std::pin::Pin;

use actix_web::http::Method;
use actix_web::http::header::CONTENT_TYPE;
use actix_web::{FromRequest, HttpRequest, dev, web};
use serde::de::DeserializeOwned;
use uuid::Uuid;

use super::cookies::SWEEP;
use super::error::PageError;
use super::multipart;
use crate::domain::account::person::{Actor, Role};
use crate::domain::error::DomainError;
use crate::domain::tag::TagCode;
use crate::domain::time::Time;
use crate::integrations::oidc::Provider;
use crate::printing::Fonts;
use crate::realtime::EventHub;
use crate::use_cases::sign_in::peek_session::{self, StreamUser};
use crate::use_cases::sign_in::{self, SignedIn};
use crate::use_cases::{AppContext, UseCaseResult};
use crate::web::auth::{self, AuthError};
use crate::web::body::{self, BodyError};
use crate::web::csv_table;
use crate::web::rate_limit::{Limits, RateLimitKind};
use crate::web::validation;

/// The largest form; a list that comes in from a spreadsheet is the largest of all.
const FORM: usize = csv_table::MOST + 64 * 1024;

/// A request for a page, its body read.
pub struct HtmlRequest {
    request: HttpRequest,
    body: web::Bytes,
}

/// The member of staff who asks.
#[derive(Clone)]
pub struct SignedInStaff {
    /// What the actions need of them.
    pub actor: Actor,
    /// As colleagues call them.
    pub name: String,
    /// Their user name.
    pub username: String,
    /// When their session ends at the latest.
    pub until: Time,
}

/// What a form says, in its own order; a name may come more than once.
#[derive(Clone, Debug, Default)]
pub struct Form(Vec<(String, String)>);

impl FromRequest for HtmlRequest {
    type Error = PageError;
    type Future = Pin<Box<dyn Future<Output = Result<Self, PageError>>>>;

    fn from_request(request: &HttpRequest, payload: &mut dev::Payload) -> Self::Future {
        let request = request.clone();
        let body = web::Payload::from_request(&request, payload);
        Box::pin(async move {
            let broken = || PageError::kind("malformed");
            let payload = body.await.map_err(|_| broken())?;
            match body::body(&request, payload, FORM).await {
                Ok(body) => Ok(Self { request, body }),
                Err(BodyError::Broken) => Err(broken()),
                Err(BodyError::TooLarge) => Err(PageError::kind("too-large")),
            }
        })
    }
}

impl HtmlRequest {
    /// What the actions need.
    ///
    /// # Panics
    /// When the server was put together without it.
    #[must_use]
    pub fn app(&self) -> &AppContext {
        self.request.app_data::<web::Data<AppContext>>().expect("the server sets the AppContext")
    }

    /// The request itself, for what only it knows.
    #[must_use]
    pub const fn request(&self) -> &HttpRequest {
        &self.request
    }

    /// The member of staff who asks, if in this role at least; somebody who is not signed in is led
    /// to the door and back.
    ///
    /// # Errors
    /// To the sign-in page, `forbidden`, `cross-origin`.
    pub async fn staff(&self, least: Role) -> Result<SignedInStaff, PageError> {
        let staffer = self.any_staff().await?.ok_or_else(|| self.to_the_door())?;
        if staffer.actor.role < least { Err(DomainError::Forbidden.into()) } else { Ok(staffer) }
    }

    /// The member of staff who asks, where it is one.
    ///
    /// # Errors
    /// `cross-origin`, and the store's.
    pub async fn any_staff(&self) -> Result<Option<SignedInStaff>, PageError> {
        let token = match auth::token(&self.request, self.app()) {
            Ok(token) => token,
            Err(AuthError::Unauthenticated) => return Ok(None),
            Err(AuthError::CrossOrigin) => return Err(PageError::kind("cross-origin")),
        };
        known(sign_in::authenticate(self.app(), &token).await)
    }

    /// Who watches, whose page asks by itself: the session goes on towards its lock. A screen on a wall is
    /// nobody.
    ///
    /// # Errors
    /// To the sign-in page, `forbidden`, `cross-origin`.
    pub async fn watcher(&self) -> Result<Option<SignedInStaff>, PageError> {
        let token = match auth::token(&self.request, self.app()) {
            Ok(token) => token,
            Err(AuthError::Unauthenticated) => return Err(self.to_the_door()),
            Err(AuthError::CrossOrigin) => return Err(PageError::kind("cross-origin")),
        };
        match peek_session::peek(self.app(), &token).await {
            Ok(StreamUser::Wall(_)) => Ok(None),
            Ok(StreamUser::Staff(_)) => known(sign_in::peek(self.app(), &token).await),
            Err(crate::use_cases::UseCaseError::Domain(DomainError::Unauthenticated)) => {
                Err(self.to_the_door())
            }
            Err(error) => Err(error.into()),
        }
    }

    /// The letters that things are printed with.
    ///
    /// # Panics
    /// When the server was put together without them.
    #[must_use]
    pub fn fonts(&self) -> &Fonts {
        self.request.app_data::<web::Data<Fonts>>().expect("the server has fonts")
    }

    /// The hub that tells of changes.
    ///
    /// # Panics
    /// When the server was put together without it.
    #[must_use]
    pub fn live(&self) -> &EventHub {
        self.request.app_data::<web::Data<EventHub>>().expect("the server has a hub")
    }

    /// The hospital's sign-in, where the site has one.
    #[must_use]
    pub fn accounts(&self) -> Option<&Provider> {
        self.request.app_data::<web::Data<Provider>>().map(web::Data::get_ref)
    }

    /// To the sign-in page, and back here afterwards; a form that was sent is not sent again.
    fn to_the_door(&self) -> PageError {
        let asks = [Method::GET, Method::HEAD].contains(self.request.method());
        let whole = self.request.uri().path_and_query().map_or("/", |path| path.as_str());
        PageError::SignIn { next: whole.to_owned(), asks }
    }

    /// A form by somebody without a session proves where it is from all the same.
    ///
    /// # Errors
    /// `cross-origin`.
    pub fn from_our_own_page(&self) -> Result<(), PageError> {
        let checked = auth::check_origin(&self.request, self.app());
        checked.map_err(|_| PageError::kind("cross-origin"))
    }

    /// The address that asks.
    #[must_use]
    pub fn address(&self) -> String {
        auth::address(&self.request)
    }

    /// Counts a read of what may be guessed at.
    ///
    /// # Errors
    /// `too-many-requests`.
    pub fn count(&self, readers: RateLimitKind, who: &str) -> Result<(), PageError> {
        let limits = self.request.app_data::<web::Data<Limits>>();
        limits.map_or(Ok(()), |limits| Ok(limits.check(readers, who)?))
    }

    /// A part of the path, as it stands.
    #[must_use]
    pub fn part(&self, name: &str) -> &str {
        self.request.match_info().query(name)
    }

    /// The id in the path. One that is none is nobody's.
    ///
    /// # Errors
    /// `not-found`.
    pub fn id<Id>(&self, of: fn(Uuid) -> Id, what: &'static str) -> Result<Id, PageError> {
        validation::uuid(self.part("id")).map(of).ok_or(DomainError::NotFound(what).into())
    }

    /// The code in the path. One that is mistyped is on no tag and on no wall.
    ///
    /// # Errors
    /// `not-found`.
    pub fn code(&self) -> Result<TagCode, PageError> {
        TagCode::parse(self.part("code")).map_err(|_| DomainError::NotFound("code").into())
    }

    /// A cookie's value.
    #[must_use]
    pub fn cookie(&self, name: &str) -> Option<String> {
        self.request.cookie(name).map(|cookie| cookie.value().to_owned())
    }

    /// When the sweep began that this phone is on.
    #[must_use]
    pub fn sweep(&self) -> Option<Time> {
        self.cookie(SWEEP.name)?.parse().ok().map(Time::from_millis)
    }

    /// The query string's parameters.
    #[must_use]
    pub fn query(&self) -> Form {
        Form::read(self.request.query_string()).unwrap_or_default()
    }

    /// The form that came along.
    ///
    /// # Errors
    /// `malformed`, `unsupported-media-type`.
    pub fn form(&self) -> Result<Form, PageError> {
        let kind = self.request.headers().get(CONTENT_TYPE).and_then(|kind| kind.to_str().ok());
        if let Some(boundary) = kind.and_then(multipart::boundary) {
            let fields = multipart::fields(&self.body, &boundary);
            return fields.map(Form).ok_or_else(|| PageError::kind("malformed"));
        }
        if !kind.is_some_and(|kind| kind.starts_with("application/x-www-form-urlencoded")) {
            return Err(PageError::kind("unsupported-media-type"));
        }
        let text = std::str::from_utf8(&self.body).ok();
        text.and_then(Form::read).ok_or_else(|| PageError::kind("malformed"))
    }

    /// The body as it came.
    #[must_use]
    pub const fn body(&self) -> &web::Bytes {
        &self.body
    }
}

fn known(answer: UseCaseResult<(Actor, SignedIn)>) -> Result<Option<SignedInStaff>, PageError> {
    match answer {
        Ok((actor, session)) => Ok(Some(SignedInStaff {
            actor,
            name: session.staff.display_name,
            username: session.staff.username,
            until: session.expires_at,
        })),
        Err(crate::use_cases::UseCaseError::Domain(_)) => Ok(None),
        Err(error) => Err(error.into()),
    }
}

impl Form {
    fn read(text: &str) -> Option<Self> {
        let pairs = web::Query::<Vec<(String, String)>>::from_query(text).ok()?;
        Some(Self(pairs.into_inner()))
    }

    /// What stands first under a name, where it is not empty.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&str> {
        let mut named = self.0.iter().filter(|(known, _)| known == name);
        named.find_map(|(_, value)| Some(value.trim()).filter(|value| !value.is_empty()))
    }

    /// All of it, as it came.
    pub fn pairs(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0.iter().map(|(name, value)| (name.as_str(), value.as_str()))
    }

    /// What stands first under a name, to the last blank.
    #[must_use]
    pub fn whole(&self, name: &str) -> &str {
        let named = self.0.iter().find(|(known, _)| known == name);
        named.map_or("", |(_, value)| value)
    }

    /// What was chosen under a name.
    ///
    /// # Errors
    /// `invalid`, where nothing was or what there is not to choose.
    pub fn choice<T>(
        &self,
        name: &'static str,
        read: impl Fn(&str) -> Option<T>,
    ) -> Result<T, PageError> {
        let wrong = || PageError::invalid(name, "is none of the choices");
        self.get(name).and_then(read).ok_or_else(wrong)
    }

    /// As [`Self::choice`]; where nothing was chosen, what is usual.
    ///
    /// # Errors
    /// As there.
    pub fn choice_or<T>(
        &self,
        name: &'static str,
        usual: T,
        read: impl Fn(&str) -> Option<T>,
    ) -> Result<T, PageError> {
        if self.get(name).is_some() { self.choice(name, read) } else { Ok(usual) }
    }

    /// Everything under a name that is not empty.
    pub fn all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a str> {
        let named = self.0.iter().filter(move |(known, _)| known == name);
        named.map(|(_, value)| value.trim()).filter(|value| !value.is_empty())
    }

    /// What stands under a name, read by the same checks as the API's JSON.
    ///
    /// # Errors
    /// `invalid`, with the name and what is wrong.
    pub fn read_as<T: DeserializeOwned>(&self, name: &'static str) -> Result<Option<T>, PageError> {
        let Some(text) = self.get(name) else { return Ok(None) };
        let value = serde_json::Value::String(text.to_owned());
        let read = serde_json::from_value(value);
        read.map(Some).map_err(|error| PageError::invalid(name, &error.to_string()))
    }

    /// As [`Self::read_as`], for a number.
    ///
    /// # Errors
    /// As there.
    pub fn number<T: DeserializeOwned>(&self, name: &'static str) -> Result<Option<T>, PageError> {
        let Some(text) = self.get(name) else { return Ok(None) };
        let read = serde_json::from_str(text);
        read.map(Some).map_err(|error| PageError::invalid(name, &error.to_string()))
    }

    /// As [`Self::read_as`], where there must be something.
    ///
    /// # Errors
    /// As there.
    pub fn need<T: DeserializeOwned>(&self, name: &'static str) -> Result<T, PageError> {
        self.read_as(name)?.ok_or_else(|| PageError::invalid(name, "must not be empty"))
    }
}
