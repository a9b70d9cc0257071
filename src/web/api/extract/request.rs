//! An API request with its body, and the server's shared state that handlers need.

use std::future::Future;
use std::pin::Pin;

use actix_web::{FromRequest, HttpRequest, dev, web};

use crate::printing::Fonts;
use crate::realtime::EventHub;
use crate::use_cases::AppContext;
use crate::use_cases::network::Network;
use crate::web::body::{self, BodyError};
use crate::web::client::Client;
use crate::web::family_limits::{FamilyAdmission, FamilyLimits, FamilyRead};
use crate::web::problem::Problem;
use crate::web::rate_limit::{RateLimitKey, RateLimits};
use crate::web::shutdown::ShutdownFlag;
use crate::web::stream_limit::{StreamPermit, Streams};

/// Of any JSON body except a batch.
pub(crate) const MAX_BODY: usize = 64 * 1024;
pub(crate) const MAX_BATCH_BODY: usize = 1024 * 1024;

pub(crate) struct ApiRequest {
    http: HttpRequest,
    body: web::Bytes,
    is_too_large: bool,
}

impl FromRequest for ApiRequest {
    type Error = Problem;
    type Future = Pin<Box<dyn Future<Output = Result<Self, Problem>>>>;

    fn from_request(http: &HttpRequest, payload: &mut dev::Payload) -> Self::Future {
        let http = http.clone();
        let payload = web::Payload::from_request(&http, payload);
        Box::pin(async move {
            let unreadable = || Problem::malformed("The request body could not be read.");
            let payload = payload.await.map_err(|_| unreadable())?;
            // Authentication comes before the size check, so a body that is too large is reported only later.
            match body::read_body(&http, payload, MAX_BATCH_BODY).await {
                Ok(body) => Ok(Self { http, body, is_too_large: false }),
                Err(BodyError::Incomplete) => Err(unreadable()),
                Err(BodyError::TooLarge) => {
                    Ok(Self { http, body: web::Bytes::new(), is_too_large: true })
                }
            }
        })
    }
}

impl ApiRequest {
    /// For a handler that reads the body itself, after it has checked who sends it.
    pub(crate) fn without_body(http: HttpRequest) -> Self {
        Self { http, body: web::Bytes::new(), is_too_large: false }
    }

    pub(crate) fn with_body(self, body: web::Bytes) -> Self {
        Self { body, ..self }
    }

    pub(crate) const fn http(&self) -> &HttpRequest {
        &self.http
    }

    pub(crate) const fn body(&self) -> &web::Bytes {
        &self.body
    }

    pub(crate) fn is_larger_than(&self, max_bytes: usize) -> bool {
        self.is_too_large || self.body.len() > max_bytes
    }

    pub(crate) fn app(&self) -> &AppContext {
        self.http.app_data::<web::Data<AppContext>>().expect("the server has an AppContext")
    }

    pub(crate) fn events(&self) -> &EventHub {
        self.http.app_data::<web::Data<EventHub>>().expect("the server has an EventHub")
    }

    pub(crate) fn fonts(&self) -> &Fonts {
        self.http.app_data::<web::Data<Fonts>>().expect("the server has fonts")
    }

    pub(crate) fn is_shutting_down(&self) -> bool {
        self.http.app_data::<web::Data<ShutdownFlag>>().is_some_and(|flag| flag.is_set())
    }

    /// The network of whoever sends the request.
    pub(crate) fn client_network(&self) -> Network {
        Client::of(&self.http).network()
    }

    pub(crate) fn check_rate_limit(&self, key: RateLimitKey) -> Result<(), Problem> {
        let limits = self.http.app_data::<web::Data<RateLimits>>();
        Ok(limits.expect("the server limits reads").check(key)?)
    }

    /// Admits a request through a family link; comes before the link is looked up.
    pub(crate) fn admit_family(
        &self,
        read: FamilyRead,
        token: &str,
    ) -> Result<FamilyAdmission<'_>, Problem> {
        let limits = self.http.app_data::<web::Data<FamilyLimits>>();
        let limits = limits.expect("the server limits families");
        Ok(limits.admit(read, self.client_network(), token)?)
    }

    /// `link` is the hash of the family link's token.
    pub(crate) fn acquire_stream(&self, link: Vec<u8>) -> Result<StreamPermit, Problem> {
        let streams = self.http.app_data::<web::Data<Streams>>();
        let streams = streams.expect("the server limits streams");
        Ok(streams.acquire(link, self.client_network())?)
    }
}
