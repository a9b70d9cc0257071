//! A request at the door, taken apart in the order of the contract: who, path, query, headers, body.

use std::future::Future;
use std::pin::Pin;
use std::str::FromStr;

use actix_web::http::Method;
use actix_web::http::header::{CONTENT_TYPE, HeaderName, IF_MATCH};
use actix_web::{FromRequest, HttpRequest, dev, web};
use serde::de::{DeserializeOwned, IgnoredAny};
use uuid::Uuid;

use super::query::Query;
use crate::domain::account::person::{Actor, MoveSource, Role, Scope, Shift};
use crate::domain::error::DomainError;
use crate::domain::tag::TagCode;
use crate::printing::Fonts;
use crate::realtime::EventHub;
use crate::use_cases::idempotency::{IdempotencyKey, IdempotentRequest, RenderResponse};
use crate::use_cases::models::Phone;
use crate::use_cases::sign_in::offline_queue_tokens;
use crate::use_cases::sign_in::peek_session::{self, StreamUser};
use crate::use_cases::sign_in::{self, SignedIn};
use crate::use_cases::staff::service_tokens;
use crate::use_cases::{AppContext, token};
use crate::web::auth;
use crate::web::body::{self, BodyError, ShutdownFlag};
use crate::web::problem::Problem;
use crate::web::rate_limit::{Limits, RateLimitKind};
use crate::web::stream_limit::{StreamPermit, Streams};
use crate::web::validation;

/// A revision that nothing ever has.
const NEVER: i64 = 0;
/// The largest body, but for a batch.
const BODY: usize = 64 * 1024;
/// The largest body of a batch.
pub const BATCH: usize = 1024 * 1024;

/// A request, its body read.
pub struct ApiRequest {
    request: HttpRequest,
    body: web::Bytes,
    too_large: bool,
}

impl FromRequest for ApiRequest {
    type Error = Problem;
    type Future = Pin<Box<dyn Future<Output = Result<Self, Problem>>>>;

    fn from_request(request: &HttpRequest, payload: &mut dev::Payload) -> Self::Future {
        let request = request.clone();
        let body = web::Payload::from_request(&request, payload);
        Box::pin(async move {
            let broken = |_| Problem::malformed("The body could not be read.");
            let payload = body.await.map_err(broken)?;
            // Read to the end of the larger limit, so that who asks is known before its size is told.
            match body::body(&request, payload, BATCH).await {
                Ok(body) => Ok(Self { request, body, too_large: false }),
                Err(BodyError::Broken) => Err(Problem::malformed("The body could not be read.")),
                Err(BodyError::TooLarge) => {
                    Ok(Self { request, body: web::Bytes::new(), too_large: true })
                }
            }
        })
    }
}

impl ApiRequest {
    /// A request whose body is still to come, once it is known who sends it.
    #[must_use]
    pub fn from_request(request: HttpRequest) -> Self {
        Self { request, body: web::Bytes::new(), too_large: false }
    }

    /// The same with its body.
    #[must_use]
    pub fn with_body(self, body: web::Bytes) -> Self {
        Self { body, ..self }
    }

    /// The request itself, for what only it knows.
    #[must_use]
    pub const fn request(&self) -> &HttpRequest {
        &self.request
    }

    /// The body as it came.
    #[must_use]
    pub const fn body(&self) -> &web::Bytes {
        &self.body
    }

    /// What the actions need.
    ///
    /// # Panics
    /// When the server was put together without it.
    #[must_use]
    pub fn app(&self) -> &AppContext {
        self.request.app_data::<web::Data<AppContext>>().expect("the server sets the AppContext")
    }

    /// The member of staff who asks, if in this role at least.
    ///
    /// # Errors
    /// `unauthenticated`, `cross-origin`, `forbidden`.
    pub async fn staff(&self, least: Role) -> Result<Actor, Problem> {
        let (actor, _) = self.signed_in().await?;
        if actor.role < least { Err(DomainError::Forbidden.into()) } else { Ok(actor) }
    }

    /// The member of staff who asks, and their session.
    ///
    /// # Errors
    /// `unauthenticated`, `cross-origin`; `forbidden` for another system's token.
    pub async fn signed_in(&self) -> Result<(Actor, SignedIn), Problem> {
        let token = self.token()?;
        match sign_in::authenticate(self.app(), &token).await {
            Ok(signed_in) => Ok(signed_in),
            Err(error) if token.starts_with(service_tokens::PREFIX) => {
                service_tokens::authenticate(self.app(), &token).await.map_err(|_| error)?;
                Err(DomainError::Forbidden.into())
            }
            Err(error) if token.starts_with(offline_queue_tokens::PREFIX) => {
                offline_queue_tokens::authenticate(self.app(), &token).await.map_err(|_| error)?;
                Err(DomainError::Forbidden.into())
            }
            Err(error) => Err(error.into()),
        }
    }

    /// Who watches, and the token to look again by: a session goes on towards its lock.
    ///
    /// # Errors
    /// `unauthenticated`, `cross-origin`, `forbidden`.
    pub async fn watcher(&self) -> Result<(StreamUser, String), Problem> {
        let token = self.token()?;
        // A token of another kind is told what it may not.
        if token.starts_with(offline_queue_tokens::PREFIX) {
            self.signed_in().await?;
        }
        Ok((peek_session::peek(self.app(), &token).await?, token))
    }

    /// Whether this server is about to leave.
    #[must_use]
    pub fn is_leaving(&self) -> bool {
        self.request.app_data::<web::Data<ShutdownFlag>>().is_some_and(|leaving| leaving.is_set())
    }

    /// The hub that tells of changes.
    ///
    /// # Panics
    /// When the server was put together without it.
    #[must_use]
    pub fn live(&self) -> &EventHub {
        self.request.app_data::<web::Data<EventHub>>().expect("the server has a hub")
    }

    /// The member of staff who sends what was scanned; where a queue sends it for them, also when
    /// they were signed in.
    ///
    /// # Errors
    /// As [`Self::signed_in`].
    pub async fn sender(&self) -> Result<(Actor, Option<Shift>), Problem> {
        let token = self.token()?;
        if token.starts_with(offline_queue_tokens::PREFIX) {
            let (actor, shift) = offline_queue_tokens::authenticate(self.app(), &token).await?;
            return Ok((actor, Some(shift)));
        }
        Ok((self.staff(Role::Staff).await?, None))
    }

    /// The enrolled phone that asks, if it is one.
    ///
    /// # Errors
    /// Only the store's.
    pub async fn phone(&self) -> Result<Option<Phone>, Problem> {
        Ok(auth::phone(&self.request, self.app()).await?)
    }

    /// A member of staff, or another system whose token is good for this.
    ///
    /// # Errors
    /// `unauthenticated`, `cross-origin`, `forbidden`.
    pub async fn mover(&self, scope: Scope) -> Result<MoveSource, Problem> {
        let token = self.token()?;
        if !token.starts_with(service_tokens::PREFIX) {
            let (actor, _) = self.signed_in().await?;
            return Ok(MoveSource::Staff(actor.id));
        }
        let record = service_tokens::authenticate(self.app(), &token).await?;
        let allowed = record.scopes.contains(&scope);
        if allowed {
            Ok(MoveSource::Service(record.id))
        } else {
            Err(DomainError::Forbidden.into())
        }
    }

    /// The token that came along: by header, else by cookie from one of our own pages.
    ///
    /// # Errors
    /// `unauthenticated`, `cross-origin`.
    pub fn token(&self) -> Result<String, Problem> {
        Ok(auth::token(&self.request, self.app())?)
    }

    /// Whether only the head of the answer is asked for.
    #[must_use]
    pub fn is_head(&self) -> bool {
        self.request.method() == Method::HEAD
    }

    /// A header, as text.
    #[must_use]
    pub fn header(&self, name: &HeaderName) -> Option<&str> {
        self.request.headers().get(name).and_then(|value| value.to_str().ok())
    }

    /// The address that asks.
    #[must_use]
    pub fn address(&self) -> String {
        auth::address(&self.request)
    }

    /// The letters that are printed with.
    ///
    /// # Panics
    /// When the server was put together without them.
    #[must_use]
    pub fn fonts(&self) -> &Fonts {
        self.request.app_data::<web::Data<Fonts>>().expect("the server has fonts")
    }

    /// Counts a read of what may be guessed at.
    ///
    /// # Errors
    /// `too-many-requests`.
    pub fn check_rate_limit(&self, readers: RateLimitKind, who: &str) -> Result<(), Problem> {
        let limits = self.request.app_data::<web::Data<Limits>>();
        limits.map_or(Ok(()), |limits| Ok(limits.check(readers, who)?))
    }

    /// A place for a stream of the family link of this hash.
    ///
    /// # Errors
    /// `too-many-requests`.
    ///
    /// # Panics
    /// When the server was put together without a count of them.
    pub fn acquire_stream(&self, link: Vec<u8>) -> Result<StreamPermit, Problem> {
        let streams = self.request.app_data::<web::Data<Streams>>();
        Ok(streams.expect("the server counts streams").take(link, self.address())?)
    }

    /// A part of the path, as it stands.
    #[must_use]
    pub fn path_segment(&self, name: &str) -> &str {
        self.request.match_info().query(name)
    }

    /// An id in the path.
    ///
    /// # Errors
    /// `malformed`.
    pub fn id<I>(&self, name: &str, id: fn(Uuid) -> I) -> Result<I, Problem> {
        let wrong = || Problem::malformed("The path holds something that is no UUID, hyphenated.");
        validation::uuid(self.path_segment(name)).map(id).ok_or_else(wrong)
    }

    /// The tag's code in the path. One that is mistyped is on no tag.
    ///
    /// # Errors
    /// `not-found`.
    pub fn tag(&self) -> Result<TagCode, Problem> {
        let mistyped = |_| Problem::new("not-found", "No tag has this code; it may be mistyped.");
        TagCode::parse(self.path_segment("code")).map_err(mistyped)
    }

    /// The query, of these parameters and no others.
    ///
    /// # Errors
    /// `malformed`.
    pub fn query(&self, known: &[&str]) -> Result<Query, Problem> {
        Query::parse(self.request.query_string(), known)
    }

    /// The revision that the caller read.
    ///
    /// # Errors
    /// `precondition-required`.
    pub fn if_match(&self) -> Result<i64, Problem> {
        let Some(value) = self.request.headers().get(IF_MATCH) else {
            let detail = "Send If-Match with the ETag you read.";
            return Err(Problem::new("precondition-required", detail));
        };
        let etag = value.to_str().ok().and_then(|text| text.strip_prefix('"')?.strip_suffix('"'));
        let revision =
            etag.and_then(|text| i64::from_str(text).ok().filter(|n| n.to_string() == text));
        // A form that we never gave, such as a weak one or a star, is a revision that never was.
        Ok(revision.unwrap_or(NEVER))
    }

    /// The body as JSON.
    ///
    /// # Errors
    /// `unsupported-media-type`, `too-large`, `malformed`, `invalid` with its pointer.
    pub fn json<T: DeserializeOwned>(&self) -> Result<T, Problem> {
        self.json_up_to(BODY)
    }

    /// The body of a change as JSON: it names at least one member, be it as null.
    ///
    /// # Errors
    /// As [`Self::json`].
    pub fn changes<T: DeserializeOwned>(&self) -> Result<T, Problem> {
        let changes = self.json()?;
        let named: serde_json::Map<String, serde_json::Value> = self.json()?;
        if named.is_empty() {
            return Err(Problem::invalid("", "must change something"));
        }
        Ok(changes)
    }

    /// The body as JSON, where more of it is taken.
    ///
    /// # Errors
    /// As [`Self::json`].
    pub fn json_up_to<T: DeserializeOwned>(&self, most: usize) -> Result<T, Problem> {
        let kind = self.header(&CONTENT_TYPE).unwrap_or_default();
        let kind = kind.split(';').next().unwrap_or_default().trim();
        if !kind.eq_ignore_ascii_case("application/json") {
            return Err(Problem::new("unsupported-media-type", "Send application/json."));
        }
        if self.too_large || self.body.len() > most {
            let detail = format!("The body is larger than the {most} bytes that this path takes.");
            return Err(Problem::new("too-large", detail));
        }
        read(&self.body)
    }

    /// The way an answer leaves, with the repeat to look out for where the caller named a key.
    ///
    /// # Errors
    /// `malformed` for a key that is none.
    pub fn door<T>(
        &self,
        caller: &str,
        say: RenderResponse<T>,
    ) -> Result<IdempotentRequest<T>, Problem> {
        let name = HeaderName::from_static("idempotency-key");
        let Some(key) = self.request.headers().get(&name) else {
            return Ok(IdempotentRequest { key: None, render: say });
        };
        let key = key.to_str().unwrap_or_default();
        if !(8..=128).contains(&key.len()) || !key.bytes().all(|b| b.is_ascii_graphic()) {
            let detail = "Idempotency-Key must be 8 to 128 printable characters without spaces.";
            return Err(Problem::malformed(detail));
        }
        let (path, body) = (self.request.path().as_bytes(), &self.body[..]);
        let fingerprint = token::fingerprint(&[path, body]);
        Ok(IdempotentRequest {
            key: Some(IdempotencyKey {
                caller: caller.to_owned(),
                key: key.to_owned(),
                fingerprint,
            }),
            render: say,
        })
    }
}

/// Reads JSON and says by pointer where it does not fit.
///
/// # Errors
/// `malformed` where it is no JSON, `invalid` where it does not fit.
pub fn read<T: DeserializeOwned>(body: &[u8]) -> Result<T, Problem> {
    let mut json = serde_json::Deserializer::from_slice(body);
    let value = serde_path_to_error::deserialize(&mut json).map_err(|error| {
        let pointer = pointer(error.path());
        // Reading stops at the first member that does not fit; what follows may be no JSON at all.
        let whole = serde_json::from_slice::<IgnoredAny>(body);
        explain(whole.as_ref().err().unwrap_or(error.inner()), &pointer)
    })?;
    json.end().map_err(|error| explain(&error, ""))?;
    Ok(value)
}

fn explain(error: &serde_json::Error, pointer: &str) -> Problem {
    if !error.is_data() {
        return Problem::malformed("The body is no well-formed JSON.");
    }
    // Serde adds where in the text it stopped; the pointer says it better.
    let told = error.to_string();
    let told = told.split(" at line ").next().unwrap_or_default();
    Problem::invalid(pointer, told)
}

/// A JSON pointer (RFC 6901) to where reading stopped.
fn pointer(path: &serde_path_to_error::Path) -> String {
    use serde_path_to_error::Segment;
    path.iter().fold(String::new(), |so_far, segment| match segment {
        Segment::Seq { index } => format!("{so_far}/{index}"),
        Segment::Map { key } => format!("{so_far}/{}", key.replace('~', "~0").replace('/', "~1")),
        Segment::Enum { .. } | Segment::Unknown => so_far,
    })
}
