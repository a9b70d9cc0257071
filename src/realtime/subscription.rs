//! A subscription: every event after its position, each exactly once and in order, whatever the hub misses.

use std::collections::VecDeque;
use std::time::Duration;

use tokio::sync::broadcast::Receiver;
use tokio::sync::broadcast::error::RecvError;
use tokio::time::{Instant, Interval, MissedTickBehavior, interval_at};

use super::event_log::{self, EventPage, LogPosition};
use super::message::HubMessage;
use crate::clock::Clock;
use crate::db::models::LoggedEvent;
use crate::db::{Error, Store};
use crate::domain::event::Event;
use crate::domain::id::EventId;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SubscriptionEvent {
    /// The subscription starts after this event.
    Started(EventId),
    Changed(Event),
    /// The requested event is not in the log any more: the client must reload everything. The subscription goes on
    /// after this event.
    Reset(EventId),
    /// The connection is alive; with the last event that was passed on.
    Heartbeat(Option<EventId>),
}

pub struct EventSubscription {
    store: Store,
    clock: Clock,
    /// None if the hub was closed before the subscription began.
    receiver: Option<Receiver<HubMessage>>,
    progress: Progress,
    /// Read, but not passed on yet.
    ready: VecDeque<LoggedEvent>,
    /// The log must be read because the receiver has missed messages.
    behind: bool,
    heartbeat: Interval,
}

enum Progress {
    /// Starts with the next event.
    FromNow,
    /// Continues after this event, if the log still contains it.
    After(EventId),
    At(LogPosition),
}

impl EventSubscription {
    pub(crate) fn new(
        store: Store,
        clock: Clock,
        heartbeat: Duration,
        receiver: Option<Receiver<HubMessage>>,
        after: Option<EventId>,
    ) -> Self {
        let mut heartbeat = interval_at(Instant::now() + heartbeat, heartbeat);
        heartbeat.set_missed_tick_behavior(MissedTickBehavior::Delay);
        let progress = after.map_or(Progress::FromNow, Progress::After);
        Self { store, clock, receiver, progress, ready: VecDeque::new(), behind: true, heartbeat }
    }

    /// The next event; none after the hub was closed. Cancelling the future loses nothing.
    pub async fn next(&mut self) -> Option<SubscriptionEvent> {
        loop {
            if let Some(logged) = self.ready.pop_front() {
                self.progress = Progress::At((&logged).into());
                return Some(SubscriptionEvent::Changed(logged.event));
            }
            if self.behind {
                match self.catch_up().await {
                    Ok(Some(event)) => return Some(event),
                    Ok(None) => continue,
                    // The next heartbeat retries.
                    Err(error) => tracing::warn!(%error, "Reading the event log failed; retrying"),
                }
            }
            let receiver = self.receiver.as_mut()?;
            tokio::select! {
                message = receiver.recv() => match message {
                    Ok(HubMessage::Events(events)) if !self.behind => self.enqueue(&events),
                    Ok(_) | Err(RecvError::Lagged(_)) => self.behind = true,
                    Err(RecvError::Closed) => return None,
                },
                _ = self.heartbeat.tick() => {
                    return Some(SubscriptionEvent::Heartbeat(self.last_event_id()));
                }
            }
        }
    }

    const fn last_event_id(&self) -> Option<EventId> {
        match &self.progress {
            Progress::FromNow => None,
            Progress::After(id) => Some(*id),
            Progress::At(position) => Some(position.id),
        }
    }

    /// Skips events that were already read from the log.
    fn enqueue(&mut self, events: &[LoggedEvent]) {
        if let Progress::At(at) = &self.progress {
            self.ready.extend(events.iter().filter(|logged| logged.mark > at.position));
        }
    }

    /// Reads the log. The receiver was created before, so events that the log does not show yet will arrive there.
    async fn catch_up(&mut self) -> Result<Option<SubscriptionEvent>, Error> {
        let position = match &self.progress {
            Progress::FromNow => {
                let end = self.move_to_end().await?;
                return Ok(Some(SubscriptionEvent::Started(end)));
            }
            Progress::At(position) => Some(*position),
            Progress::After(id) => event_log::position_of(&self.store, *id).await?,
        };
        let page = match position {
            Some(position) => event_log::read_after(&self.store, position).await?,
            None => EventPage::UnknownPosition,
        };
        if let (EventPage::Events { events, more, .. }, Some(position)) = (page, position) {
            (self.progress, self.behind) = (Progress::At(position), more);
            self.ready.extend(events);
            return Ok(None);
        }
        let end = self.move_to_end().await?;
        Ok(Some(SubscriptionEvent::Reset(end)))
    }

    async fn move_to_end(&mut self) -> Result<EventId, Error> {
        let end = event_log::end(&self.store, &self.clock).await?;
        (self.progress, self.behind) = (Progress::At(end), false);
        Ok(end.id)
    }
}
