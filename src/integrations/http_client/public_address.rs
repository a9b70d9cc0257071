//! Whether an IP address is public: not of this machine, not of a private network, not reserved.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

#[must_use]
pub fn is_public(address: IpAddr) -> bool {
    match address {
        IpAddr::V4(address) => is_public_v4(address),
        IpAddr::V6(address) => is_public_v6(address),
    }
}

fn is_public_v4(address: Ipv4Addr) -> bool {
    let [a, b, c, _] = address.octets();
    let reserved = match (a, b) {
        // This network, private (10/8), loopback, multicast and reserved (224/3).
        (0 | 10 | 127 | 224.., _)
        // Private networks.
        | (172, 16..=31)
        | (192, 168)
        // Carrier-grade NAT, link-local, benchmarks.
        | (100, 64..=127)
        | (169, 254)
        | (198, 18 | 19) => true,
        // Protocol assignments and documentation.
        (192, 0) => [0, 2].contains(&c),
        // The former 6to4 relays.
        (192, 88) => c == 99,
        // Documentation.
        (198, 51) => c == 100,
        (203, 0) => c == 113,
        _ => false,
    };
    !reserved
}

fn is_public_v6(address: Ipv6Addr) -> bool {
    if let Some(inner) = address.to_ipv4_mapped() {
        return is_public_v4(inner);
    }
    match address.segments() {
        // NAT64: the IPv4 address inside counts.
        [0x64, 0xff9b, 0, 0, 0, 0, high, low] => {
            let [[a, b], [c, d]] = [high.to_be_bytes(), low.to_be_bytes()];
            is_public_v4(Ipv4Addr::new(a, b, c, d))
        }
        // Inside the global range: protocol assignments such as Teredo, documentation, 6to4.
        [0x2001, 0..=0x1ff | 0xdb8, ..] | [0x2002, ..] | [0x3fff, 0..=0xfff, ..] => false,
        [0x2000..=0x3fff, ..] => true,
        _ => false,
    }
}
