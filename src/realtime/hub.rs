//! The event hub: reads each new event once and passes it to all subscriptions of this process.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tokio::sync::broadcast::{self, Sender};
use tokio::sync::watch;

use super::event_log::{self, EventPage, LogPosition};
use super::message::HubMessage;
use super::subscription::EventSubscription;
use crate::clock::Clock;
use crate::db::{Error, Store};
use crate::domain::id::EventId;

#[derive(Clone, Copy, Debug)]
pub struct HubTimings {
    /// How often a subscription gets a heartbeat.
    pub heartbeat: Duration,
    /// How often the log is read even without a commit signal.
    pub poll_interval: Duration,
}

impl Default for HubTimings {
    fn default() -> Self {
        Self { heartbeat: Duration::from_secs(15), poll_interval: Duration::from_secs(5) }
    }
}

/// A subscription that is this many messages behind must read the log itself.
const CHANNEL_CAPACITY: usize = 64;
/// Minimum pause between two reads; events that arrive meanwhile share one read.
const PAUSE: Duration = Duration::from_millis(10);
/// Longest pause between two reads while events are not settled.
const MAX_PENDING_PAUSE: Duration = Duration::from_millis(500);

/// Clones share the same hub.
#[derive(Clone)]
pub struct EventHub(Arc<Inner>);

struct Inner {
    store: Store,
    clock: Clock,
    timings: HubTimings,
    /// None after the hub was closed.
    channel: Mutex<Option<Sender<HubMessage>>>,
    closing: watch::Sender<bool>,
}

impl EventHub {
    /// Passes no events on until [`run`](Self::run) is called.
    #[must_use]
    pub fn new(store: Store, clock: Clock, timings: HubTimings) -> Self {
        let channel = Mutex::new(Some(broadcast::channel(CHANNEL_CAPACITY).0));
        let closing = watch::Sender::new(false);
        Self(Arc::new(Inner { store, clock, timings, channel, closing }))
    }

    /// Subscribes to events after the given one, or from now on.
    #[must_use]
    pub fn subscribe(&self, after: Option<EventId>) -> EventSubscription {
        let receiver = self.channel().as_ref().map(Sender::subscribe);
        let (store, clock) = (self.0.store.clone(), self.0.clock.clone());
        EventSubscription::new(store, clock, self.0.timings.heartbeat, receiver, after)
    }

    /// The newest event. A client that renders the current state and then subscribes after this event misses nothing.
    pub async fn last_event_id(&self) -> Result<EventId, Error> {
        Ok(event_log::end(&self.0.store, &self.0.clock).await?.id)
    }

    /// Ends all subscriptions and [`run`](Self::run), so that a shutdown need not wait for them.
    pub fn close(&self) {
        self.channel().take();
        self.0.closing.send_replace(true);
    }

    /// Reads new events and passes them on until the hub is closed.
    pub async fn run(self) {
        let mut closing = self.0.closing.subscribe();
        let closed = async move { drop(closing.wait_for(|closed| *closed).await) };
        tokio::select! {
            () = closed => {}
            () = self.read_forever() => {}
        }
    }

    async fn read_forever(&self) {
        let (mut position, mut started) = (None, false);
        let (mut wait, mut pending_pause) = (self.0.timings.poll_interval, PAUSE);
        loop {
            // A timeout is a poll.
            let _ = tokio::time::timeout(wait, self.0.store.wait_for_event()).await;
            if !started {
                started = event_log::ensure_started(&self.0.store, &self.0.clock).await.is_ok();
            }
            let pending = self.read_new(&mut position).await.unwrap_or_else(|error| {
                tracing::warn!(%error, "Reading the event log failed; retrying");
                false
            });
            (wait, pending_pause) = if pending {
                (pending_pause, MAX_PENDING_PAUSE.min(pending_pause * 2))
            } else {
                (self.0.timings.poll_interval, PAUSE)
            };
            tokio::time::sleep(PAUSE).await;
        }
    }

    /// Passes on the events after `position`; true if some are not settled yet. Reads nothing without subscriptions.
    async fn read_new(&self, position: &mut Option<LogPosition>) -> Result<bool, Error> {
        loop {
            if !self.has_subscriptions() {
                *position = None;
                return Ok(false);
            }
            let page = match *position {
                Some(from) => event_log::read_after(&self.0.store, from).await?,
                None => EventPage::UnknownPosition,
            };
            let EventPage::Events { events, more, pending } = page else {
                // The position first, then the message: a read after the message includes everything before it.
                *position = Some(event_log::end(&self.0.store, &self.0.clock).await?);
                self.send(HubMessage::ReadLog);
                continue;
            };
            if let Some(last) = events.last() {
                *position = Some(last.into());
                self.send(HubMessage::Events(events.into()));
            }
            if !more {
                return Ok(pending);
            }
        }
    }

    fn has_subscriptions(&self) -> bool {
        self.channel().as_ref().is_some_and(|channel| channel.receiver_count() > 0)
    }

    fn send(&self, message: HubMessage) {
        if let Some(channel) = self.channel().as_ref() {
            // Fails if the last subscription has just ended.
            let _ = channel.send(message);
        }
    }

    /// Nothing panics while the lock is held, so a poisoned lock is still valid.
    fn channel(&self) -> MutexGuard<'_, Option<Sender<HubMessage>>> {
        self.0.channel.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
