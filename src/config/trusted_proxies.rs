//! The reverse proxies whose headers about the client are believed.

use std::net::IpAddr;

use ipnet::{IpNet, Ipv4Net};

/// Networks of trusted proxies. An empty list trusts nobody.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TrustedProxies(Vec<IpNet>);

#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{0:?} is neither an address nor a network such as 10.0.0.0/8")]
pub struct TrustedProxiesError(String);

impl TrustedProxies {
    /// Parses addresses and networks (CIDR) that are separated by commas.
    pub fn parse(text: &str) -> Result<Self, TrustedProxiesError> {
        let items = text.split(',').map(str::trim).filter(|item| !item.is_empty());
        items.map(parse_network).collect::<Result<_, _>>().map(Self)
    }

    /// Whether a proxy with this address is trusted.
    #[must_use]
    pub fn contains(&self, address: IpAddr) -> bool {
        let address = address.to_canonical();
        self.0.iter().any(|network| network.contains(&address))
    }
}

fn parse_network(text: &str) -> Result<IpNet, TrustedProxiesError> {
    let address = text.parse::<IpAddr>().map(|address| IpNet::from(address.to_canonical()));
    let network = address.ok().or_else(|| text.parse().ok());
    network.map(canonical).ok_or_else(|| TrustedProxiesError(text.to_owned()))
}

/// Addresses are compared in their IPv4 form, so a network of mapped addresses needs that form as well.
fn canonical(network: IpNet) -> IpNet {
    const MAPPED_PREFIX: u8 = 96;
    let IpNet::V6(v6) = network else { return network };
    let address = v6.addr().to_ipv4_mapped();
    let length = v6.prefix_len().checked_sub(MAPPED_PREFIX);
    let mapped =
        address.zip(length).and_then(|(address, length)| Ipv4Net::new(address, length).ok());
    mapped.map_or(network, IpNet::V4)
}
