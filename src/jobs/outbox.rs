//! The sender: takes what is due out of the outbox, a few at a time, and hands it over.

use std::sync::Arc;
use std::time::Duration;

use hyper::{Request, StatusCode, Uri};
use tokio::sync::watch;
use tokio::task::JoinSet;

use crate::domain::string_enum::Keyed as _;
use crate::domain::time::minutes;
use crate::i18n;
use crate::integrations::http_client::{Answered, Courier, NamedBy};
use crate::integrations::web_push::{PushKey, Words};
use crate::integrations::webhook::Webhook;
use crate::use_cases::family::outbox::{self, Addressee, Parcel, Ways};
use crate::use_cases::{Answer, World};

/// How fast things go.
#[derive(Clone, Copy, Debug)]
pub struct Pace {
    /// How often the outbox is looked at though nobody rang.
    pub look: Duration,
    /// How long after a look the next may follow.
    pub pause: Duration,
}

impl Default for Pace {
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
pub struct Sender(Arc<Inner>);

struct Inner {
    world: World,
    push: Option<PushKey>,
    webhook: Option<Webhook>,
    courier: Courier,
    closing: watch::Sender<bool>,
}

/// A message, and where it goes.
struct Message {
    to: Uri,
    named_by: NamedBy,
    request: Request<Vec<u8>>,
}

/// What came of a parcel.
enum Fate {
    /// It was taken.
    Taken,
    /// It is not wanted any more.
    Unwanted,
    /// There is nobody at this address, and never will be.
    Nobody,
    /// It was not taken, for this reason; not before then is it welcome.
    Failed(String, Option<Duration>),
}

impl Sender {
    /// A sender of what goes these ways; it sends nothing until it [runs](Self::run) or is told to.
    #[must_use]
    pub fn new(
        world: World,
        push: Option<PushKey>,
        webhook: Option<Webhook>,
        courier: Courier,
    ) -> Self {
        let closing = watch::Sender::new(false);
        Self(Arc::new(Inner { world, push, webhook, courier, closing }))
    }

    /// Sends what falls due until it is closed; what is under way then is finished.
    pub async fn run(self, pace: Pace) {
        let mut closing = self.0.closing.subscribe();
        let (mut sends, mut swept) = (JoinSet::new(), None);
        loop {
            tokio::select! {
                _ = closing.wait_for(|closed| *closed) => break,
                // Whether it was rung for or looks by itself makes no difference.
                _ = tokio::time::timeout(pace.look, self.0.world.store.to_send()) => {}
            }
            if let Err(error) = self.take_up(&mut sends).await {
                tracing::warn!(?error, "the outbox could not be looked at; it is tried again");
            }
            let now = self.0.world.clock.now();
            if swept.is_none_or(|last| now.since(last) >= SWEEP_EVERY) {
                self.sweep().await;
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
    pub async fn send_due(&self) -> Answer<()> {
        let mut sends = JoinSet::new();
        let taken = self.take_up(&mut sends).await;
        while sends.join_next().await.is_some() {}
        taken
    }

    /// Forgets what is past its time.
    pub async fn sweep(&self) {
        match outbox::tidy(&self.0.world).await {
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
    async fn take_up(&self, sends: &mut JoinSet<()>) -> Answer<()> {
        let ways = Ways { browsers: self.0.push.is_some(), webhook: self.0.webhook.is_some() };
        if ways == (Ways { browsers: false, webhook: false }) {
            return Ok(());
        }
        loop {
            while sends.try_join_next().is_some() {}
            if sends.len() >= AT_ONCE {
                sends.join_next().await;
            }
            let room = AT_ONCE - sends.len();
            let due = outbox::due(&self.0.world, ways, room).await?;
            if due.is_empty() {
                return Ok(());
            }
            for notice in due {
                if let Some(parcel) = outbox::claim(&self.0.world, &notice).await? {
                    let inner = Arc::clone(&self.0);
                    sends.spawn(async move { inner.deliver(&parcel).await });
                }
            }
        }
    }
}

impl Inner {
    async fn deliver(&self, parcel: &Parcel) {
        let fate = self.hand_over(parcel).await;
        let notice = parcel.notice.id;
        let noted = match (fate, &parcel.to) {
            (Ok(Fate::Unwanted), _) => return,
            (Ok(Fate::Taken), _) => outbox::sent(&self.world, parcel).await,
            (Ok(Fate::Nobody), Addressee::Browser(browser)) => {
                outbox::gone(&self.world, browser.id).await
            }
            (Ok(Fate::Nobody), Addressee::Webhook) => {
                tracing::warn!(%notice, "the webhook wants no notices any more");
                outbox::sent(&self.world, parcel).await
            }
            (Ok(Fate::Failed(why, asked)), to) => {
                let to = if matches!(to, Addressee::Webhook) { "webhook" } else { "browser" };
                outbox::failed(&self.world, parcel, asked).await.map(|again| {
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
    async fn hand_over(&self, parcel: &Parcel) -> Answer<Fate> {
        let Some(message) = self.message(parcel) else { return Ok(Fate::Nobody) };
        let Message { to, named_by, request } = message;
        let line = match self.courier.dial(&to, named_by).await {
            Ok(line) => line,
            Err(why) => return Ok(Fate::Failed(why.to_string(), None)),
        };
        if !outbox::still_wanted(&self.world, parcel).await? {
            return Ok(Fate::Unwanted);
        }
        Ok(match line.send(request).await {
            Ok(Answered { status, .. }) if status.is_success() => Fate::Taken,
            Ok(Answered { status, .. }) if is_nobody(status, &parcel.to) => Fate::Nobody,
            Ok(Answered { status, retry_after }) => {
                Fate::Failed(status.as_u16().to_string(), retry_after)
            }
            Err(why) => Fate::Failed(why.to_string(), None),
        })
    }

    /// What is said, and where; nothing where nobody can be there.
    fn message(&self, parcel: &Parcel) -> Option<Message> {
        let (now, news) = (self.world.clock.now(), i18n::news(parcel.language));
        let text = news.as_str();
        let (named_by, request) = match &parcel.to {
            Addressee::Webhook => {
                let message = self.webhook.as_ref()?.message(parcel, text.to_owned(), now)?;
                (NamedBy::TheHouse, message)
            }
            Addressee::Browser(browser) => {
                let (id, lang) = (parcel.notice.id.to_string(), parcel.language.key());
                let message =
                    self.push.as_ref()?.message(browser, &Words { id, text, lang }, now)?;
                (NamedBy::Anybody, message)
            }
        };
        Some(Message { to: request.uri().clone(), named_by, request })
    }
}

/// Whether an answer says that there is nobody, for good: a push service says so of a browser that is gone.
fn is_nobody(status: StatusCode, to: &Addressee) -> bool {
    match to {
        Addressee::Browser(_) => [StatusCode::NOT_FOUND, StatusCode::GONE].contains(&status),
        Addressee::Webhook => status == StatusCode::GONE,
    }
}
