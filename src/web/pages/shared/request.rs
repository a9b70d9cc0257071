//! A request for a page: path parameters, query, cookies, body, and the signed-in user.

use std::future::Future;
use std::pin::Pin;

use actix_web::http::Method;
use actix_web::http::header::CONTENT_TYPE;
use actix_web::{FromRequest, HttpRequest, dev, web};
use uuid::Uuid;

use super::cookies::{DeviceCookie, SWEEP};
use super::error::PageError;
use super::form::Form;
use super::multipart;
use crate::domain::account::person::{Actor, Role};
use crate::domain::error::DomainError;
use crate::domain::tag::TagCode;
use crate::domain::time::Time;
use crate::integrations::oidc::Provider;
use crate::printing::Fonts;
use crate::realtime::EventHub;
use crate::use_cases::network::Network;
use crate::use_cases::sign_in::peek_session::{self, StreamUser};
use crate::use_cases::sign_in::{self, SignedIn};
use crate::use_cases::{AppContext, UseCaseError, UseCaseResult};
use crate::web::auth::{self, AuthError};
use crate::web::body::{self, BodyError};
use crate::web::client::Client;
use crate::web::cookies;
use crate::web::csv_table;
use crate::web::family_limits::{FamilyAdmission, FamilyLimits, FamilyRead};
use crate::web::rate_limit::{RateLimitKey, RateLimits};
use crate::web::validation;

/// In bytes. A CSV import is the largest form.
const MAX_FORM_SIZE: usize = csv_table::MAX_BYTES + 64 * 1024;

/// A request whose body has been read.
pub(crate) struct HtmlRequest {
    request: HttpRequest,
    body: web::Bytes,
}

#[derive(Clone)]
pub(crate) struct SignedInStaff {
    pub(crate) actor: Actor,
    pub(crate) name: String,
}

impl FromRequest for HtmlRequest {
    type Error = PageError;
    type Future = Pin<Box<dyn Future<Output = Result<Self, PageError>>>>;

    fn from_request(request: &HttpRequest, payload: &mut dev::Payload) -> Self::Future {
        let request = request.clone();
        let payload = web::Payload::from_request(&request, payload);
        Box::pin(async move {
            let malformed = || PageError::from_code("malformed");
            let payload = payload.await.map_err(|_| malformed())?;
            match body::read_body(&request, payload, MAX_FORM_SIZE).await {
                Ok(body) => Ok(Self { request, body }),
                Err(BodyError::Incomplete) => Err(malformed()),
                Err(BodyError::TooLarge) => Err(PageError::from_code("too-large")),
            }
        })
    }
}

/// Application state.
impl HtmlRequest {
    pub(crate) fn app(&self) -> &AppContext {
        self.request.app_data::<web::Data<AppContext>>().expect("the server has an app context")
    }

    pub(crate) fn fonts(&self) -> &Fonts {
        self.request.app_data::<web::Data<Fonts>>().expect("the server has fonts")
    }

    pub(crate) fn event_hub(&self) -> &EventHub {
        self.request.app_data::<web::Data<EventHub>>().expect("the server has an event hub")
    }

    /// The provider of the hospital's accounts, if the site uses one.
    pub(crate) fn oidc_provider(&self) -> Option<&Provider> {
        self.request.app_data::<web::Data<Provider>>().map(web::Data::get_ref)
    }
}

/// Who sends the request, and whether they may.
impl HtmlRequest {
    /// The signed-in user, who must have at least this role. A visitor is redirected to the sign-in page.
    pub(crate) async fn require_role(&self, least: Role) -> Result<SignedInStaff, PageError> {
        let staff = self.signed_in_staff().await?.ok_or_else(|| self.sign_in_required())?;
        if staff.actor.role < least { Err(DomainError::Forbidden.into()) } else { Ok(staff) }
    }

    /// The signed-in user, if there is one.
    pub(crate) async fn signed_in_staff(&self) -> Result<Option<SignedInStaff>, PageError> {
        match self.token().await? {
            Some(token) => signed_in(sign_in::authenticate(self.app(), &token).await),
            None => Ok(None),
        }
    }

    /// The user of a page that reloads itself, or `None` for a wall display. Unlike
    /// [`Self::require_role`] this does not count as activity, so an unattended page still locks.
    pub(crate) async fn staff_or_wall_display(&self) -> Result<Option<SignedInStaff>, PageError> {
        let token = self.token().await?.ok_or_else(|| self.sign_in_required())?;
        match peek_session::peek(self.app(), &token).await {
            Ok(StreamUser::Wall(_)) => Ok(None),
            Ok(StreamUser::Staff(_)) => signed_in(sign_in::peek(self.app(), &token).await),
            Err(UseCaseError::Domain(DomainError::Unauthenticated)) => Err(self.sign_in_required()),
            Err(error) => Err(error.into()),
        }
    }

    async fn token(&self) -> Result<Option<String>, PageError> {
        match auth::token(&self.request, self.app()).await {
            Ok(token) => Ok(Some(token)),
            Err(AuthError::Unauthenticated) => Ok(None),
            Err(AuthError::CrossOrigin) => Err(PageError::from_code("cross-origin")),
            Err(AuthError::Database(error)) => Err(error.into()),
        }
    }

    fn sign_in_required(&self) -> PageError {
        let is_view = [Method::GET, Method::HEAD].contains(self.request.method());
        let path = self.request.uri().path_and_query().map_or("/", |path| path.as_str());
        PageError::SignInRequired { return_to: path.to_owned(), is_view }
    }

    /// Rejects a form of another site. Needed where no session is required; a session check includes it.
    pub(crate) fn check_origin(&self) -> Result<(), PageError> {
        let checked = auth::check_origin(&self.request, self.app());
        checked.map_err(|_| PageError::from_code("cross-origin"))
    }

    /// The network of whoever sends the request.
    pub(crate) fn client_network(&self) -> Network {
        Client::of(&self.request).network()
    }

    pub(crate) fn check_rate_limit(&self, key: RateLimitKey) -> Result<(), PageError> {
        let limits = self.request.app_data::<web::Data<RateLimits>>();
        Ok(limits.expect("the server limits reads").check(key)?)
    }

    /// Admits a request through a family link; comes before the link is looked up.
    pub(crate) fn admit_family(&self, token: &str) -> Result<FamilyAdmission<'_>, PageError> {
        let limits = self.request.app_data::<web::Data<FamilyLimits>>();
        let limits = limits.expect("the server limits families");
        Ok(limits.admit(FamilyRead::Page, self.client_network(), token)?)
    }
}

/// Path, query, cookies and body.
impl HtmlRequest {
    pub(crate) const fn http_request(&self) -> &HttpRequest {
        &self.request
    }

    pub(crate) fn path_param(&self, name: &str) -> &str {
        self.request.match_info().query(name)
    }

    /// The id in the path. An invalid id is reported as not found.
    pub(crate) fn path_id<Id>(
        &self,
        from_uuid: fn(Uuid) -> Id,
        what: &'static str,
    ) -> Result<Id, PageError> {
        let id = validation::parse_uuid(self.path_param("id")).map(from_uuid);
        id.ok_or(DomainError::NotFound(what).into())
    }

    /// The tag or place code in the path. An invalid code is reported as not found.
    pub(crate) fn path_code(&self) -> Result<TagCode, PageError> {
        TagCode::parse(self.path_param("code")).map_err(|_| DomainError::NotFound("code").into())
    }

    /// The values of a cookie. Somebody may have planted all but one, so each has to be tried.
    pub(crate) fn cookie_values(&self, cookie: DeviceCookie) -> Vec<String> {
        cookies::values(&self.request, self.app(), cookie.name)
    }

    /// When this phone began its current sweep.
    pub(crate) fn sweep_started_at(&self) -> Option<Time> {
        self.cookie_values(SWEEP).iter().find_map(|text| text.parse().ok()).map(Time::from_millis)
    }

    pub(crate) fn query(&self) -> Form {
        Form::parse(self.request.query_string()).unwrap_or_default()
    }

    pub(crate) fn form(&self) -> Result<Form, PageError> {
        let malformed = || PageError::from_code("malformed");
        let content_type = self.request.headers().get(CONTENT_TYPE);
        let content_type = content_type.and_then(|value| value.to_str().ok()).unwrap_or_default();
        if let Some(boundary) = multipart::boundary(content_type) {
            let fields = multipart::fields(&self.body, &boundary);
            return fields.map(Form::new).ok_or_else(malformed);
        }
        if !content_type.starts_with("application/x-www-form-urlencoded") {
            return Err(PageError::from_code("unsupported-media-type"));
        }
        let text = std::str::from_utf8(&self.body).ok();
        text.and_then(Form::parse).ok_or_else(malformed)
    }

    pub(crate) const fn body(&self) -> &web::Bytes {
        &self.body
    }
}

/// A session that is over counts as no session.
fn signed_in(result: UseCaseResult<(Actor, SignedIn)>) -> Result<Option<SignedInStaff>, PageError> {
    match result {
        Ok((actor, session)) => Ok(Some(SignedInStaff { actor, name: session.staff.display_name })),
        Err(UseCaseError::Domain(_)) => Ok(None),
        Err(error) => Err(error.into()),
    }
}
