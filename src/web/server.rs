//! The HTTP server: its options, its shared state and the service that dispatches the routes.

use std::net::TcpListener;
use std::time::Duration;

use actix_web::dev::Server;
use actix_web::http::header;
use actix_web::middleware::{Compress, from_fn};
use actix_web::{App, HttpRequest, HttpResponse, HttpServer, ResponseError as _, web};
use rustls::ServerConfig;

use crate::config::{RateLimitSettings, SettingInfo, TrustedProxies};
use crate::integrations::oidc::Provider;
use crate::printing::Fonts;
use crate::realtime::EventHub;
use crate::use_cases::AppContext;
use crate::web::api::system::docs;
use crate::web::api::system::health::MetricsAccess;
use crate::web::body::RequestTimeout;
use crate::web::family_limits::FamilyLimits;
use crate::web::middleware::request_context::request_context;
use crate::web::pages::shared::error::PageError;
use crate::web::problem::Problem;
use crate::web::push_config::PushConfig;
use crate::web::rate_limit::RateLimits;
use crate::web::routes;
use crate::web::shutdown::ShutdownFlag;
use crate::web::stream_limit::{StreamLimits, Streams};

/// Everything the server needs besides the [`AppContext`].
pub struct ServerOptions {
    pub rate_limits: RateLimitSettings,
    /// Peers whose headers say who the client is.
    pub trusted_proxies: TrustedProxies,
    pub family_streams: StreamLimits,
    /// Must be closed before the server is stopped, as an open stream would never end.
    pub events: EventHub,
    /// Shown to admins.
    pub settings: Vec<SettingInfo>,
    pub push: PushConfig,
    pub oidc: Option<Provider>,
    pub metrics: MetricsAccess,
    pub fonts: Fonts,
    pub request_timeout: RequestTimeout,
    pub shutdown: ShutdownFlag,
    pub tls: Option<ServerConfig>,
    /// Worker threads; one per core if not set.
    pub workers: Option<usize>,
}

/// Seconds that requests in flight have to finish after the server is told to stop.
const SHUTDOWN_TIMEOUT: u64 = 20;

/// A phone at the edge of its signal is slow.
const TLS_HANDSHAKE_TIMEOUT: Duration = Duration::from_secs(10);

/// Serves on `listener` until the returned server is stopped.
pub fn run(
    listener: TcpListener,
    app: AppContext,
    options: ServerOptions,
) -> std::io::Result<Server> {
    let ServerOptions { tls, workers, request_timeout, events, .. } = &options;
    let (tls, workers, timeout) = (tls.clone(), *workers, request_timeout.0);
    tokio::spawn(events.clone().run());
    let state = SharedState::new(app, options);
    let server = HttpServer::new(move || {
        let state = state.clone();
        App::new()
            .wrap(Compress::default())
            .wrap(from_fn(request_context))
            .configure(|config| state.register(config))
            .configure(register_routes)
            .default_service(web::to(unknown_path))
    });
    let server = match workers {
        Some(workers) => server.workers(workers),
        None => server,
    };
    let server =
        server.client_request_timeout(timeout).shutdown_timeout(SHUTDOWN_TIMEOUT).disable_signals();
    let server = match tls {
        Some(config) => server
            .tls_handshake_timeout(TLS_HANDSHAKE_TIMEOUT)
            .listen_rustls_0_23(listener, config)?,
        None => server.listen(listener)?,
    };
    Ok(server.run())
}

/// What handlers take from the app data, shared by all workers.
#[derive(Clone)]
struct SharedState {
    app: web::Data<AppContext>,
    limits: web::Data<RateLimits>,
    family_limits: web::Data<FamilyLimits>,
    trusted_proxies: web::Data<TrustedProxies>,
    streams: web::Data<Streams>,
    events: web::Data<EventHub>,
    settings: web::Data<Vec<SettingInfo>>,
    push: web::Data<PushConfig>,
    oidc: Option<web::Data<Provider>>,
    metrics: web::Data<MetricsAccess>,
    fonts: web::Data<Fonts>,
    request_timeout: web::Data<RequestTimeout>,
    shutdown: web::Data<ShutdownFlag>,
}

impl SharedState {
    fn new(app: AppContext, options: ServerOptions) -> Self {
        Self {
            app: web::Data::new(app),
            limits: web::Data::new(RateLimits::new(&options.rate_limits)),
            family_limits: web::Data::new(FamilyLimits::new(&options.rate_limits)),
            trusted_proxies: web::Data::new(options.trusted_proxies),
            streams: web::Data::new(Streams::new(options.family_streams)),
            events: web::Data::new(options.events),
            settings: web::Data::new(options.settings),
            push: web::Data::new(options.push),
            oidc: options.oidc.map(web::Data::new),
            metrics: web::Data::new(options.metrics),
            fonts: web::Data::new(options.fonts),
            request_timeout: web::Data::new(options.request_timeout),
            shutdown: web::Data::new(options.shutdown),
        }
    }

    fn register(self, config: &mut web::ServiceConfig) {
        config
            .app_data(self.app)
            .app_data(self.limits)
            .app_data(self.family_limits)
            .app_data(self.trusted_proxies)
            .app_data(self.streams)
            .app_data(self.events)
            .app_data(self.settings)
            .app_data(self.push)
            .app_data(self.metrics)
            .app_data(self.fonts)
            .app_data(self.request_timeout)
            .app_data(self.shutdown);
        if let Some(oidc) = self.oidc {
            config.app_data(oidc);
        }
    }
}

/// One resource per path, so that another method on a known path gets 405 instead of 404.
fn register_routes(config: &mut web::ServiceConfig) {
    let mut paths: Vec<_> = routes::all().map(|(_, path, _)| *path).collect();
    paths.dedup();
    for path in paths {
        let routes = routes::all().filter(|(_, of, _)| *of == path);
        let resource = routes
            .fold(web::resource(path), |resource, (.., route)| resource.route(route()))
            .default_service(web::to(method_not_allowed));
        config.service(resource);
    }
    config.service(web::resource("/docs/").route(routes::get().to(docs::page)));
}

async fn method_not_allowed(request: HttpRequest) -> HttpResponse {
    let path = request.match_pattern().unwrap_or_default();
    let methods = routes::all().filter(|(_, of, _)| *of == path);
    let allowed: Vec<_> = methods
        .flat_map(|(method, ..)| if *method == "GET" { vec!["GET", "HEAD"] } else { vec![*method] })
        .collect();
    Problem::method_not_allowed(allowed.join(", ")).error_response()
}

async fn unknown_path(request: HttpRequest) -> HttpResponse {
    let accept = request.headers().get(header::ACCEPT).and_then(|value| value.to_str().ok());
    if accept.is_some_and(|kinds| kinds.contains("text/html")) {
        return PageError::from_code("not-found").error_response();
    }
    Problem::new("not-found", "There is nothing at this address.").error_response()
}
