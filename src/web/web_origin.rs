//! The origin of a web page: scheme, host and port (RFC 6454).

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scheme {
    Http,
    Https,
}

impl Scheme {
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        match text.to_ascii_lowercase().as_str() {
            "http" => Some(Self::Http),
            "https" => Some(Self::Https),
            _ => None,
        }
    }

    const fn default_port(self) -> u16 {
        match self {
            Self::Http => 80,
            Self::Https => 443,
        }
    }
}

/// Two origins are equal if scheme, host and port are. Hosts are compared without case, and the default port of a
/// scheme equals no port.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WebOrigin {
    scheme: Scheme,
    host: String,
    port: u16,
}

impl WebOrigin {
    /// Parses an origin as in the `Origin` header: `https://host` or `https://host:port`.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let (scheme, authority) = text.split_once("://")?;
        Self::new(Scheme::parse(scheme)?, authority)
    }

    /// The origin of a request with this scheme and `Host` header.
    #[must_use]
    pub fn new(scheme: Scheme, authority: &str) -> Option<Self> {
        // A colon inside the brackets of an IPv6 address separates no port.
        let port_at = authority.rfind(':').filter(|at| !authority[*at..].contains(']'));
        let (host, port) = match port_at {
            Some(at) => (&authority[..at], parse_port(&authority[at + 1..])?),
            None => (authority, scheme.default_port()),
        };
        is_host(host).then(|| Self { scheme, host: host.to_ascii_lowercase(), port })
    }
}

fn parse_port(text: &str) -> Option<u16> {
    text.bytes().all(|byte| byte.is_ascii_digit()).then(|| text.parse().ok())?
}

fn is_host(text: &str) -> bool {
    let inner = text.strip_prefix('[').and_then(|rest| rest.strip_suffix(']'));
    if let Some(address) = inner {
        return address.parse::<std::net::Ipv6Addr>().is_ok();
    }
    let is_allowed = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~".contains(&byte);
    !text.is_empty() && text.bytes().all(is_allowed)
}
