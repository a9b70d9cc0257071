//! Runs the server and the background jobs until a stop signal, then shuts them down in order.

use std::net::TcpListener;
use std::time::Duration;

use actix_web::dev::ServerHandle;
use metrics_exporter_prometheus::{PrometheusBuilder, PrometheusHandle};
use tokio::signal::unix::{SignalKind, signal};

use super::error::CommandResult;
use super::{fonts, notification_channels, oidc_provider};
use crate::config::Settings;
use crate::integrations::http_client::OutboundHttpClient;
use crate::integrations::web_push::PushKey;
use crate::jobs::JobSupervisor;
use crate::jobs::outbox::OutboxSender;
use crate::realtime::{EventHub, HubTimings};
use crate::use_cases::AppContext;
use crate::web::api::system::health::MetricsAccess;
use crate::web::body::RequestTimeout;
use crate::web::push_config::PushConfig;
use crate::web::server::{self, ServerOptions};
use crate::web::shutdown::ShutdownFlag;
use crate::web::stream_limit::StreamLimits;
use crate::web::tls::{RELOAD_INTERVAL, Tls};

pub(crate) async fn run_server(
    listener: TcpListener,
    app: AppContext,
    settings: &Settings,
) -> CommandResult {
    let metrics = PrometheusBuilder::new().install_recorder().map_err(|error| error.to_string())?;
    let tls = Tls::from_settings(settings)?;
    let client = OutboundHttpClient::with_system_roots()?;
    let options = server_options(settings, &app, &client, tls.as_ref(), metrics)?;
    let outbox = outbox_sender(settings, &app, client)?;
    let shutdown = Shutdown {
        flag: options.shutdown.clone(),
        delay: Duration::from_secs(settings.server.shutdown_delay_seconds.into()),
        hub: options.events.clone(),
        outbox: outbox.clone(),
    };
    let mut jobs = JobSupervisor::start(app.clone(), outbox);
    if let Some(tls) = tls {
        jobs.spawn(tls.run_reload(RELOAD_INTERVAL));
    }
    let store = app.store.clone();
    let server = server::run(listener, app, options).map_err(|error| error.to_string())?;
    tokio::spawn(shutdown.run(server.handle()));
    let outcome = server.await.map_err(|error| error.to_string());
    jobs.shut_down().await;
    store.close().await;
    outcome
}

fn server_options(
    settings: &Settings,
    app: &AppContext,
    client: &OutboundHttpClient,
    tls: Option<&Tls>,
    metrics: PrometheusHandle,
) -> Result<ServerOptions, String> {
    let push = notification_channels::push_key(settings)?;
    let request_timeout = settings.server.request_timeout_seconds.get();
    Ok(ServerOptions {
        rate_limits: settings.rate_limits.clone(),
        trusted_proxies: settings.server.trusted_proxies.clone(),
        family_streams: StreamLimits {
            per_address: settings.rate_limits.family_streams_per_address.get(),
            total: settings.rate_limits.family_streams.get(),
        },
        events: EventHub::new(app.store.clone(), app.clock.clone(), HubTimings::default()),
        settings: settings.setting_info.clone(),
        push: PushConfig(push.as_ref().map(PushKey::public)),
        oidc: oidc_provider::from_settings(settings, client)?,
        metrics: MetricsAccess {
            handle: metrics,
            token: settings.monitoring.metrics_token.clone(),
        },
        fonts: fonts::load(&settings.printing.fonts)?,
        request_timeout: RequestTimeout(Duration::from_secs(request_timeout.into())),
        shutdown: ShutdownFlag::default(),
        tls: tls.map(Tls::config),
        workers: None,
    })
}

fn outbox_sender(
    settings: &Settings,
    app: &AppContext,
    client: OutboundHttpClient,
) -> Result<OutboxSender, String> {
    let push = notification_channels::push_key(settings)?;
    let webhook = notification_channels::webhook(settings)?;
    Ok(OutboxSender::new(app.clone(), push, webhook, client))
}

/// What a stop signal has to reach.
struct Shutdown {
    flag: ShutdownFlag,
    delay: Duration,
    hub: EventHub,
    outbox: OutboxSender,
}

impl Shutdown {
    async fn run(self, server: ServerHandle) {
        stop_signal().await;
        self.flag.set();
        // Load balancers need time to see it; until then new requests are still served.
        tokio::time::sleep(self.delay).await;
        tracing::info!("Shutting down after finishing open requests");
        // Event streams would never finish by themselves.
        self.hub.close();
        self.outbox.close();
        server.stop(true).await;
    }
}

/// Waits for SIGTERM or Ctrl-C.
async fn stop_signal() {
    let Ok(mut terminate) = signal(SignalKind::terminate()) else {
        return std::future::pending().await;
    };
    tokio::select! {
        _ = tokio::signal::ctrl_c() => {}
        _ = terminate.recv() => {}
    }
}
