//! Delivers one notification and records the outcome.

use std::time::Duration;

use hyper::{Request, StatusCode, Uri};

use crate::domain::string_enum::StringEnum as _;
use crate::i18n;
use crate::integrations::http_client::{AddressTrust, DeliveryResponse, OutboundHttpClient};
use crate::integrations::web_push::{PushKey, PushTarget, PushText};
use crate::integrations::webhook::{Webhook, WebhookNotification};
use crate::use_cases::family::outbox::{self, Channels, OutgoingNotification, Recipient};
use crate::use_cases::{AppContext, UseCaseResult};

pub(super) struct Delivery {
    pub(super) app: AppContext,
    pub(super) push: Option<PushKey>,
    pub(super) webhook: Option<Webhook>,
    pub(super) client: OutboundHttpClient,
}

struct Message {
    url: Uri,
    trust: AddressTrust,
    request: Request<Vec<u8>>,
}

enum DeliveryOutcome {
    Delivered,
    /// The notification was withdrawn, for example because updates are paused.
    Withdrawn,
    /// The recipient does not exist any more.
    RecipientGone,
    Failed {
        reason: String,
        /// The earliest next attempt, if the recipient asked for one.
        retry_after: Option<Duration>,
    },
}

impl Delivery {
    pub(super) const fn channels(&self) -> Channels {
        Channels { web_push: self.push.is_some(), webhook: self.webhook.is_some() }
    }

    pub(super) async fn send(&self, notification: &OutgoingNotification) {
        let recorded = match self.deliver(notification).await {
            Ok(outcome) => self.record(notification, outcome).await,
            Err(error) => Err(error),
        };
        if let Err(error) = recorded {
            // The claim expires, and the notification is sent again.
            let notification = notification.entry.id;
            tracing::warn!(%notification, ?error, "Delivery of a notification could not be recorded; retrying");
        }
    }

    /// Connects before the last check that the notification may be sent, so that no time passes between that check
    /// and the sending.
    async fn deliver(&self, notification: &OutgoingNotification) -> UseCaseResult<DeliveryOutcome> {
        let Some(Message { url, trust, request }) = self.message(notification) else {
            return Ok(DeliveryOutcome::RecipientGone);
        };
        let failed = |reason: String| DeliveryOutcome::Failed { reason, retry_after: None };
        let connection = match self.client.connect(&url, trust).await {
            Ok(connection) => connection,
            Err(error) => return Ok(failed(error.to_string())),
        };
        if !outbox::may_still_send(&self.app, notification).await? {
            return Ok(DeliveryOutcome::Withdrawn);
        }
        Ok(match connection.send(request).await {
            Ok(response) => outcome(&response, &notification.to),
            Err(error) => failed(error.to_string()),
        })
    }

    async fn record(
        &self,
        notification: &OutgoingNotification,
        outcome: DeliveryOutcome,
    ) -> UseCaseResult<()> {
        let id = notification.entry.id;
        match (outcome, &notification.to) {
            (DeliveryOutcome::Withdrawn, _) => Ok(()),
            (DeliveryOutcome::Delivered, _) => outbox::mark_sent(&self.app, notification).await,
            (DeliveryOutcome::RecipientGone, Recipient::Browser(browser)) => {
                outbox::delete_subscription(&self.app, browser.id).await
            }
            (DeliveryOutcome::RecipientGone, Recipient::Webhook) => {
                tracing::warn!(notification = %id, "Webhook responded 410 Gone; the notification is not retried");
                outbox::mark_sent(&self.app, notification).await
            }
            (DeliveryOutcome::Failed { reason, retry_after }, recipient) => {
                let channel = channel(recipient);
                let retry = outbox::mark_failed(&self.app, notification, retry_after).await?;
                tracing::warn!(notification = %id, channel, reason, retry, "Delivery of a notification failed");
                Ok(())
            }
        }
    }

    /// None if the recipient's address or keys are invalid.
    fn message(&self, notification: &OutgoingNotification) -> Option<Message> {
        let now = self.app.clock.now();
        let language = notification.language;
        let notice = &notification.entry;
        let (id, link_id, created_at) = (notice.id, notice.link_id, notice.created_at);
        let news = i18n::notification_text(language);
        let (trust, request) = match &notification.to {
            Recipient::Webhook => {
                let text = news.as_str().to_owned();
                let news = WebhookNotification { id, link_id, language, created_at, text };
                (AddressTrust::Configured, self.webhook.as_ref()?.message(news, now)?)
            }
            Recipient::Browser(browser) => {
                let text =
                    PushText { id: id.to_string(), text: news.as_str(), lang: language.key() };
                let target = PushTarget {
                    endpoint: &browser.endpoint,
                    p256dh: &browser.p256dh,
                    auth: &browser.auth,
                };
                (AddressTrust::Untrusted, self.push.as_ref()?.message(&target, &text, now)?)
            }
        };
        Some(Message { url: request.uri().clone(), trust, request })
    }
}

fn outcome(response: &DeliveryResponse, recipient: &Recipient) -> DeliveryOutcome {
    let DeliveryResponse { status, retry_after } = *response;
    if status.is_success() {
        DeliveryOutcome::Delivered
    } else if is_gone(status, recipient) {
        DeliveryOutcome::RecipientGone
    } else {
        DeliveryOutcome::Failed { reason: status.as_u16().to_string(), retry_after }
    }
}

/// Push services respond 404 or 410 when a browser's subscription has ended.
fn is_gone(status: StatusCode, recipient: &Recipient) -> bool {
    match recipient {
        Recipient::Browser(_) => [StatusCode::NOT_FOUND, StatusCode::GONE].contains(&status),
        Recipient::Webhook => status == StatusCode::GONE,
    }
}

const fn channel(recipient: &Recipient) -> &'static str {
    match recipient {
        Recipient::Browser(_) => "browser",
        Recipient::Webhook => "webhook",
    }
}
