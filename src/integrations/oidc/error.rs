//! Why a sign-in with a hospital account failed. The texts are for the log.

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum OidcError {
    /// The provider cannot be reached, is too slow or responds with nonsense.
    Unavailable(String),
    /// The provider refused the sign-in.
    Declined(String),
    /// The response does not prove an identity.
    Invalid(String),
}
