//! Claims due notifications from the outbox and delivers them, several at a time.

use std::sync::Arc;
use std::time::Duration;

use tokio::sync::watch;
use tokio::task::JoinSet;

use super::delivery::Delivery;
use crate::domain::time::minutes;
use crate::integrations::http_client::OutboundHttpClient;
use crate::integrations::web_push::PushKey;
use crate::integrations::webhook::Webhook;
use crate::use_cases::family::outbox::{self, Channels};
use crate::use_cases::{AppContext, UseCaseResult};

#[derive(Clone, Copy, Debug)]
pub struct OutboxTimings {
    /// How often the outbox is polled even if no commit signalled a new notification.
    pub poll_interval: Duration,
    /// Minimum pause between two polls.
    pub pause: Duration,
}

impl Default for OutboxTimings {
    fn default() -> Self {
        Self { poll_interval: Duration::from_secs(5), pause: Duration::from_millis(100) }
    }
}

const MAX_CONCURRENT_SENDS: usize = 32;
const EXPIRY_INTERVAL: Duration = minutes(10);

/// Clones share the same state.
#[derive(Clone)]
pub struct OutboxSender {
    delivery: Arc<Delivery>,
    closing: watch::Sender<bool>,
}

impl OutboxSender {
    /// Sends nothing until [`run`](Self::run) or [`send_due`](Self::send_due) is called.
    #[must_use]
    pub fn new(
        app: AppContext,
        push: Option<PushKey>,
        webhook: Option<Webhook>,
        client: OutboundHttpClient,
    ) -> Self {
        let delivery = Arc::new(Delivery { app, push, webhook, client });
        Self { delivery, closing: watch::Sender::new(false) }
    }

    /// Delivers due notifications until [`close`](Self::close) is called; then finishes those being sent.
    pub async fn run(self, timings: OutboxTimings) {
        let mut closing = self.closing.subscribe();
        let (mut sends, mut last_expiry) = (JoinSet::new(), None);
        loop {
            let new_notification = self.app().store.wait_for_outbox();
            tokio::select! {
                _ = closing.wait_for(|closed| *closed) => break,
                // A timeout is a poll.
                _ = tokio::time::timeout(timings.poll_interval, new_notification) => {}
            }
            if let Err(error) = self.send_claimed(&mut sends).await {
                tracing::warn!(?error, "Reading the outbox failed; retrying");
            }
            let now = self.app().clock.now();
            if last_expiry.is_none_or(|last| now.since(last) >= EXPIRY_INTERVAL) {
                self.delete_expired().await;
                last_expiry = Some(now);
            }
            tokio::time::sleep(timings.pause).await;
        }
        while sends.join_next().await.is_some() {}
    }

    /// Stops claiming notifications.
    pub fn close(&self) {
        self.closing.send_replace(true);
    }

    /// Sends everything that is due, once.
    pub async fn send_due(&self) -> UseCaseResult<()> {
        let mut sends = JoinSet::new();
        let result = self.send_claimed(&mut sends).await;
        while sends.join_next().await.is_some() {}
        result
    }

    /// Deletes notifications whose retry period is over.
    pub async fn delete_expired(&self) {
        match outbox::delete_expired(self.app()).await {
            Ok(expired) => {
                // Zero tries: this site has no channel for it, which is no failure.
                for notice in expired.iter().filter(|notice| notice.attempts > 0) {
                    let (notification, tries) = (notice.id, notice.attempts);
                    tracing::warn!(%notification, tries, "Giving up on a notification after the retry period");
                }
            }
            Err(error) => tracing::warn!(?error, "Deleting expired notifications failed"),
        }
    }

    fn app(&self) -> &AppContext {
        &self.delivery.app
    }

    /// Claims due notifications and starts sending them, at most [`MAX_CONCURRENT_SENDS`] at once.
    async fn send_claimed(&self, sends: &mut JoinSet<()>) -> UseCaseResult<()> {
        let channels = self.delivery.channels();
        if channels == (Channels { web_push: false, webhook: false }) {
            return Ok(());
        }
        loop {
            while sends.try_join_next().is_some() {}
            if sends.len() >= MAX_CONCURRENT_SENDS {
                sends.join_next().await;
            }
            let limit = MAX_CONCURRENT_SENDS - sends.len();
            let due = outbox::due(self.app(), channels, limit).await?;
            if due.is_empty() {
                return Ok(());
            }
            for notice in due {
                if let Some(notification) = outbox::claim(self.app(), &notice).await? {
                    let delivery = Arc::clone(&self.delivery);
                    sends.spawn(async move { delivery.send(&notification).await });
                }
            }
        }
    }
}
