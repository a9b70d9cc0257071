//! Who sends a request, and which origin they asked for, as far as it can be believed behind reverse proxies.

use std::net::{IpAddr, Ipv4Addr};
use std::sync::atomic::{AtomicBool, Ordering};

use actix_web::http::header::HOST;
use actix_web::{HttpMessage as _, HttpRequest, web};

use super::forwarded::{self, ForwardedClient};
use super::web_origin::{Scheme, WebOrigin};
use crate::config::TrustedProxies;
use crate::use_cases::AppContext;
use crate::use_cases::network::Network;

/// Whether the log already says that an untrusted peer sends headers of a proxy.
static HAS_WARNED: AtomicBool = AtomicBool::new(false);

#[derive(Clone)]
pub(crate) struct Client {
    address: IpAddr,
    origin: Option<WebOrigin>,
}

impl Client {
    /// Determined once for each request.
    pub(crate) fn of(request: &HttpRequest) -> Self {
        if let Some(known) = request.extensions().get::<Self>() {
            return known.clone();
        }
        let client = Self::determine(request);
        request.extensions_mut().insert(client.clone());
        client
    }

    /// What limits count this client by.
    pub(crate) fn network(&self) -> Network {
        Network::of(self.address)
    }

    /// The origin that the client asked for. `None` if its host is malformed.
    pub(crate) const fn origin(&self) -> Option<&WebOrigin> {
        self.origin.as_ref()
    }

    fn determine(request: &HttpRequest) -> Self {
        // Only connections that are no TCP connections have no address.
        let peer = request.peer_addr().map_or(Ipv4Addr::UNSPECIFIED.into(), |peer| peer.ip());
        let peer = peer.to_canonical();
        let ForwardedClient { address, host, scheme } = said_by_proxies(request, peer);
        let host = host.or_else(|| own_host(request));
        let scheme = scheme.unwrap_or_else(|| own_scheme(request));
        Self {
            address: address.unwrap_or(peer),
            origin: host.and_then(|host| WebOrigin::new(scheme, &host)),
        }
    }
}

fn said_by_proxies(request: &HttpRequest, peer: IpAddr) -> ForwardedClient {
    let trusted = request.app_data::<web::Data<TrustedProxies>>();
    if let Some(trusted) = trusted.filter(|trusted| trusted.contains(peer)) {
        return forwarded::read(request.headers(), peer, trusted);
    }
    if forwarded::is_forwarded(request.headers()) {
        warn_once();
    }
    ForwardedClient::default()
}

fn warn_once() {
    if !HAS_WARNED.swap(true, Ordering::Relaxed) {
        tracing::warn!(
            "Ignored Forwarded or X-Forwarded-* headers of a peer that is not in STUFFY_TRUSTED_PROXIES. If it is your \
             reverse proxy, add its address. This is reported once."
        );
    }
}

/// The host of the request itself. HTTP/2 has it in the URI.
fn own_host(request: &HttpRequest) -> Option<String> {
    let authority = request.uri().authority().map(ToString::to_string);
    let header = || request.headers().get(HOST)?.to_str().ok().map(str::to_owned);
    authority.or_else(header)
}

fn own_scheme(request: &HttpRequest) -> Scheme {
    let app = request.app_data::<web::Data<AppContext>>();
    if app.is_some_and(|app| app.session_policy.tls) { Scheme::Https } else { Scheme::Http }
}
