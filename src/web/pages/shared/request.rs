//! A request for a page: path parameters, query, cookies and shared state.

use actix_web::{HttpRequest, web};
use uuid::Uuid;

use super::cookies::{DeviceCookie, SWEEP};
use super::error::PageError;
use super::form::Form;
use crate::domain::error::DomainError;
use crate::domain::tag::TagCode;
use crate::domain::time::Time;
use crate::integrations::oidc::Provider;
use crate::printing::Fonts;
use crate::realtime::EventHub;
use crate::use_cases::AppContext;
use crate::use_cases::idempotency::IdempotencyKey;
use crate::use_cases::network::Network;
use crate::web::client::Client;
use crate::web::cookies;
use crate::web::extract::callers::StaffCaller;
use crate::web::extract::request_parts::{FromRequestParts, RequestParts};
use crate::web::problem::Problem;
use crate::web::rate_limit::{RateLimitKey, RateLimits};
use crate::web::validation;

/// A request without its body, which [`Form`] reads.
pub(crate) struct HtmlRequest {
    request: HttpRequest,
}

impl FromRequestParts for HtmlRequest {
    async fn extract(parts: &mut RequestParts) -> Result<Self, Problem> {
        Ok(Self { request: parts.http().clone() })
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

/// Where the request comes from.
impl HtmlRequest {
    /// The network of whoever sends the request.
    pub(crate) fn client_network(&self) -> Network {
        Client::of(&self.request).network()
    }

    pub(crate) fn check_rate_limit(&self, key: RateLimitKey) -> Result<(), PageError> {
        let limits = self.request.app_data::<web::Data<RateLimits>>();
        Ok(limits.expect("the server limits reads").check(key)?)
    }
}

/// Path, query and cookies.
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

    /// The key in a form's hidden field, with which a form that is sent again is one request.
    pub(crate) fn idempotency_key(
        &self,
        staff: &StaffCaller,
        form: &Form,
        field: &str,
    ) -> Option<IdempotencyKey> {
        let key = form.get(field)?.to_owned();
        let fingerprint = form.fingerprint(self.request.path());
        Some(IdempotencyKey { caller: format!("page:{}", staff.actor.id), key, fingerprint })
    }
}
