//! Every setting by topic: its variable, flag, default and check are declared once.

use clap::{ArgMatches, Args, Command, FromArgMatches as _};

use crate::domain::session_policy::SessionPolicy;
use crate::domain::site_rules::SiteRules;

mod database;
mod encryption;
mod monitoring;
mod notifications;
mod oidc;
pub(crate) mod photos;
mod printing;
mod rate_limits;
pub mod reference;
mod retention;
mod server;
mod setting_info;
mod sign_in;
mod trusted_proxies;
mod units;
mod ward_rules;

pub use database::DatabaseSettings;
pub use encryption::EncryptionSettings;
pub use monitoring::MonitoringSettings;
pub use notifications::NotificationSettings;
pub use oidc::OidcSettings;
pub use photos::{PhotoSettings, PhotoStorageSetting};
pub use printing::PrintingSettings;
pub use rate_limits::RateLimitSettings;
pub use retention::RetentionSettings;
pub use server::ServerSettings;
pub use setting_info::{Origin, SettingInfo, Value};
pub use sign_in::SignInSettings;
pub use trusted_proxies::{TrustedProxies, TrustedProxiesError};
pub use ward_rules::WardRuleSettings;

#[derive(Args, Clone)]
pub struct Settings {
    #[command(flatten)]
    pub database: DatabaseSettings,
    #[command(flatten)]
    pub server: ServerSettings,
    #[command(flatten)]
    pub monitoring: MonitoringSettings,
    #[command(flatten)]
    pub encryption: EncryptionSettings,
    #[command(flatten)]
    pub sign_in: SignInSettings,
    #[command(flatten)]
    pub oidc: OidcSettings,
    #[command(flatten)]
    pub rate_limits: RateLimitSettings,
    #[command(flatten)]
    pub ward_rules: WardRuleSettings,
    #[command(flatten)]
    pub retention: RetentionSettings,
    #[command(flatten)]
    pub photos: PhotoSettings,
    #[command(flatten)]
    pub notifications: NotificationSettings,
    #[command(flatten)]
    pub printing: PrintingSettings,
    /// All settings with their origin, for the administration page; secrets are left out.
    #[arg(skip)]
    pub setting_info: Vec<SettingInfo>,
}

impl Settings {
    /// Adds where each value came from: flag, variable or default.
    #[must_use]
    pub fn with_sources(self, matches: &ArgMatches) -> Self {
        let setting_info = setting_info::all(&Self::command(), matches);
        Self { setting_info, ..self }
    }

    /// Reads the settings from command-line arguments and the environment; the first argument is the program's name.
    pub fn from_args(args: &[&str]) -> Result<Self, clap::Error> {
        let matches = Self::command().try_get_matches_from(args)?;
        Ok(Self::from_arg_matches(&matches)?.with_sources(&matches))
    }

    pub(crate) fn command() -> Command {
        Self::augment_args(Command::new("stuffy"))
    }

    #[must_use]
    pub(crate) fn site_rules(&self) -> SiteRules {
        let rules = self.ward_rules.apply();
        let rules = self.retention.apply(rules);
        let rules = self.photos.apply(rules);
        self.notifications.apply(rules)
    }

    #[must_use]
    pub(crate) fn session_policy(&self) -> SessionPolicy {
        self.sign_in.session_policy(self.server.tls_cert.is_some())
    }
}

impl std::fmt::Debug for Settings {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        // Everything else may contain secrets: passwords in URLs, tokens, keys.
        f.debug_struct("Settings")
            .field("listen", &self.server.listen)
            .field("public_url", &self.server.public_url)
            .field("rules", &self.site_rules())
            .finish_non_exhaustive()
    }
}
