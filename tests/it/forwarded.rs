//! Properties of what is read from proxies' headers, and of the networks that limits count by.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use actix_web::http::header::{HeaderMap, HeaderName, HeaderValue};
use proptest::prelude::*;
use stuffy::config::TrustedProxies;
use stuffy::use_cases::network::Network;
use stuffy::web::forwarded;
use stuffy::web::web_origin::{Scheme, WebOrigin};

const PROXY: IpAddr = IpAddr::V4(Ipv4Addr::LOCALHOST);
const XFF: &str = "x-forwarded-for";

fn trusted() -> TrustedProxies {
    TrustedProxies::parse("127.0.0.0/8, ::1, 10.0.0.0/8, fd00::/8").expect("networks")
}

fn headers(lines: &[(&str, &str)]) -> HeaderMap {
    let mut headers = HeaderMap::new();
    for (name, value) in lines {
        let name: HeaderName = name.parse().expect("a name");
        headers.append(name, HeaderValue::from_bytes(value.as_bytes()).expect("a value"));
    }
    headers
}

/// The client's address as text; the proxy's own if nothing better is known.
fn address(lines: &[(&str, &str)]) -> String {
    let read = forwarded::read(&headers(lines), PROXY, &trusted());
    read.address.unwrap_or(PROXY).to_string()
}

#[test]
fn the_client_is_the_right_most_hop_that_is_not_trusted() {
    for (value, expected) in [
        ("203.0.113.7", "203.0.113.7"),
        ("9.9.9.9, 203.0.113.7", "203.0.113.7"),
        ("9.9.9.9, 203.0.113.7, 10.0.0.1, 127.0.0.1", "203.0.113.7"),
        ("203.0.113.7:4711", "203.0.113.7"),
        ("[2001:db8::7]:4711", "2001:db8::7"),
        ("[2001:db8::7]", "2001:db8::7"),
        ("2001:db8::7", "2001:db8::7"),
        ("::ffff:203.0.113.7", "203.0.113.7"),
        ("9.9.9.9, ::ffff:10.0.0.1", "9.9.9.9"),
        (" , 203.0.113.7 ,, ", "203.0.113.7"),
        // All hops are trusted: the left-most one asked.
        ("10.0.0.2, 10.0.0.1", "10.0.0.2"),
        // Behind a malformed hop nothing is known.
        ("9.9.9.9, unknown, 10.0.0.1", "10.0.0.1"),
        ("9.9.9.9, nonsense", "127.0.0.1"),
        ("203.0.113.7:", "127.0.0.1"),
        ("[203.0.113.7]", "127.0.0.1"),
        ("203.0.113.7:99999", "127.0.0.1"),
        ("", "127.0.0.1"),
    ] {
        assert_eq!(address(&[(XFF, value)]), expected, "{value:?}");
    }
    assert_eq!(
        address(&[(XFF, "9.9.9.9"), (XFF, "203.0.113.7"), (XFF, "10.0.0.1")]),
        "203.0.113.7"
    );
}

#[test]
fn forwarded_is_read_with_quotes_ports_and_hidden_names() {
    for (value, expected) in [
        ("for=203.0.113.7", "203.0.113.7"),
        ("For=\"203.0.113.7:4711\";Proto=https, for=10.0.0.1", "203.0.113.7"),
        ("for=\"[2001:db8:cafe::17]:4711\"", "2001:db8:cafe::17"),
        ("for=\"[2001:db8::17]:_secret\"", "2001:db8::17"),
        ("for=\"\\203.0.113.7\"", "203.0.113.7"),
        ("proto=http;by=203.0.113.43;for=192.0.2.60", "192.0.2.60"),
        ("for=9.9.9.9, for=unknown", "127.0.0.1"),
        ("for=9.9.9.9, for=_hidden, for=10.0.0.1", "10.0.0.1"),
        ("for=9.9.9.9;for=8.8.8.8", "127.0.0.1"),
        ("for=\"9.9.9.9", "127.0.0.1"),
        ("garbage, for=203.0.113.7", "203.0.113.7"),
        ("for=9.9.9.9;x=\"a, b\", for=203.0.113.7", "203.0.113.7"),
    ] {
        assert_eq!(address(&[("forwarded", value)]), expected, "{value:?}");
    }
}

#[test]
fn of_two_kinds_of_headers_only_what_both_say_counts() {
    let both = |forwarded: &str, list: &str| address(&[("forwarded", forwarded), (XFF, list)]);
    assert_eq!(both("for=9.9.9.9", "203.0.113.7"), "127.0.0.1");
    assert_eq!(both("for=203.0.113.7", "9.9.9.9, 203.0.113.7"), "203.0.113.7");
    // A proxy that sets other headers, and a client that says where it is.
    assert_eq!(
        address(&[("forwarded", "for=9.9.9.9"), ("x-forwarded-proto", "https")]),
        "127.0.0.1"
    );
    let lines = headers(&[
        ("forwarded", "for=203.0.113.7;host=evil.example;proto=https"),
        (XFF, "203.0.113.7"),
        ("x-forwarded-proto", "https"),
    ]);
    let read = forwarded::read(&lines, PROXY, &trusted());
    assert_eq!((read.host, read.scheme), (None, Some(Scheme::Https)));
}

#[test]
fn host_and_scheme_come_from_a_trusted_hop() {
    let read = |lines: &[(&str, &str)]| forwarded::read(&headers(lines), PROXY, &trusted());
    let elements = "for=9.9.9.9;host=evil.example;proto=http, for=203.0.113.7;host=a.example;proto=https, for=10.0.0.1;host=inner;proto=http";
    let said = read(&[("forwarded", elements)]);
    assert_eq!((said.host.as_deref(), said.scheme), (Some("a.example"), Some(Scheme::Https)));
    let said = read(&[
        ("x-forwarded-host", "evil.example, a.example"),
        ("x-forwarded-proto", "http,https"),
    ]);
    assert_eq!((said.host.as_deref(), said.scheme), (Some("a.example"), Some(Scheme::Https)));
}

#[test]
fn origins_are_equal_by_scheme_host_and_port() {
    let origin = |text: &str| WebOrigin::parse(text);
    let ours = origin("https://stuffy.example").expect("an origin");
    for same in ["https://stuffy.example:443", "HTTPS://Stuffy.EXAMPLE"] {
        assert_eq!(origin(same).as_ref(), Some(&ours), "{same}");
    }
    for other in [
        "http://stuffy.example",
        "https://stuffy.example:8443",
        "https://stuffy.example.",
        "https://stuffy.example.elsewhere.example",
        "https://a@stuffy.example",
        "https://stuffy.example/",
        "https://stuffy.example:",
        "https://stuffy.example:443:443",
        "stuffy.example",
        "null",
        "",
    ] {
        assert_ne!(origin(other).as_ref(), Some(&ours), "{other}");
    }
    assert_eq!(origin("http://[::1]:80"), origin("http://[::1]"));
    assert_ne!(origin("http://[::1]:8080"), origin("http://[::1]"));
    assert_eq!(origin("http://[::1"), None);
}

#[test]
fn trusted_proxies_are_addresses_and_networks() {
    let trusts = |list: &str, address: &str| {
        let list = TrustedProxies::parse(list).expect("a list");
        list.contains(address.parse().expect("an address"))
    };
    assert!(trusts("10.1.2.3/8", "10.200.0.1") && trusts("192.0.2.1", "::ffff:192.0.2.1"));
    assert!(trusts("::ffff:10.0.0.0/104", "10.0.0.1") && trusts("2001:db8::/32", "2001:db8:1::1"));
    assert!(!trusts("", "127.0.0.1") && !trusts("10.0.0.0/8", "11.0.0.1"));
    for wrong in ["localhost", "10.0.0.0/33", "10.0.0", "::1/129", "10.0.0.1:80"] {
        assert!(TrustedProxies::parse(wrong).is_err(), "{wrong}");
    }
}

fn any_address() -> impl Strategy<Value = IpAddr> {
    let v4 = any::<u32>().prop_map(|bits| IpAddr::V4(Ipv4Addr::from_bits(bits)));
    let v6 = any::<u128>().prop_map(|bits| IpAddr::V6(Ipv6Addr::from_bits(bits)));
    prop_oneof![v4, v6].prop_map(|address| address.to_canonical())
}

/// How a proxy may write an address in `Forwarded`.
fn quoted(address: IpAddr, port: Option<u16>) -> String {
    match (address, port) {
        (IpAddr::V4(address), None) => format!("for={address}"),
        (IpAddr::V4(address), Some(port)) => format!("for=\"{address}:{port}\""),
        (IpAddr::V6(address), None) => format!("for=\"[{address}]\""),
        (IpAddr::V6(address), Some(port)) => format!("for=\"[{address}]:{port}\""),
    }
}

/// Whatever a client can write into a header.
fn any_header() -> impl Strategy<Value = String> {
    prop_oneof![
        "[ -~]{0,60}",
        "(for|host|by|proto|x)=[\"\\\\,;=\\[\\]:.0-9a-f ]{0,20}",
        "([\"\\\\,; ]|for=9\\.9\\.9\\.9|\\[::9\\]){0,9}",
    ]
}

proptest! {
    #[test]
    fn a_client_cannot_choose_its_address(
        invented in any_header(),
        real in any_address(),
        port in any::<Option<u16>>(),
        same_line in any::<bool>(),
    ) {
        let seen = quoted(real, port);
        for (name, seen) in [("forwarded", seen.as_str()), (XFF, &real.to_string())] {
            let joined = format!("{invented}, {seen}");
            let (one, two) = ([(name, joined.as_str())], [(name, invented.as_str()), (name, seen)]);
            let read = address(if same_line { &one } else { &two });
            // A trusted address would be a proxy's, behind which the client may be anybody.
            prop_assume!(!trusted().contains(real));
            prop_assert!(read == real.to_string() || read == PROXY.to_string(), "{read} of {one:?}");
            // One kind of header set by the proxy, and the other kind invented.
            let other = if name == XFF { "forwarded" } else { XFF };
            let read = address(&[(other, invented.as_str()), (name, seen)]);
            prop_assert!(read == real.to_string() || read == PROXY.to_string(), "{read}");
        }
    }

    #[test]
    fn every_written_address_is_read(addresses in prop::collection::vec(any_address(), 1..5), port in any::<Option<u16>>()) {
        let last = *addresses.last().expect("one");
        prop_assume!(!trusted().contains(last));
        let elements: Vec<_> = addresses.iter().map(|address| quoted(*address, port)).collect();
        prop_assert_eq!(address(&[("forwarded", &elements.join(", "))]), last.to_string());
        let hops: Vec<_> = addresses.iter().map(ToString::to_string).collect();
        prop_assert_eq!(address(&[(XFF, &hops.join(","))]), last.to_string());
    }

    #[test]
    fn an_ipv6_client_cannot_leave_its_network(bits in any::<u128>(), other in any::<u64>()) {
        let address = Ipv6Addr::from_bits(bits);
        prop_assume!(address.to_ipv4_mapped().is_none());
        let neighbour = Ipv6Addr::from_bits((bits & !u128::from(u64::MAX)) | u128::from(other));
        prop_assume!(neighbour.to_ipv4_mapped().is_none());
        let (one, two) = (Network::of(address.into()), Network::of(neighbour.into()));
        prop_assert_eq!(one, two);
        let next = Ipv6Addr::from_bits(bits ^ (1 << 64));
        prop_assume!(next.to_ipv4_mapped().is_none());
        prop_assert_ne!(Network::of(next.into()), one);
        prop_assert_eq!(Network::of(next.into()).site(), one.site());
        prop_assert_ne!(Network::of(Ipv6Addr::from_bits(bits ^ (1 << 80)).into()).site(), one.site());
    }

    #[test]
    fn an_ipv4_address_is_a_network_however_it_is_written(bits in any::<u32>()) {
        let address = Ipv4Addr::from_bits(bits);
        let network = Network::of(address.into());
        prop_assert_eq!(network, Network::of(address.to_ipv6_mapped().into()));
        prop_assert_eq!((network, network.site()), (Network::V4(address), None));
    }
}
