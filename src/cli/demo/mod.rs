//! `stuffy demo`: a living hospital, plainly invented, on an embedded database of its own.

mod fixtures;
mod simulation;
mod scenario;

use std::io::IsTerminal as _;
use std::net::{IpAddr, SocketAddr, UdpSocket};
use std::num::NonZeroU32;
use std::path::PathBuf;

use crate::cli::{self, CommandResult};
use crate::clock::Clock;
use crate::config::Settings;
use crate::domain::tag::PublicUrl;
use crate::integrations::web_push::PushKey;
use crate::printing::{self, Qr};
use crate::random;
use crate::use_cases::AppContext;

/// How the demonstration runs.
#[derive(clap::Args, Clone, Debug)]
pub struct Options {
    /// How many times faster than life the journeys go on
    #[arg(long, default_value = "1")]
    speed: NonZeroU32,
    /// Where to listen; 0.0.0.0:8080 lets phones on the same network in
    #[arg(long, default_value = "127.0.0.1:8080")]
    listen: SocketAddr,
    /// What to log
    #[arg(long, env = "STUFFY_LOG", default_value = "warn")]
    log: String,
}

/// The database's own folder, gone when the demonstration ends.
struct Stage(PathBuf);

impl Stage {
    fn build() -> Result<Self, String> {
        let name = format!("stuffy-demo-{}", random::uuid(Clock::system().now()));
        let folder = std::env::temp_dir().join(name);
        std::fs::create_dir(&folder).map_err(|error| format!("no folder for the demo: {error}"))?;
        Ok(Self(folder))
    }
}

impl Drop for Stage {
    fn drop(&mut self) {
        // Left behind it does no harm: it is in the system's folder for such things.
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

/// Builds the hospital, prints how to look at it, and lets it live until told to stop.
///
/// # Errors
/// Why it could not be started.
pub async fn run(options: Options) -> CommandResult {
    cli::start_log(&options.log, false)?;
    let stage = Stage::build()?;
    let listener = cli::listen(options.listen)?;
    let at = listener.local_addr().map_err(|error| error.to_string())?;
    let base = format!("http://{}", reachable(at));
    let settings = settings(&stage, at, &base)?;
    let app = cli::open(&settings)?;
    cli::run_migrations(&app.store).await?;

    // The hours before now are played on a clock that stands still until it is moved.
    let opening = app.clock.now().minus(simulation::seed_database());
    let before = AppContext { clock: Clock::manual(opening), ..app.clone() };
    let hospital = simulation::Hospital::open(&before).await.map_err(|error| cli::told(&error))?;
    let troupe = hospital.prepare(&before).await.map_err(|error| cli::told(&error))?;
    let signed_in = hospital.sign_in(&app).await.map_err(|error| cli::told(&error))?;

    print!("{}", welcome(&base, at, &signed_in, &troupe)?);
    let live = tokio::spawn(hospital.live(app.clone(), troupe, options.speed));
    let served = cli::serve_on(listener, app, &settings).await;
    live.abort();
    drop(stage);
    served
}

/// The database is always its own, whatever the environment says: a demonstration must never find its way
/// to a real one.
fn settings(stage: &Stage, at: SocketAddr, base: &str) -> Result<Settings, String> {
    let file = stage.0.join("demo.db");
    let url = format!("sqlite://{}", file.display());
    let (listen, idle) = (at.to_string(), "86400");
    let line = [
        "demo",
        "--database-url",
        &url,
        "--listen",
        &listen,
        "--idle-lock-seconds",
        idle,
        "--session-hours",
        "24",
        "--public-url",
        base,
        // Played fast, a companion is soon elsewhere, and no tag is copied for it.
        "--copied-tag-minutes",
        "0",
        "--photos",
        "database",
    ];
    let read = Settings::read(&line).map_err(|error| error.to_string())?;
    Ok(Settings {
        public_url: PublicUrl::parse(base).ok(),
        push_key: Some(PushKey::generate()),
        webhook_url: None,
        ..read
    })
}

/// The address under which others reach what listens on every address: the one this machine would
/// speak from. Nothing is sent to find it out.
fn reachable(at: SocketAddr) -> SocketAddr {
    let outward = || -> std::io::Result<IpAddr> {
        let socket = UdpSocket::bind(("0.0.0.0", 0))?;
        socket.connect(("192.0.2.1", 9))?;
        Ok(socket.local_addr()?.ip())
    };
    let here = IpAddr::from([127, 0, 0, 1]);
    if at.ip().is_unspecified() {
        SocketAddr::new(outward().unwrap_or(here), at.port())
    } else {
        at
    }
}

fn welcome(
    base: &str,
    at: SocketAddr,
    token: &str,
    troupe: &simulation::Simulation,
) -> Result<String, String> {
    let family = troupe.family_token();
    let code = troupe.tag();
    let qr = Qr::of_text(&format!("{base}/f/{family}")).map_err(|error| error.to_string())?;
    // On a screen in black on white, whatever its colours; elsewhere there is nobody to colour it for.
    let picture = printing::terminal(&qr, std::io::stdout().is_terminal());
    let phone = if at.ip().is_loopback() {
        "The same for a phone. This address is known to this machine alone: to let phones on the\n\
         same network in, start it with --listen 0.0.0.0:8080. A phone's camera and its memory for\n\
         what waits work over https alone; put the demonstration behind it to try them there."
    } else {
        "The same for a phone on the same network. Its camera and its memory for what waits work over\n\
         https alone; put the demonstration behind it to try them."
    };
    Ok(format!(
        "\nThe Invented Hospital for Stuffed Companions is open. Nobody in it is real.\n\n\
         For staff: sign in as nurse, lead or admin, with the password {password};\n\
         on an enrolled phone the nurse comes back by PIN: {pin}\n  \
         {base}/sign-in\n  \
         {base}/T/{code}    what the phone shows when it scans {name}'s tag\n  \
         {base}/scan    the scanner\n  \
         {base}/board    the board\n  \
         {base}/print    tags and posters\n  \
         {base}/admin    staff, places, tags, phones, settings; for admin\n\n\
         How is {name}? What a family sees, without signing in\n  {base}/f/{family}\n\n\
         {phone}\n{picture}\n\
         For programs: the API is at {base}/docs\n  \
         curl -s {base}/api/v1/family/{family}\n  \
         curl -s -H 'Authorization: Bearer {token}' {base}/api/v1/journeys\n  \
         curl -s -H 'Authorization: Bearer {token}' {base}/api/v1/alerts\n  \
         curl -s -H 'Authorization: Bearer {token}' {base}/api/v1/tags/{code}\n\n\
         Ctrl-C closes the hospital and forgets everything.\n",
        password = fixtures::PASSWORD,
        pin = fixtures::PIN,
        name = troupe.star(),
    ))
}
