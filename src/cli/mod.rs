//! Starting: what the command line asks for, put together from the settings.

mod oidc_provider;
pub mod audit;
pub mod demo;

use std::io::IsTerminal as _;
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use metrics_exporter_prometheus::PrometheusBuilder;
use tokio::task::JoinHandle;
use tracing_subscriber::EnvFilter;

use crate::clock::Clock;
use crate::config::{PhotoStorageSetting, Settings};
use crate::db::{KeySet, Options, Store};
use crate::domain::account::person::Role;
use crate::domain::error::DomainError;
use crate::i18n::TimeZone;
use crate::integrations::http_client::OutboundHttpClient;
use crate::integrations::web_push::PushKey;
use crate::integrations::webhook::Webhook;
use crate::jobs::outbox::{self, OutboxSender};
use crate::photos::storage::{Album, PhotoDirectory};
use crate::printing::Fonts;
use crate::realtime::{EventHub, HubTimings};
use crate::use_cases::alerts::monitor;
use crate::use_cases::audit as auditing;
use crate::use_cases::audit::AuditContext;
use crate::use_cases::audit::read_buffer::ReadAccessBuffer;
use crate::use_cases::audit::verify_integrity as verifying;
use crate::use_cases::idempotency::IdempotentRequest;
use crate::use_cases::journeys::rebuild_journeys::rebuild_journeys;
use crate::use_cases::privacy::reencrypt;
use crate::use_cases::{AppContext, UseCaseError, photos, staff};
use crate::web::api::system::health::MetricsAccess;
use crate::web::body::{RequestTimeout, ShutdownFlag};
use crate::web::push_config::PushConfig;
use crate::web::server::{self, ServerOptions};
use crate::web::stream_limit::StreamLimits;
use crate::web::tls::Tls;
use crate::web::validation;

/// What a command answers: nothing, or why not, for the person who typed it.
pub type CommandResult = Result<(), String>;

/// How often the watch looks round.
const ALERT_MONITOR_INTERVAL: Duration = Duration::from_secs(15);

/// Serves until told to stop.
///
/// # Errors
/// Why it could not be started.
pub async fn serve(settings: Settings) -> CommandResult {
    start_log(&settings.log, settings.log_json)?;
    // Told before anything is touched.
    crate::web::tls::check(&settings)?;
    let app = open(&settings)?;
    let news = run_migrations(&app.store).await?;
    crate::jobs::retention::check_keys(&app).await?;
    if !news.is_empty() {
        rebuild_outdated_journeys(&app).await?;
    }
    warn_about_unreachable_photos(&app).await?;
    crate::jobs::clock_check::advance_to_newest_record(&app)
        .await
        .map_err(|error| error.to_string())?;
    let listener = listen(settings.listen)?;
    let at = listener.local_addr().map_err(|error| error.to_string())?;
    if settings.audit_keys.is_empty() {
        tracing::warn!(
            "the audit is sealed by no key: set STUFFY_AUDIT_KEY, or whoever can write to the database can rewrite it"
        );
    }
    if settings.privacy_keys.is_empty() {
        tracing::warn!(
            "children's names rest open: set STUFFY_PRIVACY_KEY, or whoever has the database or a backup can read them"
        );
    }
    tracing::info!(%at, "serving");
    serve_on(listener, app, &settings).await
}

/// Says once that photos lie in a folder that the setting no longer names.
async fn warn_about_unreachable_photos(app: &AppContext) -> CommandResult {
    let photos = photos::count_unreachable(app).await.map_err(|error| told(&error))?;
    if photos > 0 {
        let advice = "photos lie in a folder that STUFFY_PHOTOS does not name: until it does, nobody is shown them, and their files stay where they are";
        tracing::warn!(photos, "{advice}");
    }
    Ok(())
}

/// Serves on a listener until a signal comes; then what is in flight is finished and the database
/// closed.
///
/// # Errors
/// Why it could not be started.
pub async fn serve_on(
    listener: TcpListener,
    app: AppContext,
    settings: &Settings,
) -> CommandResult {
    let handle = PrometheusBuilder::new().install_recorder().map_err(|error| error.to_string())?;
    let live = EventHub::new(app.store.clone(), app.clock.clone(), HubTimings::default());
    let tls = Tls::of(settings)?;
    let push = push_key(settings)?;
    let courier = OutboundHttpClient::with_system_roots()?;
    let accounts = oidc_provider::provider(settings, &courier)?;
    let sender = OutboxSender::new(app.clone(), push.clone(), webhook(settings)?, courier);
    let front = ServerOptions {
        family_reads_a_minute: settings.family_reads_a_minute,
        tag_reads_a_minute: settings.tag_reads_a_minute,
        family_streams: family_streams(settings),
        live: live.clone(),
        told: settings.told.clone(),
        push: PushConfig(push.as_ref().map(PushKey::public)),
        accounts,
        metrics: MetricsAccess { handle, token: settings.metrics_token.clone() },
        fonts: fonts(&settings.fonts)?,
        patience: RequestTimeout(Duration::from_secs(settings.client_seconds.get().into())),
        leaving: ShutdownFlag::default(),
        tls: tls.as_ref().map(Tls::config),
        workers: None,
    };
    let (leaving, linger) = (front.leaving.clone(), settings.linger_seconds);
    let store = app.store.clone();
    let mut rounds = vec![
        tokio::spawn(run_alert_monitor(app.clone())),
        tokio::spawn(crate::jobs::retention::run(app.clone())),
    ];
    rounds.extend(tls.map(|tls| tokio::spawn(tls.run_reload(crate::web::tls::RELOAD_INTERVAL))));
    let writing = tokio::spawn(auditing::run_flush(app.clone()));
    let last_word = app.clone();
    let sending = tokio::spawn(sender.clone().run(outbox::OutboxTimings::default()));
    let server = server::run(listener, app, front).map_err(|error| error.to_string())?;
    let (stop, closing) = (server.handle(), sender.clone());
    tokio::spawn(async move {
        shutdown_signal().await;
        leaving.begin();
        // Whoever shares out requests has time to see it, and nobody is turned away at a closed door.
        tokio::time::sleep(Duration::from_secs(linger.into())).await;
        tracing::info!("stopping; what is in flight is finished");
        // A stream would be in flight for ever.
        live.close();
        closing.close();
        stop.stop(true).await;
    });
    let outcome = server.await.map_err(|error| error.to_string());
    rounds.iter().for_each(JoinHandle::abort);
    // What is on its way to families is finished as well; each send has its time.
    sender.close();
    let _ = sending.await;
    writing.abort();
    if let Err(error) = auditing::flush(&last_word).await {
        tracing::error!(?error, "what was seen last could not be written down");
    }
    store.close().await;
    outcome
}

/// How many streams families may have open.
const fn family_streams(settings: &Settings) -> StreamLimits {
    StreamLimits {
        from_one_address: settings.family_streams_per_address.get(),
        in_all: settings.family_streams.get(),
    }
}

/// The key that phones are told by, where there is one.
fn push_key(settings: &Settings) -> Result<Option<PushKey>, String> {
    let contact = settings.public_url.as_ref().map(ToString::to_string);
    let read = |text: &String| PushKey::parse(text, contact.clone()).map_err(str::to_owned);
    settings.push_key.as_ref().map(read).transpose()
}

/// The webhook, where there is one.
fn webhook(settings: &Settings) -> Result<Option<Webhook>, String> {
    let both = settings.webhook_url.as_ref().zip(settings.webhook_secret.as_ref());
    both.map(|(url, secret)| Webhook::parse(url, secret)).transpose().map_err(str::to_owned)
}

async fn run_alert_monitor(app: AppContext) {
    let mut due = tokio::time::interval(ALERT_MONITOR_INTERVAL);
    let mut keeper = crate::jobs::clock_check::ClockCheck::default();
    loop {
        due.tick().await;
        if let Err(error) = keeper.run_once(&app).await {
            tracing::warn!(%error, "what was kept last could not be looked at");
        }
        if let Err(error) =
            auditing::on(AuditContext::system("watch"), monitor::run_once(&app)).await
        {
            tracing::warn!(?error, "the watch could not look round; it tries again");
        }
    }
}

async fn shutdown_signal() {
    use tokio::signal::unix::{SignalKind, signal};
    let Ok(mut terminate) = signal(SignalKind::terminate()) else {
        return std::future::pending().await;
    };
    tokio::select! {
        _ = tokio::signal::ctrl_c() => {}
        _ = terminate.recv() => {}
    }
}

/// Brings the database to this version and says what was done.
///
/// # Errors
/// Why it could not be done.
pub async fn migrate(settings: &Settings) -> CommandResult {
    let app = open(settings)?;
    let done = run_migrations(&app.store).await?;
    crate::jobs::retention::check_keys(&app).await?;
    let folded = rebuild_outdated_journeys(&app).await?;
    println!("{}", if done.is_empty() { "nothing to do".to_owned() } else { done.join("\n") });
    if folded > 0 {
        println!("{folded} journeys folded anew, by the rules of this release");
    }
    app.store.close().await;
    Ok(())
}

/// Takes somebody on.
///
/// # Errors
/// What is wrong with the name or the password, or that the name is taken.
pub async fn add_staff(
    settings: &Settings,
    username: String,
    display_name: String,
    role: Role,
    password: String,
) -> CommandResult {
    if !validation::is_username(&username) {
        return Err("a user name is 2 to 40 of a-z, 0-9, dot, underscore and hyphen".to_owned());
    }
    if !validation::is_password(&password) {
        return Err(
            "a password is 12 to 128 characters long, of at least 5 different ones".to_owned()
        );
    }
    if !(1..=80).contains(&display_name.chars().count())
        || display_name.chars().any(char::is_control)
    {
        return Err("a display name is 1 to 80 characters long".to_owned());
    }
    let app = open(settings)?;
    let hire = staff::NewStaff { username, display_name, role, password };
    let door = IdempotentRequest { key: None, render: Box::new(|_| Vec::new()) };
    let hired = staff::create(&app, hire, door).await;
    app.store.close().await;
    match hired {
        Ok(_) => Ok(()),
        Err(UseCaseError::Domain(DomainError::NameTaken)) => {
            Err("another goes by this user name".to_owned())
        }
        Err(error) => Err(told(&error)),
    }
}

/// Writes a consistent copy of the database.
///
/// # Errors
/// Why it could not be done.
pub async fn backup(settings: &Settings, file: &Path) -> CommandResult {
    let app = open(settings)?;
    app.store.backup(file).await.map_err(|error| error.to_string())?;
    app.store.close().await;
    Ok(())
}

/// Folds every journey anew and says which differ.
///
/// # Errors
/// That some do, or why it could not be done.
pub async fn verify(settings: &Settings) -> CommandResult {
    let app = open(settings)?;
    app.store.check_privacy_key().await.map_err(|error| error.to_string())?;
    let verdict = verifying::verify_integrity(&app).await.map_err(|error| told(&error))?;
    let stale = reencrypt::count_stale(&app).await.map_err(|error| told(&error))?;
    app.store.close().await;
    println!("{} journeys, {} steps folded anew", verdict.journeys, verdict.steps);
    println!(
        "{} entries of the audit in their places, {} of them sealed by no key, the last sealed {}",
        verdict.audit_entries, verdict.entries_without_key, verdict.chain_head
    );
    println!("{stale} texts rest otherwise than the privacy key in use would seal them");
    let which: Vec<_> = verdict.differing_journeys.iter().map(ToString::to_string).collect();
    let journeys = format!("{} differ from their steps: {}", which.len(), which.join(", "));
    let journeys = (!which.is_empty()).then_some(journeys);
    let audit = verdict.chain_error.map(|fault| format!("the audit is not whole: {fault}"));
    let faults: Vec<_> = journeys.into_iter().chain(audit).collect();
    if faults.is_empty() { Ok(()) } else { Err(faults.join("; ")) }
}

/// The world that the settings describe.
///
/// # Errors
/// Why its database could not be opened.
pub fn open(settings: &Settings) -> Result<AppContext, String> {
    let options = Options {
        audit_keys: KeySet::parse("STUFFY_AUDIT_KEY", &settings.audit_keys)?,
        privacy_keys: KeySet::parse("STUFFY_PRIVACY_KEY", &settings.privacy_keys)?,
        connections: settings.connections.get(),
        patience: Duration::from_secs(settings.patience_seconds.get().into()),
        ..Options::default()
    };
    let store = Store::open(&settings.database_url, &options).map_err(|error| error.to_string())?;
    Ok(AppContext {
        store,
        clock: Clock::system(),
        rules: Arc::new(settings.rules()),
        session_policy: settings.session_policy(),
        public_url: settings.public_url.clone(),
        time_zone: settings.time_zone.clone().unwrap_or_else(TimeZone::system),
        photo_storage: album(&settings.photos)?,
        read_accesses: ReadAccessBuffer::default(),
    })
}

/// Where photos rest.
///
/// # Errors
/// Why the folder cannot be used.
pub fn album(setting: &PhotoStorageSetting) -> Result<Album, String> {
    match setting {
        PhotoStorageSetting::Off => Ok(Album::Off),
        PhotoStorageSetting::Database => Ok(Album::Database),
        PhotoStorageSetting::Folder(at) => PhotoDirectory::open(at)
            .map(Album::Folder)
            .map_err(|error| format!("STUFFY_PHOTOS: {}: {error}", at.display())),
    }
}

/// Folds anew whatever an earlier release folded otherwise, and says how much that was.
///
/// # Errors
/// What the database answers.
async fn rebuild_outdated_journeys(app: &AppContext) -> Result<usize, String> {
    let folding = auditing::on(AuditContext::system("upgrade"), rebuild_journeys(app));
    let folded = folding.await.map_err(|error| told(&error))?;
    if folded > 0 {
        tracing::info!(folded, "journeys were folded anew, by the rules of this release");
    }
    Ok(folded)
}

/// Runs the pending migrations.
///
/// # Errors
/// What the database answers.
pub async fn run_migrations(store: &Store) -> Result<Vec<String>, String> {
    store.migrate().await.map_err(|error| format!("the migrations did not go through: {error}"))
}

/// The fonts to print with: the house's, and those of the site.
///
/// # Errors
/// Which file cannot be read, or is no font.
pub fn fonts(files: &[PathBuf]) -> Result<Fonts, String> {
    let read = |file: &PathBuf| {
        std::fs::read(file).map_err(|error| format!("STUFFY_FONTS: {}: {error}", file.display()))
    };
    let own = files.iter().map(read).collect::<Result<Vec<_>, _>>()?;
    let no_font = |nth: usize| {
        let file = files.get(nth).map(|file| file.display().to_string()).unwrap_or_default();
        format!("STUFFY_FONTS: {file} is no TrueType or OpenType font")
    };
    Fonts::with(own).map_err(no_font)
}

/// Takes the address to listen on.
///
/// # Errors
/// That it cannot be had.
pub fn listen(at: std::net::SocketAddr) -> Result<TcpListener, String> {
    TcpListener::bind(at).map_err(|error| format!("cannot listen on {at}: {error}"))
}

/// Starts the log, on standard error.
///
/// # Errors
/// What is wrong with the filter.
pub fn start_log(filter: &str, json: bool) -> CommandResult {
    let filter: EnvFilter = filter.parse().map_err(|_| "STUFFY_LOG is no log filter".to_owned())?;
    let log = tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr);
    if json {
        log.json().init();
    } else {
        log.with_ansi(std::io::stderr().is_terminal()).init();
    }
    Ok(())
}

/// An action's error for the person at the command line.
#[must_use]
pub fn told(error: &UseCaseError) -> String {
    match error {
        UseCaseError::Domain(refusal) | UseCaseError::DomainAt(_, refusal) => {
            refusal.code().to_owned()
        }
        UseCaseError::Database(error) => error.to_string(),
    }
}
