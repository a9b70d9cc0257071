//! Listens, and turns connections into requests: TLS, HTTP/1.1 and HTTP/2, timeouts and shutdown.
//!
//! This does what `actix_web::HttpServer` does, which gives no access to a connection: HTTP/2 clients would not learn
//! of a shutdown, and malformed requests could not be counted.

mod frames;
mod http2_stream;
mod rejected;
mod tls_accept;
pub(crate) mod stream_count;

use std::fmt::Debug;
use std::net::TcpListener;
use std::sync::Arc;
use std::time::Duration;

use actix_http::body::{BoxBody, MessageBody};
use actix_http::h1::{ExpectHandler, UpgradeHandler};
use actix_http::{HttpServiceBuilder, Protocol, Request, Response};
use actix_server::{GracefulShutdownSignal, Server};
use actix_service::{
    IntoServiceFactory, Service, ServiceFactory, ServiceFactoryExt as _, fn_service, map_config,
};
use actix_web::dev::AppConfig;
use actix_web::rt::net::TcpStream;
use rustls::ServerConfig;
use tokio_rustls::TlsAcceptor;

use self::http2_stream::Http2Stream;
use self::rejected::RejectedConnections;
use self::stream_count::StreamCount;
use crate::web::shutdown::ShutdownFlag;

/// Seconds that requests in flight have to finish after the server is told to stop.
const SHUTDOWN_TIMEOUT: u64 = 20;
/// For the client to take notice that its connection is closed.
const DISCONNECT_TIMEOUT: Duration = Duration::from_secs(1);
/// Bytes that an HTTP/2 client may send of one body, and of all bodies of a connection, before a handler reads them.
const STREAM_WINDOW: u32 = 64 * 1024;
const CONNECTION_WINDOW: u32 = 256 * 1024;

#[derive(Clone)]
pub(super) struct ConnectionOptions {
    pub(super) request_timeout: Duration,
    pub(super) shutdown: ShutdownFlag,
    pub(super) workers: Option<usize>,
}

/// Serves `app` on `listener` until the returned server is stopped.
pub(super) fn run<F, I, S, B>(
    listener: TcpListener,
    tls: Option<ServerConfig>,
    options: ConnectionOptions,
    app: F,
) -> std::io::Result<Server>
where
    F: Fn() -> I + Send + Clone + 'static,
    I: IntoServiceFactory<S, Request>,
    S: ServiceFactory<Request, Config = AppConfig> + 'static,
    S::Error: Into<actix_web::Error> + 'static,
    S::InitError: Debug,
    S::Response: Into<Response<B>> + 'static,
    <S::Service as Service<Request>>::Future: 'static,
    S::Service: 'static,
    B: MessageBody + 'static,
{
    let server = Server::build().shutdown_timeout(SHUTDOWN_TIMEOUT).disable_signals();
    let server = match options.workers {
        Some(workers) => server.workers(workers),
        None => server,
    };
    let (address, stopping) = (listener.local_addr()?, server.graceful_shutdown_signal());
    let rejected = RejectedConnections::default();
    tokio::spawn(rejected.clone().log());
    // The host is that of URLs for requests without one.
    let config = AppConfig::__priv_test_new(tls.is_some(), address.to_string(), address);
    let service = move || {
        let (config, app) = (config.clone(), app().into_factory());
        map_config(app.map_err(|error| error.into().error_response()), move |()| config.clone())
    };
    let server = match tls {
        None => server.listen("http", listener, move || {
            let (http, rejected) = (http(&options, &stopping), rejected.clone());
            fn_service(async |io: TcpStream| {
                let peer = io.peer_addr().ok();
                Ok((io, Protocol::Http1, peer))
            })
            .and_then(http.finish(service()).map_err(move |error| rejected.add_http(&error)))
        })?,
        Some(tls) => {
            let acceptor = TlsAcceptor::from(Arc::new(tls_accept::with_protocols(tls)));
            server.listen("https", listener, move || {
                let (http, rejected) = (http(&options, &stopping), rejected.clone());
                let http = http.on_connect_ext(|io: &Http2Stream<_>, data| {
                    if io.is_http2() {
                        data.insert(StreamCount::default());
                    }
                });
                tls_accept::service(acceptor.clone(), options.shutdown.clone(), rejected.clone())
                    .and_then(
                        http.finish(service()).map_err(move |error| rejected.add_http(&error)),
                    )
            })?
        }
    };
    Ok(server.run())
}

/// The options that plain and TLS connections share.
fn http<T, S>(
    options: &ConnectionOptions,
    stopping: &GracefulShutdownSignal,
) -> HttpServiceBuilder<T, S, ExpectHandler, UpgradeHandler>
where
    S: ServiceFactory<Request, Config = ()>,
    S::Error: Into<Response<BoxBody>> + 'static,
    S::InitError: Debug,
    <S::Service as Service<Request>>::Future: 'static,
{
    let stopping = stopping.clone();
    HttpServiceBuilder::default()
        .client_request_timeout(options.request_timeout)
        .client_disconnect_timeout(DISCONNECT_TIMEOUT)
        .h2_initial_window_size(STREAM_WINDOW)
        .h2_initial_connection_window_size(CONNECTION_WINDOW)
        .graceful_shutdown_signal(move || {
            let stopping = stopping.clone();
            async move { stopping.notified().await }
        })
}
