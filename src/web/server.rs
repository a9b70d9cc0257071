//! The HTTP server: its options, its shared state and the service that dispatches the routes.

use std::future::ready;
use std::net::TcpListener;

use actix_web::dev::Server;
use actix_web::http::header;
use actix_web::middleware::{Compress, from_fn};
use actix_web::{App, HttpRequest, HttpResponse, ResponseError as _, web};
use rustls::ServerConfig;

use crate::config::{RateLimitSettings, SettingInfo, TrustedProxies};
use crate::integrations::oidc::Provider;
use crate::printing::Fonts;
use crate::realtime::EventHub;
use crate::use_cases::AppContext;
use crate::web::api::system::health::MetricsAccess;
use crate::web::connections::stream_count;
use crate::web::connections::{self, ConnectionOptions};
use crate::web::extract::body::RequestTimeout;
use crate::web::extract::body_budget::BodyBudget;
use crate::web::family_limits::FamilyLimits;
use crate::web::middleware::request_context::request_context;
use crate::web::pages::shared::error::PageError;
use crate::web::problem::Problem;
use crate::web::problem_code::ProblemCode;
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

/// Serves on `listener` until the returned server is stopped.
pub fn run(
    listener: TcpListener,
    app: AppContext,
    options: ServerOptions,
) -> std::io::Result<Server> {
    let connection_options = ConnectionOptions {
        request_timeout: options.request_timeout.0,
        shutdown: options.shutdown.clone(),
        workers: options.workers,
    };
    let tls = options.tls.clone();
    tokio::spawn(options.events.clone().run());
    let state = SharedState::new(app, options);
    connections::run(listener, tls, connection_options, move || {
        let state = state.clone();
        App::new()
            .wrap(Compress::default())
            .wrap(from_fn(stream_count::limit))
            .wrap(from_fn(request_context))
            .configure(|config| state.register(config))
            .configure(register_routes)
            .default_service(web::to(unknown_path))
    })
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
    bodies: web::Data<BodyBudget>,
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
            bodies: web::Data::default(),
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
            .app_data(self.bodies)
            .app_data(self.shutdown);
        if let Some(oidc) = self.oidc {
            config.app_data(oidc);
        }
    }
}

/// One resource per path, so that another method on a known path gets 405 instead of 404.
fn register_routes(config: &mut web::ServiceConfig) {
    let mut resources: Vec<(&str, actix_web::Resource, Vec<&str>)> = Vec::new();
    for entry in routes::all() {
        let same_path = resources.iter().position(|(path, ..)| *path == entry.path);
        let (path, resource, mut methods) = match same_path {
            Some(nth) => resources.remove(nth),
            None => (entry.path, web::resource(entry.path), Vec::new()),
        };
        methods.extend(if entry.method == "GET" {
            vec!["GET", "HEAD"]
        } else {
            vec![entry.method]
        });
        resources.push((path, resource.route(entry.route()), methods));
    }
    for (_, resource, methods) in resources {
        let allowed = methods.join(", ");
        config.service(
            resource.default_service(web::to(move || ready(method_not_allowed(&allowed)))),
        );
    }
    config.service(web::redirect("/docs/", "/docs"));
}

fn method_not_allowed(allowed: &str) -> HttpResponse {
    Problem::method_not_allowed(allowed.to_owned()).error_response()
}

async fn unknown_path(request: HttpRequest) -> HttpResponse {
    let accept = request.headers().get(header::ACCEPT).and_then(|value| value.to_str().ok());
    if accept.is_some_and(|kinds| kinds.contains("text/html")) {
        return PageError::from_code(ProblemCode::NotFound).error_response();
    }
    Problem::new(ProblemCode::NotFound, "There is nothing at this address.").error_response()
}
