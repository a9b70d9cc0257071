//! The sender: takes what is due out of the outbox, a few at a time, and hands it over.

use std::sync::Arc;
use std::time::Duration;

use hyper::{Request, StatusCode, Uri};
use tokio::sync::watch;
use tokio::task::JoinSet;

use crate::domain::string_enum::StringEnum as _;
use crate::domain::time::minutes;
use crate::i18n;
use crate::integrations::http_client::{AddressTrust, DeliveryResponse, OutboundHttpClient};
use crate::integrations::web_push::{PushKey, PushText};
use crate::integrations::webhook::Webhook;
use crate::use_cases::family::outbox::{self, Channels, OutgoingNotification, Recipient};
use crate::use_cases::{AppContext, UseCaseResult};

/// How fast things go.
#[derive(Clone, Copy, Debug)]
pub struct OutboxTimings {
    /// How often the outbox is looked at though nobody rang.
    pub look: Duration,
    /// How long after a look the next may follow.
    pub pause: Duration,
}

impl Default for OutboxTimings {
    fn default() -> Self {
        Self { look: Duration::from_secs(5), pause: Duration::from_millis(100) }
    }
}

/// How many notices are on their way at once.
const AT_ONCE: usize = 32;
/// How often what is past its time is swept out.
const SWEEP_EVERY: Duration = minutes(10);

/// The sender. Clones share it.
#[derive(Clone)]
pub struct OutboxSender(Arc<Inner>);

struct Inner {
    app: AppContext,
    push: Option<PushKey>,
    webhook: Option<Webhook>,
    courier: OutboundHttpClient,
    closing: watch::Sender<bool>,
}

/// A message, and where it goes.
struct Message {
    to: Uri,
    named_by: AddressTrust,
    request: Request<Vec<u8>>,
}

/// What came of a parcel.
enum DeliveryOutcome {
    /// It was taken.
    Taken,
    /// It is not wanted any more.
    Unwanted,
    /// There is nobody at this address, and never will be.
    Nobody,
    /// It was not taken, for this reason; not before then is it welcome.
    Failed(String, Option<Duration>),
}

impl OutboxSender {
    /// A sender of what goes these ways; it sends nothing until it [runs](Self::run) or is told to.
    #[must_use]
    pub fn new(
        app: AppContext,
        push: Option<PushKey>,
        webhook: Option<Webhook>,
        courier: OutboundHttpClient,
    ) -> Self {
        let closing = watch::Sender::new(false);
        Self(Arc::new(Inner { app, push, webhook, courier, closing }))
    }

    /// Sends what falls due until it is closed; what is under way then is finished.
    pub async fn run(self, pace: OutboxTimings) {
        let mut closing = self.0.closing.subscribe();
        let (mut sends, mut swept) = (JoinSet::new(), None);
        loop {
            tokio::select! {
                _ = closing.wait_for(|closed| *closed) => break,
                // Whether it was rung for or looks by itself makes no difference.
                _ = tokio::time::timeout(pace.look, self.0.app.store.wait_for_outbox()) => {}
            }
            if let Err(error) = self.claim_due(&mut sends).await {
                tracing::warn!(?error, "the outbox could not be looked at; it is tried again");
            }
            let now = self.0.app.clock.now();
            if swept.is_none_or(|last| now.since(last) >= SWEEP_EVERY) {
                self.delete_expired().await;
                swept = Some(now);
            }
            tokio::time::sleep(pace.pause).await;
        }
        while sends.join_next().await.is_some() {}
    }

    /// Takes nothing more out of the outbox.
    pub fn close(&self) {
        self.0.closing.send_replace(true);
    }

    /// Sends all that is due, once.
    ///
    /// # Errors
    /// Only the store's.
    pub async fn send_due(&self) -> UseCaseResult<()> {
        let mut sends = JoinSet::new();
        let taken = self.claim_due(&mut sends).await;
        while sends.join_next().await.is_some() {}
        taken
    }

    /// Forgets what is past its time.
    pub async fn delete_expired(&self) {
        match outbox::delete_expired(&self.0.app).await {
            Ok(given_up) => {
                // What no node here can send was never tried.
                for notice in given_up.iter().filter(|notice| notice.tries > 0) {
                    tracing::warn!(notice = %notice.id, tries = notice.tries, "a notice was given up");
                }
            }
            Err(error) => tracing::warn!(?error, "the outbox could not be swept"),
        }
    }

    /// Sends off what is due, as long as there is room for one more on its way.
    async fn claim_due(&self, sends: &mut JoinSet<()>) -> UseCaseResult<()> {
        let ways = Channels { web_push: self.0.push.is_some(), webhook: self.0.webhook.is_some() };
        if ways == (Channels { web_push: false, webhook: false }) {
            return Ok(());
        }
        loop {
            while sends.try_join_next().is_some() {}
            if sends.len() >= AT_ONCE {
                sends.join_next().await;
            }
            let room = AT_ONCE - sends.len();
            let due = outbox::due(&self.0.app, ways, room).await?;
            if due.is_empty() {
                return Ok(());
            }
            for notice in due {
                if let Some(parcel) = outbox::claim(&self.0.app, &notice).await? {
                    let inner = Arc::clone(&self.0);
                    sends.spawn(async move { inner.send_one(&parcel).await });
                }
            }
        }
    }
}

impl Inner {
    async fn send_one(&self, parcel: &OutgoingNotification) {
        let fate = self.deliver(parcel).await;
        let notice = parcel.entry.id;
        let noted = match (fate, &parcel.to) {
            (Ok(DeliveryOutcome::Unwanted), _) => return,
            (Ok(DeliveryOutcome::Taken), _) => outbox::mark_sent(&self.app, parcel).await,
            (Ok(DeliveryOutcome::Nobody), Recipient::Browser(browser)) => {
                outbox::drop_subscription(&self.app, browser.id).await
            }
            (Ok(DeliveryOutcome::Nobody), Recipient::Webhook) => {
                tracing::warn!(%notice, "the webhook wants no notices any more");
                outbox::mark_sent(&self.app, parcel).await
            }
            (Ok(DeliveryOutcome::Failed(why, asked)), to) => {
                let to = if matches!(to, Recipient::Webhook) { "webhook" } else { "browser" };
                outbox::mark_failed(&self.app, parcel, asked).await.map(|again| {
                    tracing::warn!(%notice, to, why, again, "a notice was not taken");
                })
            }
            (Err(error), _) => Err(error),
        };
        if let Err(error) = noted {
            // Its lease runs out, and it is sent again.
            tracing::warn!(%notice, ?error, "what became of a notice could not be kept");
        }
    }

    /// Hands one parcel over. The line stands before the last look at whether it may go out, so that between
    /// that look and the words on the line there is no waiting.
    async fn deliver(&self, parcel: &OutgoingNotification) -> UseCaseResult<DeliveryOutcome> {
        let Some(message) = self.message(parcel) else { return Ok(DeliveryOutcome::Nobody) };
        let Message { to, named_by, request } = message;
        let line = match self.courier.connect(&to, named_by).await {
            Ok(line) => line,
            Err(why) => return Ok(DeliveryOutcome::Failed(why.to_string(), None)),
        };
        if !outbox::may_still_send(&self.app, parcel).await? {
            return Ok(DeliveryOutcome::Unwanted);
        }
        Ok(match line.send(request).await {
            Ok(DeliveryResponse { status, .. }) if status.is_success() => DeliveryOutcome::Taken,
            Ok(DeliveryResponse { status, .. }) if is_nobody(status, &parcel.to) => {
                DeliveryOutcome::Nobody
            }
            Ok(DeliveryResponse { status, retry_after }) => {
                DeliveryOutcome::Failed(status.as_u16().to_string(), retry_after)
            }
            Err(why) => DeliveryOutcome::Failed(why.to_string(), None),
        })
    }

    /// What is said, and where; nothing where nobody can be there.
    fn message(&self, parcel: &OutgoingNotification) -> Option<Message> {
        let (now, news) = (self.app.clock.now(), i18n::notification_text(parcel.language));
        let text = news.as_str();
        let (named_by, request) = match &parcel.to {
            Recipient::Webhook => {
                let message = self.webhook.as_ref()?.message(parcel, text.to_owned(), now)?;
                (AddressTrust::Configured, message)
            }
            Recipient::Browser(browser) => {
                let (id, lang) = (parcel.entry.id.to_string(), parcel.language.key());
                let message =
                    self.push.as_ref()?.message(browser, &PushText { id, text, lang }, now)?;
                (AddressTrust::Untrusted, message)
            }
        };
        Some(Message { to: request.uri().clone(), named_by, request })
    }
}

/// Whether an answer says that there is nobody, for good: a push service says so of a browser that is gone.
fn is_nobody(status: StatusCode, to: &Recipient) -> bool {
    match to {
        Recipient::Browser(_) => [StatusCode::NOT_FOUND, StatusCode::GONE].contains(&status),
        Recipient::Webhook => status == StatusCode::GONE,
    }
}
