//! Settings of how long data is stored. Their defaults are defined only in [`SiteRules::default`].

use std::num::NonZeroU32;

use clap::Args;

use super::units::{at_least_one, whole_days, whole_hours};
use crate::domain::site_rules::SiteRules;
use crate::domain::time::{days, hours};

#[derive(Args, Clone)]
#[command(next_help_heading = "Retention")]
pub struct RetentionSettings {
    /// Days after a child's last visit until identifying data is deleted
    #[arg(long, env = "STUFFY_RETENTION_DAYS", default_value_t = whole_days(SiteRules::default().purge_after), value_parser = at_least_one::<NonZeroU32>)]
    pub retention_days: NonZeroU32,
    /// Days after the end of a visit until its family links expire
    #[arg(long, env = "STUFFY_LINK_DAYS", default_value_t = whole_days(SiteRules::default().links_expire_after).get())]
    pub link_days: u32,
    /// Hours for which events are stored, so that a disconnected board can catch up
    #[arg(long, env = "STUFFY_EVENT_HOURS", default_value_t = whole_hours(SiteRules::default().event_retention), value_parser = at_least_one::<NonZeroU32>)]
    pub event_hours: NonZeroU32,
}

impl RetentionSettings {
    pub(super) fn apply(&self, rules: SiteRules) -> SiteRules {
        SiteRules {
            purge_after: days(self.retention_days.get().into()),
            links_expire_after: days(self.link_days.into()),
            event_retention: hours(self.event_hours.get().into()),
            ..rules
        }
    }
}
