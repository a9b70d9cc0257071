//! `/events`: every change as it happens, as server-sent events.

use actix_web::HttpResponse;
use serde::Serialize;
use uuid::Uuid;

use super::extract::ApiRequest;
use super::sse::{self, OPENING, SseLine};
use crate::domain::event::{Event, Topic};
use crate::domain::id::{EventId, JourneyId, VisitId};
use crate::json::{JsonKey, Timestamp};
use crate::realtime::{EventSubscription, SubscriptionEvent};
use crate::use_cases::AppContext;
use crate::use_cases::sign_in::peek_session::{self, StreamUser};
use crate::web::problem::Problem;
use crate::web::validation;

/// What of an event is told: only ids, for everybody reads the rest where they may.
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

/// `GET /events`
///
/// # Errors
/// See `followEvents` in openapi.yaml.
pub async fn stream(ask: ApiRequest) -> Result<HttpResponse, Problem> {
    let (watcher, token) = ask.watcher().await?;
    let asked_for = ask.query(&["after"])?.uuid("after")?;
    let after = match sse::last_id(&ask) {
        // One that was never ours is as good as one that is no longer kept.
        Some(id) => Some(validation::uuid(id).unwrap_or_default()),
        None => asked_for,
    };
    let mut answer = sse::start();
    if ask.is_head() {
        return Ok(answer.finish());
    }
    let follower = ask.live().subscribe(after.map(EventId::from_uuid));
    let reader = EventStream { app: ask.app().clone(), token, watcher };
    let (line, body) = sse::line();
    actix_web::rt::spawn(reader.pass_on(follower, line));
    Ok(answer.body(body))
}

/// Somebody who watches.
struct EventStream {
    app: AppContext,
    token: String,
    watcher: StreamUser,
}

impl EventStream {
    /// Passes on what happens, until the reader goes, may watch no more, or the server stops.
    async fn pass_on(self, mut follower: EventSubscription, line: SseLine) {
        let mut piece = OPENING.to_owned();
        loop {
            if line.send(piece.into()).await.is_err() {
                return;
            }
            piece = loop {
                let told = tokio::select! {
                    told = follower.next() => told,
                    () = line.closed() => return,
                };
                let Some(told) = told else { return };
                if self.is_doubtful(&told)
                    && !peek_session::is_still_authorized(&self.app, &self.token).await
                {
                    return;
                }
                if let Some(piece) = written(&told) {
                    break piece;
                }
            };
        }
    }

    /// Whether it may have become untrue that this reader may watch.
    fn is_doubtful(&self, told: &SubscriptionEvent) -> bool {
        if let SubscriptionEvent::Changed(event) = told {
            self.watcher.is_affected_by(event)
        } else {
            true
        }
    }
}

/// What is told, as it stands in the stream.
fn written(told: &SubscriptionEvent) -> Option<String> {
    let event = match told {
        // Its id moves the reader's place on, past what is not for its ears. A browser's script hears no
        // comment, so there is an event besides, by whose absence it knows that the line is dead.
        SubscriptionEvent::Beat(id) => {
            let id = id.map(|id| format!("id: {id}\n")).unwrap_or_default();
            return Some(format!(": still here\n{id}event: beat\ndata: {{}}\n\n"));
        }
        SubscriptionEvent::From(id) => {
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
