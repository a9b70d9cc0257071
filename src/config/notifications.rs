//! Settings of notifications to families: Web Push and the webhook.

use std::num::NonZeroU32;

use clap::Args;

use super::units::{at_least_one, whole_hours};
use crate::domain::site_rules::SiteRules;
use crate::domain::time::hours;

#[derive(Args, Clone)]
#[command(next_help_heading = "Notifications")]
pub struct NotificationSettings {
    /// Web Push (VAPID) private key, made by `stuffy push-key`; without it families are not offered notifications
    #[arg(long, env = "STUFFY_PUSH_KEY", hide_env_values = true)]
    pub push_key: Option<String>,
    /// Webhook URL, such as an SMS gateway, called when there is news for a family
    #[arg(long, env = "STUFFY_WEBHOOK_URL", hide_env_values = true, requires = "webhook_secret")]
    pub webhook_url: Option<String>,
    /// Secret that signs webhook requests: whsec_ and 24 to 64 bytes in base64
    #[arg(long, env = "STUFFY_WEBHOOK_SECRET", hide_env_values = true)]
    pub webhook_secret: Option<String>,
    /// Hours for which a failed notification is retried
    #[arg(long, env = "STUFFY_NOTIFICATION_RETRY_HOURS", default_value_t = whole_hours(SiteRules::default().notification_retry_for), value_parser = at_least_one::<NonZeroU32>)]
    pub notification_retry_hours: NonZeroU32,
}

impl NotificationSettings {
    pub(super) fn apply(&self, rules: SiteRules) -> SiteRules {
        let notification_retry_for = hours(self.notification_retry_hours.get().into());
        SiteRules { notification_retry_for, ..rules }
    }
}
