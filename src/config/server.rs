//! Settings of the HTTP server: addresses, TLS, timeouts.

use std::net::SocketAddr;
use std::num::NonZeroU32;
use std::path::PathBuf;

use clap::Args;

use super::trusted_proxies::TrustedProxies;
use crate::domain::tag::PublicUrl;
use crate::i18n::TimeZone;

#[derive(Args, Clone)]
#[command(next_help_heading = "Server")]
pub struct ServerSettings {
    /// Address and port to listen on
    #[arg(long, env = "STUFFY_LISTEN", default_value = "127.0.0.1:8080")]
    pub listen: SocketAddr,
    /// Public base URL at which phones reach this server, printed on tags; without it no tags, labels or posters are printed
    #[arg(long, env = "STUFFY_PUBLIC_URL", value_parser = PublicUrl::parse)]
    pub public_url: Option<PublicUrl>,
    /// Addresses and networks of the reverse proxies that are believed who the client is, for example `10.0.0.5,192.0.2.0/24`; empty for none
    #[arg(long, env = "STUFFY_TRUSTED_PROXIES", default_value = "127.0.0.0/8,::1/128", value_parser = TrustedProxies::parse)]
    pub trusted_proxies: TrustedProxies,
    /// Time zone of the hospital, such as `America/New_York`; if unset, the machine's time zone
    #[arg(long, env = "STUFFY_TIME_ZONE")]
    pub time_zone: Option<TimeZone>,
    /// File with the TLS certificate chain (PEM); requires `STUFFY_TLS_KEY`
    #[arg(long, env = "STUFFY_TLS_CERT")]
    pub tls_cert: Option<PathBuf>,
    /// File with the private key of the TLS certificate (PEM); both files are reloaded when they change
    #[arg(long, env = "STUFFY_TLS_KEY")]
    pub tls_key: Option<PathBuf>,
    /// Request read timeout in seconds; a body gets more time, depending on its length
    #[arg(long, env = "STUFFY_REQUEST_TIMEOUT_SECONDS", default_value = "15")]
    pub request_timeout_seconds: NonZeroU32,
    /// Seconds to keep serving after SIGTERM while /readyz returns 503, so that load balancers drain this node
    #[arg(long, env = "STUFFY_SHUTDOWN_DELAY_SECONDS", default_value = "0")]
    pub shutdown_delay_seconds: u32,
}
