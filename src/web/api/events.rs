//! `/events`: every change as it happens, as server-sent events.

use actix_web::HttpResponse;
use serde::Serialize;
use uuid::Uuid;

use super::extract::Ask;
use super::sse::{self, Line, OPENING};
use crate::domain::event::{Event, Topic};
use crate::domain::id::{EventId, JourneyId, VisitId};
use crate::json::{Key, Stamp};
use crate::realtime::{Follower, Told};
use crate::use_cases::World;
use crate::use_cases::sign_in::peek_session::{self, Watcher};
use crate::web::problem::Problem;
use crate::web::validation;

/// What of an event is told: only ids, for everybody reads the rest where they may.
#[derive(Serialize)]
struct EventOut {
    topic: Key<Topic>,
    subject_id: Option<Uuid>,
    journey_id: Option<Uuid>,
    visit_id: Option<Uuid>,
    recorded_at: Stamp,
}

impl From<&Event> for EventOut {
    fn from(event: &Event) -> Self {
        Self {
            topic: Key(event.topic),
            subject_id: event.subject,
            journey_id: event.journey.map(JourneyId::uuid),
            visit_id: event.visit.map(VisitId::uuid),
            recorded_at: Stamp(event.recorded_at),
        }
    }
}

/// `GET /events`
///
/// # Errors
/// See `streamEvents` in openapi.yaml.
pub async fn follow(ask: Ask) -> Result<HttpResponse, Problem> {
    let (watcher, token) = ask.watcher().await?;
    let asked_for = ask.query(&["after"])?.uuid("after")?;
    let after = match sse::last_id(&ask) {
        // One that was never ours is as good as one that is no longer kept.
        Some(id) => Some(validation::uuid(id).unwrap_or_default()),
        None => asked_for,
    };
    let mut answer = sse::begun();
    if ask.is_head() {
        return Ok(answer.finish());
    }
    let follower = ask.live().follow(after.map(EventId::from_uuid));
    let reader = Reader { world: ask.world().clone(), token, watcher };
    let (line, body) = sse::line();
    actix_web::rt::spawn(reader.pass_on(follower, line));
    Ok(answer.body(body))
}

/// Somebody who watches.
struct Reader {
    world: World,
    token: String,
    watcher: Watcher,
}

impl Reader {
    /// Passes on what happens, until the reader goes, may watch no more, or the server stops.
    async fn pass_on(self, mut follower: Follower, line: Line) {
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
                    && !peek_session::still_may(&self.world, &self.token).await
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
    fn is_doubtful(&self, told: &Told) -> bool {
        if let Told::Changed(event) = told { self.watcher.is_touched_by(event) } else { true }
    }
}

/// What is told, as it stands in the stream.
fn written(told: &Told) -> Option<String> {
    let event = match told {
        // Its id moves the reader's place on, past what is not for its ears. A browser's script hears no
        // comment, so there is an event besides, by whose absence it knows that the line is dead.
        Told::Beat(id) => {
            let id = id.map(|id| format!("id: {id}\n")).unwrap_or_default();
            return Some(format!(": still here\n{id}event: beat\ndata: {{}}\n\n"));
        }
        Told::From(id) => return Some(format!("id: {id}\nevent: from\ndata: {{}}\n\n")),
        Told::Reset(id) => return Some(format!("id: {id}\nevent: reset\ndata: {{}}\n\n")),
        Told::Changed(event) => event,
    };
    if !event.topic.is_public() {
        return None;
    }
    let data = serde_json::to_string(&EventOut::from(event)).unwrap_or_default();
    Some(format!("id: {}\nevent: change\ndata: {data}\n\n", event.id))
}
