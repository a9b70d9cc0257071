//! Every setting, its variable and its default, in one struct; the same names serve as flags.

use std::collections::BTreeSet;
use std::net::SocketAddr;
use std::num::{NonZeroU32, NonZeroUsize};
use std::path::PathBuf;
use std::time::Duration;

use clap::{ArgMatches, Args, Command, FromArgMatches as _};

use crate::domain::outfit::{Catalogue, Item};
use crate::domain::site_rules::SessionPolicy;
use crate::domain::site_rules::{FORBIDDEN_RESTING_PLACE_WORDS, SiteRules};
use crate::domain::string_enum::StringEnum;
use crate::domain::tag::PublicUrl;
use crate::domain::time::{days, hours, minutes};
use crate::i18n::TimeZone;

mod oidc;
mod photos;
mod setting_info;

pub use oidc::OidcSettings;
pub use photos::PhotoStorageSetting;
pub use setting_info::{Origin, SettingInfo, Value};

/// What the site has set.
#[derive(Args, Clone)]
pub struct Settings {
    /// The database: `sqlite://FILE`, or `postgres://USER:PASSWORD@HOST/NAME`
    #[arg(
        long,
        env = "STUFFY_DATABASE_URL",
        default_value = "sqlite://stuffy.db",
        hide_env_values = true
    )]
    pub database_url: String,
    /// Where to listen
    #[arg(long, env = "STUFFY_LISTEN", default_value = "127.0.0.1:8080")]
    pub listen: SocketAddr,
    /// The file of the certificate and those above it (PEM), to be spoken to by TLS; goes with `STUFFY_TLS_KEY`
    #[arg(long, env = "STUFFY_TLS_CERT")]
    pub tls_cert: Option<PathBuf>,
    /// The file of its private key (PEM); both files are read again when they change
    #[arg(long, env = "STUFFY_TLS_KEY")]
    pub tls_key: Option<PathBuf>,
    /// The address that is printed on tags, as phones reach it; without it nothing is printed
    #[arg(long, env = "STUFFY_PUBLIC_URL", value_parser = PublicUrl::parse)]
    pub public_url: Option<PublicUrl>,
    /// The hospital's time zone, such as `America/New_York`; without it, that of this machine
    #[arg(long, env = "STUFFY_TIME_ZONE")]
    pub time_zone: Option<TimeZone>,
    /// Font files for the names of places whose letters the built-in fonts lack, such as Thai
    #[arg(long, env = "STUFFY_FONTS", value_delimiter = ',')]
    pub fonts: Vec<PathBuf>,
    /// What to log, such as info or stuffy=debug
    #[arg(long, env = "STUFFY_LOG", default_value = "info")]
    pub log: String,
    /// Log as JSON, a line for each event
    #[arg(long, env = "STUFFY_LOG_JSON")]
    pub log_json: bool,
    /// The bearer token that opens /metrics; without it there is no such page
    #[arg(long, env = "STUFFY_METRICS_TOKEN", hide_env_values = true)]
    pub metrics_token: Option<String>,
    /// The keys that seal the audit, each 64 hexadecimal digits: the first seals what is new, the others did before
    #[arg(
        long = "audit-key",
        env = "STUFFY_AUDIT_KEY",
        value_delimiter = ',',
        hide_env_values = true
    )]
    pub audit_keys: Vec<String>,
    /// The keys that children's names and all notes are sealed by at rest, each 64 hexadecimal digits: the first seals what is new, the others open what was sealed before
    #[arg(
        long = "privacy-key",
        env = "STUFFY_PRIVACY_KEY",
        value_delimiter = ',',
        hide_env_values = true
    )]
    pub privacy_keys: Vec<String>,
    /// Days after a child's last visit until what names the child is removed
    #[arg(long, env = "STUFFY_PURGE_DAYS", default_value = "30")]
    pub purge_days: NonZeroU32,
    /// Connections to PostgreSQL
    #[arg(long, env = "STUFFY_CONNECTIONS", default_value = "8")]
    pub connections: NonZeroUsize,
    /// Seconds that a question to the database may take until whoever asked is told that it is away
    #[arg(long, env = "STUFFY_PATIENCE_SECONDS", default_value = "15")]
    pub patience_seconds: NonZeroU32,
    /// Seconds that a client may take to say what it wants; a body has longer, by its length
    #[arg(long, env = "STUFFY_CLIENT_SECONDS", default_value = "15")]
    pub client_seconds: NonZeroU32,
    /// Seconds to serve on when told to stop, with /readyz saying so, for a load balancer to notice
    #[arg(long, env = "STUFFY_LINGER_SECONDS", default_value = "0")]
    pub linger_seconds: u32,
    /// Hours that "clean" lasts (R4)
    #[arg(long, env = "STUFFY_CLEAN_HOURS", default_value = "24")]
    pub clean_hours: NonZeroU32,
    /// Days on a ward after which it counts as unclean (R5)
    #[arg(long, env = "STUFFY_WARD_DAYS", default_value = "7")]
    pub ward_days: NonZeroU32,
    /// What must be on to count as gowned
    #[arg(long, env = "STUFFY_REQUIRED_OUTFIT", default_value = "gown,mask", value_delimiter = ',', value_parser = item)]
    pub required_outfit: Vec<Item>,
    /// Pieces that hold no metal (R3)
    #[arg(long, env = "STUFFY_METAL_FREE", default_value = "gown,cap,shoe_covers,gloves,id_band,bandage,cast", value_delimiter = ',', value_parser = item)]
    pub metal_free: Vec<Item>,
    /// Pieces that hold no latex (R11)
    #[arg(long, env = "STUFFY_LATEX_FREE", default_value = "gown,mask,cap,shoe_covers,id_band,cast", value_delimiter = ',', value_parser = item)]
    pub latex_free: Vec<Item>,
    /// Companions of one child that may be in the operating room (R9)
    #[arg(long, env = "STUFFY_COMPANIONS_IN_OR", default_value = "1")]
    pub companions_in_or: u32,
    /// Where a companion may rest in an operating room (R12)
    #[arg(long, env = "STUFFY_RESTING_PLACES", default_value = "foot_of_bed,transport_bed,shelf,anaesthesia_cart", value_delimiter = ',', value_parser = resting_place)]
    pub resting_places: Vec<String>,
    /// Minutes after the child's move until "left behind?" is raised (R17)
    #[arg(long, env = "STUFFY_LEFT_BEHIND_MINUTES", default_value = "15")]
    pub left_behind_minutes: NonZeroU32,
    /// Minutes within which a tag cannot be at two places (R27)
    #[arg(long, env = "STUFFY_COPIED_TAG_MINUTES", default_value = "1")]
    pub copied_tag_minutes: u32,
    /// Minutes between happening and recording after which it is late (R29)
    #[arg(long, env = "STUFFY_LATE_MINUTES", default_value = "20")]
    pub late_minutes: NonZeroU32,
    /// Minutes for which the author of a step may take it back
    #[arg(long, env = "STUFFY_UNDO_MINUTES", default_value = "10")]
    pub undo_minutes: u32,
    /// Minutes without news after which a family reads so (R35)
    #[arg(long, env = "STUFFY_NO_NEW_WORD_MINUTES", default_value = "90")]
    pub no_new_word_minutes: NonZeroU32,
    /// Minutes without a scan after which the board marks a companion as quiet (R35)
    #[arg(long, env = "STUFFY_QUIET_MINUTES", default_value = "30")]
    pub quiet_minutes: NonZeroU32,
    /// Hours for which a board that was cut off can catch up
    #[arg(long, env = "STUFFY_EVENT_HOURS", default_value = "24")]
    pub event_hours: NonZeroU32,
    /// Days after a visit's end until its family links end
    #[arg(long, env = "STUFFY_LINK_DAYS", default_value = "7")]
    pub link_days: u32,
    /// Seconds without use after which a session locks (R31)
    #[arg(long, env = "STUFFY_IDLE_LOCK_SECONDS", default_value = "120")]
    pub idle_lock_seconds: NonZeroU32,
    /// Hours that a session lasts at the most
    #[arg(long, env = "STUFFY_SESSION_HOURS", default_value = "12")]
    pub session_hours: NonZeroU32,
    /// Failed sign-ins of one user in 15 minutes, from one address or one phone, before they must wait there
    #[arg(long, env = "STUFFY_SIGN_IN_FAILURES_PER_USER", default_value = "10")]
    pub sign_in_failures_per_user: u32,
    /// Failed sign-ins from one address in 15 minutes before who is not known there must wait
    #[arg(long, env = "STUFFY_SIGN_IN_FAILURES_PER_ADDRESS", default_value = "100")]
    pub sign_in_failures_per_address: u32,
    /// Times a minute that one address may read family pages
    #[arg(long, env = "STUFFY_FAMILY_READS_A_MINUTE", default_value = "240")]
    pub family_reads_a_minute: NonZeroU32,
    /// Family pages that may be kept live from one address at once; a proxy's phones share its address
    #[arg(long, env = "STUFFY_FAMILY_STREAMS_PER_ADDRESS", default_value = "500")]
    pub family_streams_per_address: NonZeroU32,
    /// Family pages that this process keeps live at once
    #[arg(long, env = "STUFFY_FAMILY_STREAMS", default_value = "5000")]
    pub family_streams: NonZeroU32,
    /// Times a minute that one user may look at tags
    #[arg(long, env = "STUFFY_TAG_READS_A_MINUTE", default_value = "600")]
    pub tag_reads_a_minute: NonZeroU32,
    /// The key that Web Push is signed by, as `stuffy push-key` makes one; without it nobody is offered notices
    #[arg(long, env = "STUFFY_PUSH_KEY", hide_env_values = true)]
    pub push_key: Option<String>,
    /// The address of another system, such as a messenger, that is told when there is news for a family
    #[arg(long, env = "STUFFY_WEBHOOK_URL", hide_env_values = true, requires = "webhook_secret")]
    pub webhook_url: Option<String>,
    /// The secret that it knows our messages by: whsec_ and at least 24 bytes in base64
    #[arg(long, env = "STUFFY_WEBHOOK_SECRET", hide_env_values = true)]
    pub webhook_secret: Option<String>,
    /// Hours for which a notice is tried until it is given up
    #[arg(long, env = "STUFFY_NOTICE_HOURS", default_value = "24")]
    pub notice_hours: NonZeroU32,
    /// Where photos of companions rest: off, database, or folder:PATH (R38)
    #[arg(long, env = "STUFFY_PHOTOS", default_value = "off", value_parser = PhotoStorageSetting::parse)]
    pub photos: PhotoStorageSetting,
    /// Hours after a visit's end for which its family still sees its photos; then they are deleted (R38)
    #[arg(long, env = "STUFFY_PHOTO_HOURS", default_value = "24")]
    pub photo_hours: NonZeroU32,
    /// Photos that there may be of one companion in one visit
    #[arg(long, env = "STUFFY_PHOTOS_EACH", default_value = "12")]
    pub photos_each: NonZeroU32,
    /// Hospital accounts.
    #[command(flatten)]
    pub accounts: OidcSettings,
    /// All of it as it is told to whoever keeps the house.
    #[arg(skip)]
    pub told: Vec<SettingInfo>,
}

fn item(text: &str) -> Result<Item, String> {
    let known: Vec<_> = Item::ALL.iter().map(|item| item.key()).collect();
    Item::from_key(text).ok_or_else(|| format!("must be one of: {}", known.join(", ")))
}

/// Head, airway and sterile field are never choices, whatever a site sets (R12).
fn resting_place(text: &str) -> Result<String, String> {
    let is_key = text.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_');
    if text.is_empty()
        || text.len() > 60
        || !is_key
        || !text.starts_with(|c: char| c.is_ascii_lowercase())
    {
        return Err("must be a key such as foot_of_bed".to_owned());
    }
    let never = FORBIDDEN_RESTING_PLACE_WORDS
        .iter()
        .find(|word| text.split('_').any(|part| part == **word));
    match never {
        Some(word) => {
            Err(format!("must keep clear of head, airway and sterile field, so never {word:?}"))
        }
        None => Ok(text.to_owned()),
    }
}

impl Settings {
    /// These settings, with what is told of them: how each came to be, as the command line was read.
    #[must_use]
    pub fn with_sources(self, matches: &ArgMatches) -> Self {
        Self { told: setting_info::told(matches), ..self }
    }

    /// The settings as a line of flags and the environment have them.
    ///
    /// # Errors
    /// What is wrong with them.
    pub fn read(line: &[&str]) -> Result<Self, clap::Error> {
        let matches = Self::augment_args(Command::new("stuffy")).try_get_matches_from(line)?;
        Ok(Self::from_arg_matches(&matches)?.with_sources(&matches))
    }

    /// The site's rules.
    #[must_use]
    pub fn rules(&self) -> SiteRules {
        let set = |items: &[Item]| items.iter().copied().collect::<BTreeSet<_>>();
        SiteRules {
            clean_for: hours(self.clean_hours.get().into()),
            clean_on_ward_for: days(self.ward_days.get().into()),
            required_outfit: set(&self.required_outfit),
            catalogue: Catalogue {
                metal_free: set(&self.metal_free),
                latex_free: set(&self.latex_free),
            },
            companions_in_or: self.companions_in_or,
            resting_places: self.resting_places.clone(),
            left_behind_after: minutes(self.left_behind_minutes.get().into()),
            copied_within: minutes(self.copied_tag_minutes.into()),
            late_after: minutes(self.late_minutes.get().into()),
            undo_within: minutes(self.undo_minutes.into()),
            no_news_after: minutes(self.no_new_word_minutes.get().into()),
            quiet_after: minutes(self.quiet_minutes.get().into()),
            event_retention: hours(self.event_hours.get().into()),
            links_expire_after: days(self.link_days.into()),
            notification_retry_for: hours(self.notice_hours.get().into()),
            photos_expire_after: hours(self.photo_hours.get().into()),
            max_photos_per_companion: self.photos_each.get(),
            purge_after: days(self.purge_days.get().into()),
            ..SiteRules::default()
        }
    }

    /// How long signing in lasts, and how often it may fail.
    #[must_use]
    pub fn session_policy(&self) -> SessionPolicy {
        let count = |n: u32| i32::try_from(n).unwrap_or(i32::MAX);
        SessionPolicy {
            max_age: hours(self.session_hours.get().into()),
            idle_lock: Duration::from_secs(self.idle_lock_seconds.get().into()),
            failures_per_user: count(self.sign_in_failures_per_user),
            failures_per_address: count(self.sign_in_failures_per_address),
            tls: self.tls_cert.is_some(),
            ..SessionPolicy::default()
        }
    }
}

impl std::fmt::Debug for Settings {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        // The database's address may hold a password, and the token, keys and secrets are such.
        f.debug_struct("Settings")
            .field("listen", &self.listen)
            .field("public_url", &self.public_url)
            .field("rules", &self.rules())
            .finish_non_exhaustive()
    }
}
