//! The address under which phones find this house, as it goes into every QR that is printed.

use std::{error::Error, fmt};

const MAX_LENGTH: usize = 200;

/// A base address without a path: `https://host` or `https://host:port`, http allowed.
///
/// Only signs that QR's alphanumeric mode has (once in capitals) are let in, so that a printed code stays small;
/// a path is refused, for paths tell capitals from small letters and the QR has capitals alone.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PublicUrl(String);

/// Why an address cannot be the public one; each says what to do instead.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PublicUrlError {
    /// It does not begin with `https://` or `http://`.
    Scheme,
    /// It names no host, or a port that is none.
    Host,
    /// Something follows the host.
    Path,
    /// A sign that QR's alphanumeric mode lacks.
    BadCharacter(char),
    /// Longer than 200 characters.
    TooLong,
}

impl PublicUrl {
    /// Reads an address from the configuration; one slash or more at its end is dropped.
    ///
    /// # Errors
    /// When a QR with this address could not be printed or would not lead here.
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

    /// The address in small letters, without a slash at its end.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether it is reached over https, so that cookies may be marked `Secure`.
    #[must_use]
    pub fn is_https(&self) -> bool {
        self.0.starts_with("https:")
    }

    /// The address in capitals: schemes and hosts do not tell the difference, and QR is smaller for it.
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
    if let Some(sign) = host.chars().find(|c| !c.is_ascii_alphanumeric() && !matches!(c, '.' | '-'))
    {
        return Err(PublicUrlError::BadCharacter(sign));
    }
    let digits_only = port.bytes().all(|digit| digit.is_ascii_digit());
    let port_is_one = digits_only && port.parse::<u16>().is_ok_and(|number| number > 0);
    let host_is_one = host.split('.').all(|label| !label.is_empty());
    if port_is_one && host_is_one { Ok(()) } else { Err(PublicUrlError::Host) }
}

impl fmt::Display for PublicUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Display for PublicUrlError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Scheme => f.write_str("it must begin with https:// (or http:// for a trial)"),
            Self::Host => f.write_str("write it as https://host or https://host:port"),
            Self::Path => f.write_str("it must end with the host or port: give the house a host name of its own, not a path"),
            Self::BadCharacter(sign) => write!(
                f,
                "{sign:?} cannot stand in a small QR code: use a host name of letters, digits, dots and hyphens"
            ),
            Self::TooLong => write!(f, "it is longer than {MAX_LENGTH} characters: a shorter host name prints a smaller code"),
        }
    }
}

impl Error for PublicUrlError {}
