//! `stuffy demo`: a demonstration hospital with invented data in a temporary database.

mod arrival;
mod fixtures;
mod hospital;
mod response;
mod scenario;
mod simulation;
mod welcome;

use std::net::{IpAddr, SocketAddr, UdpSocket};
use std::num::NonZeroU32;
use std::path::PathBuf;

use super::error::{CommandResult, error_message};
use super::server_lifecycle::run_server;
use super::{logging, open, serve};
use crate::clock::Clock;
use crate::config::{Settings, at_least_one};
use crate::domain::tag::PublicUrl;
use crate::integrations::web_push::PushKey;
use crate::random;
use crate::use_cases::AppContext;

#[derive(clap::Args, Clone, Debug)]
pub(super) struct Options {
    /// Simulation speed, as a multiple of real time
    #[arg(long, default_value = "1", value_parser = at_least_one::<NonZeroU32>)]
    speed: NonZeroU32,
    /// Address and port to listen on; 0.0.0.0:8080 makes it reachable for phones on the same network
    #[arg(long, default_value = "127.0.0.1:8080")]
    listen: SocketAddr,
    /// Log filter, such as info or stuffy=debug
    #[arg(long, env = "STUFFY_LOG", default_value = "warn")]
    log: String,
}

/// Deleted when the demonstration ends.
struct TemporaryDirectory(PathBuf);

impl TemporaryDirectory {
    fn create() -> Result<Self, String> {
        let name = format!("stuffy-demo-{}", random::uuid_v7_at(Clock::system().now()));
        let path = std::env::temp_dir().join(name);
        std::fs::create_dir(&path)
            .map_err(|error| format!("cannot create a temporary directory: {error}"))?;
        Ok(Self(path))
    }
}

impl Drop for TemporaryDirectory {
    fn drop(&mut self) {
        // If this fails, the system cleans up its temporary directory.
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

/// Fills the database, prints how to use it, and simulates journeys until a stop signal.
pub(super) async fn run(options: Options) -> CommandResult {
    logging::start(&options.log, false)?;
    let directory = TemporaryDirectory::create()?;
    let listener = serve::listen(options.listen)?;
    let address = listener.local_addr().map_err(|error| error.to_string())?;
    let base_url = format!("http://{}", reachable(address));
    let settings = settings(&directory, address, &base_url)?;
    let app = open::open(&settings)?;
    open::run_migrations(&app.store).await?;

    // The hours before now are simulated with a manual clock.
    let start = app.clock.now().minus(simulation::simulated_past());
    let past = AppContext { clock: Clock::manual(start), ..app.clone() };
    let hospital =
        hospital::Hospital::create(&past).await.map_err(|error| error_message(&error))?;
    let simulation =
        simulation::prepare(&hospital, &past).await.map_err(|error| error_message(&error))?;
    let token = hospital.sign_in(&app).await.map_err(|error| error_message(&error))?;

    print!("{}", welcome::text(&base_url, address, &token, &simulation)?);
    let running = tokio::spawn(simulation.run(hospital, app.clone(), options.speed));
    let outcome = run_server(listener, app, &settings).await;
    running.abort();
    drop(directory);
    outcome
}

/// Ignores the database of the environment, so that a demonstration never writes into a real one.
fn settings(
    directory: &TemporaryDirectory,
    address: SocketAddr,
    base_url: &str,
) -> Result<Settings, String> {
    let file = directory.0.join("demo.db");
    let url = format!("sqlite://{}", file.display());
    let listen = address.to_string();
    let args = [
        "demo",
        "--database-url",
        &url,
        "--listen",
        &listen,
        "--idle-lock-seconds",
        "86400",
        "--session-hours",
        "24",
        "--public-url",
        base_url,
        // At high speed a companion reaches the next place within a minute.
        "--copied-tag-minutes",
        "0",
        "--photo-storage",
        "database",
    ];
    let mut settings = Settings::from_args(&args).map_err(|error| error.to_string())?;
    settings.server.public_url = PublicUrl::parse(base_url).ok();
    settings.notifications.push_key = Some(PushKey::generate());
    settings.notifications.webhook_url = None;
    Ok(settings)
}

/// The address under which others reach this machine if it listens on every address: the source address of outgoing
/// packets. Nothing is sent to find it.
fn reachable(address: SocketAddr) -> SocketAddr {
    let source_address = || -> std::io::Result<IpAddr> {
        let socket = UdpSocket::bind(("0.0.0.0", 0))?;
        socket.connect(("192.0.2.1", 9))?;
        Ok(socket.local_addr()?.ip())
    };
    if address.ip().is_unspecified() {
        let localhost = IpAddr::from([127, 0, 0, 1]);
        SocketAddr::new(source_address().unwrap_or(localhost), address.port())
    } else {
        address
    }
}
