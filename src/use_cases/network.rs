//! The network that a client belongs to, which is what limits count by.
//!
//! Anybody with one IPv6 connection can use each address of a /64, so those count as one. Whoever has many /64s mostly
//! has a /48, which has a budget of its own.

use std::fmt;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};
use std::num::NonZeroU32;

const CONNECTION_BITS: u8 = 64;
const SITE_BITS: u8 = 48;
/// How many times the budget of one network all networks of its site have together.
pub const SITE_FACTOR: NonZeroU32 = NonZeroU32::new(10).expect("not zero");

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Network {
    /// A single IPv4 address.
    V4(Ipv4Addr),
    V6 {
        first: Ipv6Addr,
        bits: u8,
    },
}

impl Network {
    /// The network of one client. An IPv4 address that is written as IPv6 is an IPv4 address.
    #[must_use]
    pub fn of(address: IpAddr) -> Self {
        match address.to_canonical() {
            IpAddr::V4(address) => Self::V4(address),
            IpAddr::V6(address) => Self::v6(address, CONNECTION_BITS),
        }
    }

    /// The larger network around an IPv6 network.
    #[must_use]
    pub fn site(self) -> Option<Self> {
        match self {
            Self::V4(_) => None,
            Self::V6 { first, .. } => Some(Self::v6(first, SITE_BITS)),
        }
    }

    /// Everything that a request from this network counts for: the network itself and its site. Each comes with how
    /// many times the usual budget it has.
    pub fn budgets(self) -> impl Iterator<Item = (Self, u32)> {
        let site = self.site().map(|site| (site, SITE_FACTOR.get()));
        std::iter::once((self, 1)).chain(site)
    }

    fn v6(address: Ipv6Addr, bits: u8) -> Self {
        let mask = u128::MAX << (u128::BITS - u32::from(bits));
        Self::V6 { first: Ipv6Addr::from_bits(address.to_bits() & mask), bits }
    }
}

impl fmt::Display for Network {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::V4(address) => write!(f, "{address}"),
            Self::V6 { first, bits } => write!(f, "{first}/{bits}"),
        }
    }
}
