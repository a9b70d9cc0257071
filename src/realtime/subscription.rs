//! A follower: every event after its place, each once, in order, whatever the line does meanwhile.

use std::collections::VecDeque;

use tokio::sync::broadcast::error::RecvError;
use tokio::time::{Instant, Interval, MissedTickBehavior, interval_at};

use super::event_log::{self, EventPage, LogPosition};
use super::hub::{EventHub, HubMessage, Line};
use crate::db::Error;
use crate::db::models::LoggedEvent;
use crate::domain::event::Event;
use crate::domain::id::EventId;

/// What a follower is told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SubscriptionEvent {
    /// It follows from here on: what comes next comes after this event.
    From(EventId),
    /// This has changed.
    Changed(Event),
    /// The place it asked for is not in the log, or no more: let it look at everything again. What comes next
    /// comes after this event.
    Reset(EventId),
    /// The line still stands, and this event was the last of which the follower was told.
    Beat(Option<EventId>),
}

/// Somebody who follows what happens.
pub struct EventSubscription {
    hub: EventHub,
    line: Option<Line>,
    start: Start,
    /// Read, and not told yet.
    ready: VecDeque<LoggedEvent>,
    /// Whether the log has to be read, for the line alone does not lead on from here.
    behind: bool,
    beat: Interval,
}

/// Where it is.
enum Start {
    /// It follows from now on.
    Now,
    /// It was here before, and asks for what came after this event.
    After(EventId),
    /// Here.
    At(LogPosition),
}

impl EventSubscription {
    pub(crate) fn new(hub: EventHub, line: Option<Line>, after: Option<EventId>) -> Self {
        let mut beat = interval_at(Instant::now() + hub.heartbeat(), hub.heartbeat());
        beat.set_missed_tick_behavior(MissedTickBehavior::Delay);
        let start = after.map_or(Start::Now, Start::After);
        Self { hub, line, start, ready: VecDeque::new(), behind: true, beat }
    }

    /// What comes next; nothing once the hub is closed. A wait that is given up loses nothing.
    pub async fn next(&mut self) -> Option<SubscriptionEvent> {
        loop {
            if let Some(logged) = self.ready.pop_front() {
                self.start = Start::At((&logged).into());
                return Some(SubscriptionEvent::Changed(logged.event));
            }
            if self.behind {
                match self.catch_up().await {
                    Ok(Some(told)) => return Some(told),
                    Ok(None) => continue,
                    // Tried again with the next beat.
                    Err(error) => tracing::warn!(%error, "a follower could not read the log"),
                }
            }
            let line = self.line.as_mut()?;
            tokio::select! {
                news = line.recv() => match news {
                    Ok(HubMessage::Events(events)) if !self.behind => self.take(&events),
                    Ok(_) | Err(RecvError::Lagged(_)) => self.behind = true,
                    Err(RecvError::Closed) => return None,
                },
                _ = self.beat.tick() => return Some(SubscriptionEvent::Beat(self.place())),
            }
        }
    }

    fn place(&self) -> Option<EventId> {
        match &self.start {
            Start::Now => None,
            Start::After(id) => Some(*id),
            Start::At(place) => Some(place.id),
        }
    }

    /// What the line brings that was not read from the log before.
    fn take(&mut self, events: &[LoggedEvent]) {
        if let Start::At(place) = &self.start {
            self.ready.extend(events.iter().filter(|logged| logged.mark > place.mark));
        }
    }

    /// Reads the log. The line was taken first, so that whatever the log does not show yet comes over it.
    async fn catch_up(&mut self) -> Result<Option<SubscriptionEvent>, Error> {
        let place = match &self.start {
            Start::Now => {
                let end = event_log::end(self.hub.store(), self.hub.clock()).await?;
                (self.start, self.behind) = (Start::At(end), false);
                return Ok(Some(SubscriptionEvent::From(end.id)));
            }
            Start::At(place) => Some(*place),
            Start::After(id) => event_log::place_of(self.hub.store(), *id).await?,
        };
        let page = match place {
            Some(place) => event_log::after(self.hub.store(), place).await?,
            None => EventPage::Unknown,
        };
        if let (EventPage::Events { events, more, .. }, Some(place)) = (page, place) {
            (self.start, self.behind) = (Start::At(place), more);
            self.ready.extend(events);
            return Ok(None);
        }
        let end = event_log::end(self.hub.store(), self.hub.clock()).await?;
        (self.start, self.behind) = (Start::At(end), false);
        Ok(Some(SubscriptionEvent::Reset(end.id)))
    }
}
