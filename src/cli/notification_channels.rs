//! Reads the Web Push key and the webhook from the settings.

use crate::config::Settings;
use crate::integrations::web_push::PushKey;
use crate::integrations::webhook::Webhook;

pub(crate) fn push_key(settings: &Settings) -> Result<Option<PushKey>, String> {
    let contact = settings.server.public_url.as_ref().map(ToString::to_string);
    let parse = |text: &String| PushKey::parse(text, contact.clone()).map_err(str::to_owned);
    settings.notifications.push_key.as_ref().map(parse).transpose()
}

pub(crate) fn webhook(settings: &Settings) -> Result<Option<Webhook>, String> {
    let notifications = &settings.notifications;
    let both = notifications.webhook_url.as_ref().zip(notifications.webhook_secret.as_ref());
    both.map(|(url, secret)| Webhook::parse(url, secret)).transpose().map_err(str::to_owned)
}
