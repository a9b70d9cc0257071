//! `/events`: changes as they happen, as server-sent events.

use actix_web::HttpResponse;
use serde::Serialize;
use uuid::Uuid;

use super::sse::{self, RETRY_LINE, SseSender};
use crate::blocking;
use crate::domain::account::person::Scope;
use crate::domain::event::{Event, Topic};
use crate::domain::id::{EventId, JourneyId, VisitId};
use crate::json::{JsonKey, Timestamp};
use crate::realtime::EventHub;
use crate::realtime::{EventSubscription, SubscriptionEvent};
use crate::use_cases::AppContext;
use crate::use_cases::sign_in::offline_queue_tokens;
use crate::use_cases::sign_in::peek_session::{self, StreamUser};
use crate::web::auth;
use crate::web::extract::callers::{Caller, StaffCaller};
use crate::web::extract::input_errors::InputErrors;
use crate::web::extract::permission::Permission;
use crate::web::extract::query::Query;
use crate::web::extract::request_parts::RequestParts;
use crate::web::extract::state::App;
use crate::web::problem::Problem;
use crate::web::validation;
use crate::web::validation::Id;
use actix_web::http::Method;
use actix_web::{HttpRequest, web};
use deserr::Deserr;

/// Only ids: clients read the rest through the API, which checks what they may see.
#[derive(Serialize)]
struct EventResponse {
    topic: JsonKey<Topic>,
    subject_id: Option<Uuid>,
    journey_id: Option<Uuid>,
    visit_id: Option<Uuid>,
    recorded_at: Timestamp,
}

impl From<&Event> for EventResponse {
    fn from(event: &Event) -> Self {
        Self {
            topic: JsonKey(event.topic),
            subject_id: event.subject,
            journey_id: event.journey.map(JourneyId::uuid),
            visit_id: event.visit.map(VisitId::uuid),
            recorded_at: Timestamp(event.recorded_at),
        }
    }
}

#[derive(Deserr)]
#[deserr(error = InputErrors, deny_unknown_fields)]
pub(crate) struct EventsQuery {
    #[deserr(default)]
    after: Option<Id>,
}

/// Who reads the event stream, and the token to check again later. Reading does not postpone the session's idle lock.
pub(crate) struct EventReader {
    user: StreamUser,
    token: String,
}

impl Caller for EventReader {
    const PERMISSION: Permission = Permission::Scope(Scope::BoardRead);

    async fn authorize(parts: &mut RequestParts) -> Result<Self, Problem> {
        let token = auth::token(parts.http(), parts.app()).await?;
        if token.starts_with(offline_queue_tokens::PREFIX) {
            StaffCaller::authorize(parts).await?;
        }
        let user = peek_session::peek(parts.app(), &token).await?;
        Ok(Self { user, token })
    }
}

/// `GET /events`
pub(crate) async fn stream(
    reader: EventReader,
    app: App,
    hub: web::Data<EventHub>,
    http: HttpRequest,
    Query(query): Query<EventsQuery>,
) -> Result<HttpResponse, Problem> {
    let after = match sse::last_event_id(&http) {
        // An id that was never ours is treated like one that has been pruned: the client gets a reset.
        Some(id) => Some(validation::parse_uuid(id).unwrap_or_default()),
        None => query.after.map(|id| id.0),
    };
    let mut response = sse::response_head();
    if http.method() == Method::HEAD {
        return Ok(response.finish());
    }
    let subscription = hub.subscribe(after.map(EventId::from_uuid));
    let stream = EventStream { app: (**app).clone(), token: reader.token, user: reader.user };
    let (sender, body) = sse::channel();
    blocking::spawn_local(stream.forward(subscription, sender));
    Ok(response.body(body))
}

struct EventStream {
    app: AppContext,
    token: String,
    user: StreamUser,
}

impl EventStream {
    /// Forwards events until the client disconnects, loses access, or the server stops.
    async fn forward(self, mut subscription: EventSubscription, sender: SseSender) {
        let mut chunk = RETRY_LINE.to_owned();
        loop {
            if sender.send(chunk.into()).await.is_err() {
                return;
            }
            chunk = loop {
                let event = tokio::select! {
                    event = subscription.next() => event,
                    () = sender.closed() => return,
                };
                let Some(event) = event else { return };
                if self.may_have_lost_access(&event)
                    && !peek_session::is_still_authorized(&self.app, &self.token).await
                {
                    return;
                }
                if let Some(chunk) = render(&event) {
                    break chunk;
                }
            };
        }
    }

    fn may_have_lost_access(&self, event: &SubscriptionEvent) -> bool {
        if let SubscriptionEvent::Changed(event) = event {
            self.user.is_affected_by(event)
        } else {
            true
        }
    }
}

/// The event as server-sent event; `None` for topics that clients do not receive.
fn render(event: &SubscriptionEvent) -> Option<String> {
    let event = match event {
        // The id advances the client's position past events that it may not see. A browser's script does not see
        // comments, so there is also an event: if it does not arrive, the script knows that the connection is dead.
        SubscriptionEvent::Heartbeat(id) => {
            let id = id.map(|id| format!("id: {id}\n")).unwrap_or_default();
            return Some(format!(": still here\n{id}event: beat\ndata: {{}}\n\n"));
        }
        SubscriptionEvent::Started(id) => {
            return Some(format!("id: {id}\nevent: from\ndata: {{}}\n\n"));
        }
        SubscriptionEvent::Reset(id) => {
            return Some(format!("id: {id}\nevent: reset\ndata: {{}}\n\n"));
        }
        SubscriptionEvent::Changed(event) => event,
    };
    if !event.topic.is_public() {
        return None;
    }
    let data = serde_json::to_string(&EventResponse::from(event)).unwrap_or_default();
    Some(format!("id: {}\nevent: change\ndata: {data}\n\n", event.id))
}
