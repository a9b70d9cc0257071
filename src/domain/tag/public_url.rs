//! The public base URL of this server, as it is printed in every QR code.

use std::{error::Error, fmt};

const MAX_LENGTH: usize = 200;

/// A base URL without a path: `https://host` or `https://host:port`; http is allowed.
///
/// Only characters that QR's alphanumeric mode has (in capitals) are accepted, to keep printed codes small. A path is
/// refused: paths are case-sensitive, and the QR code has only capitals.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PublicUrl(String);

/// Why a URL cannot be the public one. Each message says what to do instead.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PublicUrlError {
    /// It does not begin with `https://` or `http://`.
    Scheme,
    /// The host is missing, or the port is invalid.
    Host,
    /// There is a path, a query or a fragment after the host.
    Path,
    /// A character that QR's alphanumeric mode lacks.
    BadCharacter(char),
    /// Longer than 200 characters.
    TooLong,
}

impl PublicUrl {
    /// Parses a URL from the configuration, and drops slashes at its end.
    pub fn parse(text: &str) -> Result<Self, PublicUrlError> {
        let address = text.trim().trim_end_matches('/');
        if address.len() > MAX_LENGTH {
            return Err(PublicUrlError::TooLong);
        }
        let (scheme, rest) = address.split_once("://").ok_or(PublicUrlError::Scheme)?;
        if !["http", "https"].iter().any(|known| scheme.eq_ignore_ascii_case(known)) {
            return Err(PublicUrlError::Scheme);
        }
        host_and_port(rest)?;
        Ok(Self(address.to_ascii_lowercase()))
    }

    /// The URL in lower case, without a slash at its end.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether cookies can be marked `Secure`.
    #[must_use]
    pub fn is_https(&self) -> bool {
        self.0.starts_with("https:")
    }

    /// The URL in capitals: schemes and hosts are case-insensitive, and the QR code becomes smaller.
    #[must_use]
    pub fn to_uppercase(&self) -> String {
        self.0.to_ascii_uppercase()
    }
}

fn host_and_port(rest: &str) -> Result<(), PublicUrlError> {
    if rest.contains(['/', '?', '#']) {
        return Err(PublicUrlError::Path);
    }
    let (host, port) = rest.split_once(':').unwrap_or((rest, "443"));
    if let Some(character) =
        host.chars().find(|c| !c.is_ascii_alphanumeric() && !matches!(c, '.' | '-'))
    {
        return Err(PublicUrlError::BadCharacter(character));
    }
    let digits_only = port.bytes().all(|digit| digit.is_ascii_digit());
    let port_is_valid = digits_only && port.parse::<u16>().is_ok_and(|number| number > 0);
    let host_is_valid = host.split('.').all(|label| !label.is_empty());
    if port_is_valid && host_is_valid { Ok(()) } else { Err(PublicUrlError::Host) }
}

impl fmt::Display for PublicUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Display for PublicUrlError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Scheme => f.write_str("it must start with https:// (or http:// for testing)"),
            Self::Host => f.write_str("write it as https://host or https://host:port"),
            Self::Path => {
                f.write_str("it must not contain a path: give this server its own host name")
            }
            Self::BadCharacter(character) => write!(
                f,
                "{character:?} does not fit into a compact QR code: use a host name of letters, digits, dots and hyphens"
            ),
            Self::TooLong => {
                write!(f, "it is longer than {MAX_LENGTH} characters: use a shorter host name")
            }
        }
    }
}

impl Error for PublicUrlError {}
