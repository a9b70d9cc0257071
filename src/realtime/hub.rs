//! The hub: reads what is new once, and hands it to everybody who follows.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use tokio::sync::broadcast::{self, Receiver, Sender};
use tokio::sync::watch;

use super::event_log::{self, EventPage, LogPosition};
use super::subscription::EventSubscription;
use crate::clock::Clock;
use crate::db::models::LoggedEvent;
use crate::db::{Error, Store};
use crate::domain::id::EventId;

/// How fast things go.
#[derive(Clone, Copy, Debug)]
pub struct HubTimings {
    /// How often a follower hears that its line still stands.
    pub beat: Duration,
    /// How often the log is looked at though nobody rang.
    pub look: Duration,
}

impl Default for HubTimings {
    fn default() -> Self {
        Self { beat: Duration::from_secs(15), look: Duration::from_secs(5) }
    }
}

/// What is handed on.
#[derive(Clone)]
pub(crate) enum HubMessage {
    /// These have come, all settled.
    Events(Arc<[LoggedEvent]>),
    /// The hub cannot say what came since when: look for yourself.
    Look,
}

/// How many readings a follower may lag behind before it has to look for itself.
const LAG: usize = 64;
/// How long after a reading the next may follow: what comes meanwhile shares one.
const PAUSE: Duration = Duration::from_millis(10);
/// The longest wait for a transaction that keeps events from being settled.
const PATIENCE: Duration = Duration::from_millis(500);

/// The hub. Clones share it.
#[derive(Clone)]
pub struct EventHub(Arc<Inner>);

struct Inner {
    store: Store,
    clock: Clock,
    pace: HubTimings,
    /// None once it is closed.
    line: Mutex<Option<Sender<HubMessage>>>,
    closing: watch::Sender<bool>,
}

impl EventHub {
    /// A hub over a store; it hands nothing on until it [runs](Self::run).
    #[must_use]
    pub fn new(store: Store, clock: Clock, pace: HubTimings) -> Self {
        let line = Mutex::new(Some(broadcast::channel(LAG).0));
        Self(Arc::new(Inner { store, clock, pace, line, closing: watch::Sender::new(false) }))
    }

    /// Follows what happens: after this event, or from now on.
    #[must_use]
    pub fn subscribe(&self, after: Option<EventId>) -> EventSubscription {
        let line = self.line().as_ref().map(Sender::subscribe);
        EventSubscription::new(self.clone(), line, after)
    }

    /// The last event there is: whoever reads what is shown now, and then follows after this, misses nothing.
    ///
    /// # Errors
    /// Only the store's.
    pub async fn last(&self) -> Result<EventId, Error> {
        Ok(event_log::end(&self.0.store, &self.0.clock).await?.id)
    }

    /// Ends every follower's line, and soon the hub: so that a server that is told to stop need not wait.
    pub fn close(&self) {
        self.line().take();
        self.0.closing.send_replace(true);
    }

    /// Reads what is new and hands it on, until it is closed.
    pub async fn run(self) {
        let mut closing = self.0.closing.subscribe();
        let closed = async move { drop(closing.wait_for(|closed| *closed).await) };
        tokio::select! {
            () = closed => {}
            () = self.keep_reading() => {}
        }
    }

    async fn keep_reading(&self) {
        let (mut place, mut begun) = (None, false);
        let (mut wait, mut patience) = (self.0.pace.look, PAUSE);
        loop {
            // Whether it was rung for or looks by itself makes no difference.
            let _ = tokio::time::timeout(wait, self.0.store.wait_for_event()).await;
            if !begun {
                begun = event_log::begin(&self.0.store, &self.0.clock).await.is_ok();
            }
            let pending = self.read(&mut place).await.unwrap_or_else(|error| {
                tracing::warn!(%error, "the log of events could not be read");
                false
            });
            (wait, patience) = if pending {
                (patience, PATIENCE.min(patience * 2))
            } else {
                (self.0.pace.look, PAUSE)
            };
            tokio::time::sleep(PAUSE).await;
        }
    }

    /// Hands on what is new after `place`, and tells whether some of it is not settled yet. While nobody
    /// follows, nothing is read.
    async fn read(&self, place: &mut Option<LogPosition>) -> Result<bool, Error> {
        loop {
            if !self.is_followed() {
                *place = None;
                return Ok(false);
            }
            let page = match *place {
                Some(from) => event_log::after(&self.0.store, from).await?,
                None => EventPage::Unknown,
            };
            let EventPage::Events { events, more, pending } = page else {
                // First the place, then the word: whoever looks after it finds all that came before.
                *place = Some(event_log::end(&self.0.store, &self.0.clock).await?);
                self.hand_on(HubMessage::Look);
                continue;
            };
            if let Some(last) = events.last() {
                *place = Some(last.into());
                self.hand_on(HubMessage::Events(events.into()));
            }
            if !more {
                return Ok(pending);
            }
        }
    }

    fn is_followed(&self) -> bool {
        self.line().as_ref().is_some_and(|line| line.receiver_count() > 0)
    }

    fn hand_on(&self, news: HubMessage) {
        if let Some(line) = self.line().as_ref() {
            // Whoever followed may have gone just now.
            let _ = line.send(news);
        }
    }

    pub(crate) fn store(&self) -> &Store {
        &self.0.store
    }

    pub(crate) fn clock(&self) -> &Clock {
        &self.0.clock
    }

    pub(crate) fn heartbeat(&self) -> Duration {
        self.0.pace.beat
    }

    /// Nothing panics while the lock is held, so a poisoned one still holds a sound line.
    fn line(&self) -> std::sync::MutexGuard<'_, Option<Sender<HubMessage>>> {
        self.0.line.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A follower's end of the line.
pub(crate) type Line = Receiver<HubMessage>;
