//! The TLS handshake, which also chooses between HTTP/2 and HTTP/1.1.

use std::io;
use std::net::SocketAddr;
use std::time::Duration;

use actix_http::Protocol;
use actix_service::{ServiceFactory, fn_service};
use actix_web::rt::net::TcpStream;
use rustls::ServerConfig;
use tokio::time::timeout;
use tokio_rustls::TlsAcceptor;
use tokio_rustls::server::TlsStream;

use super::http2_stream::Http2Stream;
use super::rejected::RejectedConnections;
use crate::web::shutdown::ShutdownFlag;

/// A phone at the edge of its signal is slow.
const HANDSHAKE_TIMEOUT: Duration = Duration::from_secs(10);
const HTTP_2: &[u8] = b"h2";

pub(super) type TlsConnection = (Http2Stream<TlsStream<TcpStream>>, Protocol, Option<SocketAddr>);

pub(super) fn with_protocols(mut config: ServerConfig) -> ServerConfig {
    config.alpn_protocols = vec![HTTP_2.to_vec(), b"http/1.1".to_vec()];
    config
}

pub(super) fn service(
    acceptor: TlsAcceptor,
    shutdown: ShutdownFlag,
    rejected: RejectedConnections,
) -> impl ServiceFactory<
    TcpStream,
    Config = (),
    Response = TlsConnection,
    Error = (),
    InitError = (),
    Service: 'static,
    Future: 'static,
> {
    fn_service(move |io: TcpStream| {
        let (acceptor, shutdown, rejected) = (acceptor.clone(), shutdown.clone(), rejected.clone());
        async move {
            let accepted = accept(&acceptor, &shutdown, io).await;
            accepted.map_err(|error| rejected.add_tls(&error))
        }
    })
}

async fn accept(
    acceptor: &TlsAcceptor,
    shutdown: &ShutdownFlag,
    io: TcpStream,
) -> io::Result<TlsConnection> {
    let peer = io.peer_addr().ok();
    let io = timeout(HANDSHAKE_TIMEOUT, acceptor.accept(io)).await??;
    let is_http2 = io.get_ref().1.alpn_protocol() == Some(HTTP_2);
    let protocol = if is_http2 { Protocol::Http2 } else { Protocol::Http1 };
    Ok((Http2Stream::new(io, is_http2, shutdown), protocol, peer))
}
