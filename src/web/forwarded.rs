//! What reverse proxies say about the client of a request: `Forwarded` (RFC 7239) and `X-Forwarded-*`.
//!
//! Each proxy adds at the right end what it saw, so what stands further left may be invented by the client. The
//! client is the right-most hop that is not a trusted proxy.

use std::net::IpAddr;

use actix_web::http::header::{FORWARDED, HeaderMap, HeaderName};

use super::web_origin::Scheme;
use crate::config::TrustedProxies;

const X_FORWARDED_FOR: HeaderName = HeaderName::from_static("x-forwarded-for");
const X_FORWARDED_HOST: HeaderName = HeaderName::from_static("x-forwarded-host");
const X_FORWARDED_PROTO: HeaderName = HeaderName::from_static("x-forwarded-proto");

/// What trusted proxies say. A value is missing if they do not say it, or contradict each other.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ForwardedClient {
    pub address: Option<IpAddr>,
    pub host: Option<String>,
    pub scheme: Option<Scheme>,
}

/// One element of `Forwarded`.
#[derive(Default)]
struct Element {
    node: Option<IpAddr>,
    host: Option<String>,
    scheme: Option<Scheme>,
}

/// Whether a request claims to come through a proxy.
#[must_use]
pub fn is_forwarded(headers: &HeaderMap) -> bool {
    headers.contains_key(FORWARDED) || has_x_forwarded(headers)
}

fn has_x_forwarded(headers: &HeaderMap) -> bool {
    [X_FORWARDED_FOR, X_FORWARDED_HOST, X_FORWARDED_PROTO]
        .iter()
        .any(|name| headers.contains_key(name))
}

/// Reads what the trusted proxy `peer` and the trusted proxies before it say.
///
/// A proxy that sets one kind of header lets the other kind pass as the client wrote it. Which kind that is cannot be
/// known, so with both kinds only what both say counts. Otherwise a client could choose its own address.
#[must_use]
pub fn read(headers: &HeaderMap, peer: IpAddr, trusted: &TrustedProxies) -> ForwardedClient {
    let standard = headers.contains_key(FORWARDED).then(|| standard(headers, peer, trusted));
    let x_forwarded = has_x_forwarded(headers).then(|| x_forwarded(headers, peer, trusted));
    match (standard, x_forwarded) {
        (Some(one), Some(other)) => ForwardedClient {
            address: if_equal(one.address, other.address.as_ref()),
            host: if_equal(one.host, other.host.as_ref()),
            scheme: if_equal(one.scheme, other.scheme.as_ref()),
        },
        (one, other) => one.or(other).unwrap_or_default(),
    }
}

fn if_equal<T: PartialEq>(one: Option<T>, other: Option<&T>) -> Option<T> {
    one.filter(|value| Some(value) == other)
}

fn standard(headers: &HeaderMap, peer: IpAddr, trusted: &TrustedProxies) -> ForwardedClient {
    let lines = headers.get_all(FORWARDED).map(|line| String::from_utf8_lossy(line.as_bytes()));
    let elements: Vec<Element> = lines.flat_map(|line| elements(&line)).collect();
    let nodes = elements.iter().map(|element| element.node);
    let (address, used) = client_address(nodes, peer, trusted);
    // Each element was added by the hop at its right. The left-most trusted one knows what the client asked for.
    let by_trusted = &elements[elements.len() - used..];
    ForwardedClient {
        address: Some(address),
        host: by_trusted.iter().find_map(|element| element.host.clone()),
        scheme: by_trusted.iter().find_map(|element| element.scheme),
    }
}

fn x_forwarded(headers: &HeaderMap, peer: IpAddr, trusted: &TrustedProxies) -> ForwardedClient {
    let hops: Vec<_> = list(headers, &X_FORWARDED_FOR).iter().map(|hop| parse_node(hop)).collect();
    let address = headers
        .contains_key(X_FORWARDED_FOR)
        .then(|| client_address(hops.into_iter(), peer, trusted).0);
    let scheme = list(headers, &X_FORWARDED_PROTO).pop();
    ForwardedClient {
        address,
        host: list(headers, &X_FORWARDED_HOST).pop(),
        scheme: scheme.and_then(|scheme| Scheme::parse(&scheme)),
    }
}

/// The items of a header. Several lines are one list.
fn list(headers: &HeaderMap, name: &HeaderName) -> Vec<String> {
    let lines = headers.get_all(name).map(|line| String::from_utf8_lossy(line.as_bytes()));
    let items = lines
        .flat_map(|line| line.split(',').map(|item| item.trim().to_owned()).collect::<Vec<_>>());
    items.filter(|item| !item.is_empty()).collect()
}

/// The right-most hop that is not trusted, and how many hops a trusted proxy has added. A hop without a usable address
/// ends the search, because nobody knows who added what stands left of it.
fn client_address(
    hops: impl DoubleEndedIterator<Item = Option<IpAddr>>,
    peer: IpAddr,
    trusted: &TrustedProxies,
) -> (IpAddr, usize) {
    let (mut client, mut used) = (peer, 0);
    for hop in hops.rev() {
        used += 1;
        let Some(address) = hop else { break };
        client = address;
        if !trusted.contains(address) {
            break;
        }
    }
    (client, used)
}

/// An element that is malformed has no address. So does a whole line in which a quoted string does not end.
fn elements(line: &str) -> Vec<Element> {
    let Some(parts) = split_unquoted(line, ',') else { return vec![Element::default()] };
    let parts = parts.into_iter().map(str::trim).filter(|part| !part.is_empty());
    parts.map(|part| parse_element(part).unwrap_or_default()).collect()
}

fn parse_element(text: &str) -> Option<Element> {
    let (mut node, mut host, mut proto) = (None, None, None);
    for pair in split_unquoted(text, ';')?.into_iter().map(str::trim) {
        if pair.is_empty() {
            continue;
        }
        let (name, value) = pair.split_once('=')?;
        let known = match name.to_ascii_lowercase().as_str() {
            "for" => &mut node,
            "host" => &mut host,
            "proto" => &mut proto,
            _ => continue,
        };
        if known.replace(unquote(value)?).is_some() {
            return None;
        }
    }
    let scheme = proto.and_then(|proto| Scheme::parse(&proto));
    Some(Element { node: node.and_then(|node| parse_node(&node)), host, scheme })
}

/// Splits where the separator is not inside a quoted string. `None` if a quoted string does not end.
fn split_unquoted(text: &str, separator: char) -> Option<Vec<&str>> {
    let (mut parts, mut start) = (Vec::new(), 0);
    let (mut is_quoted, mut is_escaped) = (false, false);
    for (at, character) in text.char_indices() {
        match character {
            _ if is_escaped => is_escaped = false,
            '\\' if is_quoted => is_escaped = true,
            '"' => is_quoted = !is_quoted,
            _ if character == separator && !is_quoted => {
                parts.push(&text[start..at]);
                start = at + character.len_utf8();
            }
            _ => {}
        }
    }
    parts.push(&text[start..]);
    (!is_quoted).then_some(parts)
}

/// A token or a quoted string without its quotes.
fn unquote(text: &str) -> Option<String> {
    let Some(rest) = text.strip_prefix('"') else {
        return (!text.contains('"')).then(|| text.to_owned());
    };
    let (mut value, mut is_escaped) = (String::new(), false);
    for (at, character) in rest.char_indices() {
        match character {
            _ if is_escaped => is_escaped = false,
            '\\' => {
                is_escaped = true;
                continue;
            }
            '"' => return (at + 1 == rest.len()).then_some(value),
            _ => {}
        }
        value.push(character);
    }
    None
}

/// An address with or without a port; IPv6 with or without brackets. `unknown` and made-up names have no address.
fn parse_node(text: &str) -> Option<IpAddr> {
    let (address, port) = match text.strip_prefix('[') {
        Some(rest) => {
            let (inner, after) = rest.split_once(']')?;
            let port = if after.is_empty() { None } else { Some(after.strip_prefix(':')?) };
            (IpAddr::V6(inner.parse().ok()?), port)
        }
        None => match (text.parse(), text.split_once(':')) {
            (Ok(address), _) => (address, None),
            (Err(_), Some((address, port))) => (IpAddr::V4(address.parse().ok()?), Some(port)),
            (Err(_), None) => return None,
        },
    };
    port.is_none_or(is_port).then(|| address.to_canonical())
}

/// A number, or a name that hides it.
fn is_port(text: &str) -> bool {
    let is_name = |text: &str| {
        text.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"._-".contains(&byte))
    };
    text.parse::<u16>().is_ok() || text.strip_prefix('_').is_some_and(is_name)
}
